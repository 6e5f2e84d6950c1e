"""Faults of a table: where, what was found, and why it cannot stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from massicot.core.refused import N_, Refused

SHOWN_LENGTH = 80
"""A fault quotes no more of a cell than fits a line of a screen."""


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


def because(sentence: str, **values: object) -> Reason:
    """Give a reason from its message id and its named values."""
    return Reason(sentence, values)


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


class TableRefused(Refused):
    """A table with at least one fault: nothing of it is written."""

    sentence = N_("{file}: nothing was written. Correct the {count} fault(s) listed and import the file again.")

    def __init__(self, file: str, faults: tuple[Fault, ...], warnings: tuple[Fault, ...]) -> None:
        super().__init__(file=file, count=len(faults))
        self.faults = faults
        self.warnings = warnings


@dataclass(slots=True)
class Findings:
    """Faults and warnings gathered while one file is read."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def fault(self, line: int, column: str, value: str, reason: Reason) -> None:
        """Add a fault: the file will be refused, once all of it has been read."""
        self.faults.append(Fault(self.file, line, column, shown(value), reason))

    def warn(self, line: int, column: str, value: str, reason: Reason) -> None:
        """Add a warning: it is told, and the file stands."""
        self.warnings.append(Fault(self.file, line, column, shown(value), reason))

    def sorted_warnings(self) -> tuple[Fault, ...]:
        """List the warnings in the order of the lines."""
        return tuple(sorted(self.warnings, key=_by_line))

    def refuse(self) -> NoReturn:
        """Raise TableRefused with every fault in the order of the lines."""
        raise TableRefused(self.file, tuple(sorted(self.faults, key=_by_line)), self.sorted_warnings())

    def refuse_file(self, line: int, reason: Reason) -> NoReturn:
        """Raise TableRefused for something that stops the reading of the whole file."""
        self.fault(line, "", "", reason)
        self.refuse()


def shown(value: str) -> str:
    """Quote a cell on one line of a terminal: cut when long, without signs that a terminal would obey."""
    cut = value if len(value) <= SHOWN_LENGTH else f"{value[: SHOWN_LENGTH - 1]}…"
    return (
        cut
        if cut.isprintable()
        else "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in cut)
    )


def _by_line(fault: Fault) -> int:
    return fault.line
