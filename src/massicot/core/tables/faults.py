"""Faults of a table: where, what was found, and why it cannot stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from massicot.core.refused import N_, Refused
from massicot.core.tables.fault_list import Fault, FaultList, Reason

SHOWN_LENGTH = 80
"""A fault quotes no more of a cell than fits a line of a screen."""


def because(sentence: str, **values: object) -> Reason:
    """Give a reason from its message id and its named values."""
    return Reason(sentence, values)


class TableRefused(Refused):
    """A table with at least one fault: nothing of it is written."""

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
        self.faults.add(line, column, shown(value), reason)

    def warn(self, line: int, column: str, value: str, reason: Reason) -> None:
        """Add a warning: it is told, and the file stands."""
        self.warnings.add(line, column, shown(value), reason)

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


def shown(value: str) -> str:
    """Quote a cell on one line of a terminal: cut when long, without signs that a terminal would obey."""
    cut = value if len(value) <= SHOWN_LENGTH else f"{value[: SHOWN_LENGTH - 1]}…"
    return (
        cut
        if cut.isprintable()
        else "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in cut)
    )
