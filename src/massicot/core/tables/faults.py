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


ENOUGH = 10_000
"""Faults after which no further lines are read: they have few causes, and the file is corrected and sent again."""

KEPT_AT_MOST = 100_000
"""Faults of one file that are kept, and warnings: of those beyond, how many there are."""


class FaultList(Sequence[Fault]):
    """Faults of one file, each made as it is asked for; `left_out` counts those that were found and are not kept."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.left_out = 0
        self._lines = array("I")
        self._told: tuple[list[str], list[str], list[Reason]] = ([], [], [])

    def add(self, line: int, column: str, value: str, reason: Reason) -> None:
        """Add one fault, or count it."""
        if len(self._lines) >= KEPT_AT_MOST:
            self.left_out += 1
            return
        columns, values, reasons = self._told
        self._lines.append(line)
        columns.append(column)
        values.append(value)
        reasons.append(reason)

    def extend(self, faults: Iterable[Fault]) -> None:
        """Add faults of the same file."""
        for fault in faults:
            self.add(*fault[1:])
        self.left_out += count_left_out(faults)

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
        return (self._file, self._lines, self._told, self.left_out) == (
            other._file,
            other._lines,
            other._told,
            other.left_out,
        )

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


def count_left_out(faults: Iterable[Fault]) -> int:
    """Count the faults that were found and are not in a list of them."""
    return faults.left_out if isinstance(faults, FaultList) else 0


SHOWN_LENGTH = 80
"""A fault quotes no more of a cell than fits a line of a screen."""


def because(sentence: str, **values: object) -> Reason:
    """Give a reason from its message id and its named values."""
    return Reason(sentence, values)


STOPPED = N_("Reading stopped after line {line}: what stands below was not looked at. Correct what is listed first.")
FAULTS_LEFT_OUT = N_("{count} more faults were found and are not listed: correct those that are listed first.")
WARNINGS_LEFT_OUT = N_("{count} more warnings were found and are not listed.")


@dataclass(frozen=True, slots=True)
class Unlisted:
    """What lists of faults and warnings do not tell: how many more, and after which line reading stopped (0: not)."""

    stopped_after: int = 0
    faults: int = 0
    warnings: int = 0

    def reasons(self) -> list[Reason]:
        """Say it in sentences; none when all is listed."""
        told = (
            (self.stopped_after, because(STOPPED, line=self.stopped_after)),
            (self.faults, because(FAULTS_LEFT_OUT, count=self.faults)),
            (self.warnings, because(WARNINGS_LEFT_OUT, count=self.warnings)),
        )
        return [reason for count, reason in told if count]


ALL_LISTED = Unlisted()


def unlisted_in(faults: Sequence[Fault], warnings: Sequence[Fault], stopped_after: int = 0) -> Unlisted:
    """Tell what lists of faults and warnings leave out."""
    return Unlisted(stopped_after, count_left_out(faults), count_left_out(warnings))


class TableRefused(Refused):
    sentence = N_("{file}: nothing was written. Correct the {count} fault(s) listed and import the file again.")

    def __init__(self, file: str, faults: Sequence[Fault], warnings: Sequence[Fault], stopped_after: int = 0) -> None:
        super().__init__(file=file, count=len(faults))
        self.faults = faults
        self.warnings = warnings
        self.unlisted = unlisted_in(faults, warnings, stopped_after)


@dataclass(slots=True)
class Findings:
    """Faults and warnings gathered while one file is read."""

    file: str
    faults: FaultList = field(init=False)
    warnings: FaultList = field(init=False)
    stopped_after: int = field(init=False, default=0)
    """The last line that was read of a file with too many faults."""

    def __post_init__(self) -> None:
        self.faults = FaultList(self.file)
        self.warnings = FaultList(self.file)

    def fault(self, line: int, column: str, value: str, reason: Reason) -> None:
        """Add a fault: the file will be refused, once all of it has been read."""
        self.faults.add(line, column, quote(value), reason)

    def has_enough(self) -> bool:
        """Say whether so many faults were found that nobody would read those of the lines below."""
        return len(self.faults) >= ENOUGH

    def warn(self, line: int, column: str, value: str, reason: Reason) -> None:
        """Add a warning: it is told, and the file stands."""
        self.warnings.add(line, column, quote(value), reason)

    def sorted_warnings(self) -> FaultList:
        """List the warnings in the order of the lines."""
        return self.warnings.put_in_order()

    def refuse(self) -> NoReturn:
        """Raise TableRefused with every fault in the order of the lines."""
        raise TableRefused(self.file, self.faults.put_in_order(), self.warnings.put_in_order(), self.stopped_after)

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
