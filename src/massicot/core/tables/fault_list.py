"""Faults and warnings of a table by the hundred thousand: some thirty bytes each beside what they quote."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a cell, a line or a file cannot stand: a message id and its values, translated where people read."""

    sentence: str
    values: Mapping[str, object]

    def told(self, translate: Callable[[str], str]) -> str:
        """Write the reason in the reader's language."""
        return translate(self.sentence).format_map(self.values)

    def __str__(self) -> str:
        return self.told(str)


class Fault(NamedTuple):
    """One fault or warning of a table; column and value are empty when the whole line or file is meant."""

    file: str
    line: int
    column: str
    value: str
    reason: Reason

    def told(self, translate: Callable[[str], str]) -> str:
        """Write the fault on one line, in the reader's language."""
        return f"{self.file}:{self.line}: {self.column}: {self.value}: {self.reason.told(translate)}"

    def __str__(self) -> str:
        return self.told(str)


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
