"""Faults and warnings of a table: where, what was found, why it cannot stand; some thirty bytes each."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn, overload

from massicot.core.refused import N_, Refused


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell, a line or a file cannot stand: a message id and its values, translated where people read."""

    sentence: str
    values: Mapping[str, object]

    def text_in(self, translate: Callable[[str], str]) -> str:
        """Write the reason in the reader's language."""
        return translate(self.sentence).format_map(self.values)

    def __str__(self) -> str:
        return self.text_in(str)


class Fault(NamedTuple):
    """One fault or warning of a table; column and value are empty when the whole line or file is meant."""

    file: str
    line: int
    column: str
    value: str
    reason: Reason

    def text_in(self, translate: Callable[[str], str]) -> str:
        """Write the fault on one line, in the reader's language."""
        return f"{self.file}:{self.line}: {self.column}: {self.value}: {self.reason.text_in(translate)}"

    def __str__(self) -> str:
        return self.text_in(str)


class FaultList(Sequence[Fault]):
    """Faults of one file, each made as it is asked for."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._lines = array("I")
        self._told: tuple[list[str], list[str], list[Reason]] = ([], [], [])

    def add(self, line: int, column: str, value: str, reason: Reason) -> None:
        """Add one fault."""
        columns, values, reasons = self._told
        self._lines.append(line)
        columns.append(column)
        values.append(value)
        reasons.append(reason)

    def extend(self, faults: Iterable[Fault]) -> None:
        """Add faults of the same file."""
        for fault in faults:
            self.add(*fault[1:])

    def put_in_order(self) -> "FaultList":
        """Put the faults in the order of the lines, where they are: a second list of them would weigh as much."""
        order = array("I", sorted(range(len(self)), key=self._lines.__getitem__))
        self._lines = array("I", map(self._lines.__getitem__, order))
        for told in self._told:
            told[:] = list(map(told.__getitem__, order))  # type: ignore[arg-type]
        return self

    def __eq__(self, other: object) -> bool:
        """Say whether another list holds the same faults, in the same order."""
        if not isinstance(other, FaultList):
            return NotImplemented
        return (self._file, self._lines, self._told) == (other._file, other._lines, other._told)

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        """Count the faults."""
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> Fault: ...
    @overload
    def __getitem__(self, at: slice) -> list[Fault]: ...
    def __getitem__(self, at: int | slice) -> Fault | list[Fault]:
        """Give one fault, or some."""
        if isinstance(at, slice):
            return [self._fault(rank) for rank in range(len(self))[at]]
        return self._fault(at)

    def _fault(self, rank: int) -> Fault:
        columns, values, reasons = self._told
        return Fault(self._file, self._lines[rank], columns[rank], values[rank], reasons[rank])


SHOWN_LENGTH = 80
"""A fault quotes no more of a cell than fits a line of a screen."""


def because(sentence: str, **values: object) -> Reason:
    """Give a reason from its message id and its named values."""
    return Reason(sentence, values)


class TableRefused(Refused):
    sentence = N_("{file}: nothing was written. Correct the {count} fault(s) listed and import the file again.")

    def __init__(self, file: str, faults: Sequence[Fault], warnings: Sequence[Fault]) -> None:
        super().__init__(file=file, count=len(faults))
        self.faults = faults
        self.warnings = warnings


@dataclass(slots=True)
class Findings:
    """Faults and warnings gathered while one file is read."""

    file: str
    faults: FaultList = field(init=False)
    warnings: FaultList = field(init=False)

    def __post_init__(self) -> None:
        self.faults = FaultList(self.file)
        self.warnings = FaultList(self.file)

    def fault(self, line: int, column: str, value: str, reason: Reason) -> None:
        """Add a fault: the file will be refused, once all of it has been read."""
        self.faults.add(line, column, quote(value), reason)

    def warn(self, line: int, column: str, value: str, reason: Reason) -> None:
        """Add a warning: it is told, and the file stands."""
        self.warnings.add(line, column, quote(value), reason)

    def sorted_warnings(self) -> FaultList:
        """List the warnings in the order of the lines."""
        return self.warnings.put_in_order()

    def refuse(self) -> NoReturn:
        """Raise TableRefused with every fault in the order of the lines."""
        raise TableRefused(self.file, self.faults.put_in_order(), self.warnings.put_in_order())

    def refuse_file(self, line: int, reason: Reason) -> NoReturn:
        """Raise TableRefused for something that stops the reading of the whole file."""
        self.fault(line, "", "", reason)
        self.refuse()


def quote(value: str) -> str:
    """Quote a cell on one line of a terminal: cut when long, without signs that a terminal would obey."""
    cut = value if len(value) <= SHOWN_LENGTH else f"{value[: SHOWN_LENGTH - 1]}…"
    return (
        cut
        if cut.isprintable()
        else "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in cut)
    )
