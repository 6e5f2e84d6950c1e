"""Unavailability: days, both included, on which a person cannot be called, and the table that tells of them.

Unavailability: days, both included, on which a person cannot be called, and why as far as anybody needs to know. The
head of their institution or the office declares it; taken back, it stays for whoever asks later why somebody was not
called. Declared days forbid nothing by themselves: whoever is proposed on such a day is named.

The table of unavailability: who cannot be called on which days, as heads of institution and other divisions send it.
Days are included at both ends. The same days of the same person stand once in the file; days that it does not name stay
declared, since a table from one institution says nothing of another.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.core.tables import (
    CellKind,
    CellRefused,
    Draft,
    Table,
    TableColumn,
    because,
    cells,
    read_table,
    without_line,
)
from massicot.persons.rules.persons import IDENTIFIER_LENGTH, UnavailabilityKind

LONGEST_DAYS = 366


class EndsBeforeItStarts(Refused):
    sentence = N_("These days end on {ends_on}, before they start on {starts_on}: type them again.")


class LongerThanAYear(Refused):
    sentence = N_(
        "From {starts_on} to {ends_on} is more than a year: check the years. For somebody who is not called any more, "
        "set the person aside."
    )


class DaysDeclared(Refused):
    sentence = N_("These days are declared already for {identifier}: take them back first to give another kind.")


class UnavailabilityGone(Refused):
    sentence = N_("These days were taken back already: reload the page.")


@dataclass(frozen=True, slots=True)
class UnavailabilityDeclared(Fact):
    journal_word = N_("days declared on which a person cannot be called")
    identifier: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, slots=True)
class UnavailabilityTakenBack(Fact):
    """Days on which a person could not be called were taken back."""

    journal_word = N_("days taken back on which a person could not be called")
    identifier: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, slots=True)
class UnavailabilityImported(Fact):
    journal_word = N_("unavailability imported")
    new: int
    changed: int
    same: int
    file_sha256: str


def check_days(starts_on: date, ends_on: date) -> None:
    """Refuse days in the wrong order, or more than a year of them; raise EndsBeforeItStarts, LongerThanAYear."""
    if ends_on < starts_on:
        raise EndsBeforeItStarts(starts_on=f"{starts_on:%d/%m/%Y}", ends_on=f"{ends_on:%d/%m/%Y}")
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        raise LongerThanAYear(starts_on=f"{starts_on:%d/%m/%Y}", ends_on=f"{ends_on:%d/%m/%Y}")


NOBODY = N_("Nobody has this identifier: read it again, or enter the person first.")
ENDS_FIRST = N_("These days end before they start: check both dates.")
TOO_LONG = N_("These are more days than a year has: check the years.")
DAYS_TWICE = N_("These days of {identifier} stand already on line {first}: keep one of the two lines.")

KIND_WORDS = {
    "conge": UnavailabilityKind.LEAVE,
    "temps-partiel": UnavailabilityKind.PART_TIME,
    "autre-examen": UnavailabilityKind.OTHER_EXAM,
    "formation": UnavailabilityKind.TRAINING,
    "autre": UnavailabilityKind.OTHER,
}
"""How the column of reasons calls each kind."""

WORD_OF_KIND = {kind: word for word, kind in KIND_WORDS.items()}


class UnavailabilityRow(NamedTuple):
    """One line of the table."""

    identifier: str
    starts_on: date
    ends_on: date
    kind: UnavailabilityKind

    @property
    def key(self) -> str:
        """Name the days of a person: what a line is known by."""
        return key_of_days(self.identifier, self.starts_on, self.ends_on)


def key_of_days(identifier: str, starts_on: date, ends_on: date) -> str:
    """Name the days of a person as a line does."""
    return f"{identifier} {starts_on:%d/%m/%Y}-{ends_on:%d/%m/%Y}"


UnavailabilityTable = Table[UnavailabilityRow]


def columns(identifiers: Collection[str] | None = None) -> tuple[TableColumn, ...]:
    """Declare the columns, in the order of a row; `identifiers`: those that somebody has, None when not known yet."""
    return (
        TableColumn(name="identifiant", kind=_identifier(identifiers), is_required=True, is_compared=True),
        TableColumn(name="du", kind=CellKind(cells.read_date), is_required=True),
        TableColumn(name="au", kind=CellKind(cells.read_date), is_required=True),
        TableColumn(name="motif", kind=cells.one_of(KIND_WORDS), is_required=True),
    )


def read_unavailability(content: bytes, file_name: str, *, identifiers: Collection[str]) -> UnavailabilityTable:
    """Read a table of unavailability; raise TableRefused with every fault."""
    draft = read_table(content, file_name, columns(identifiers), without_line(UnavailabilityRow._make))
    _doubt_days(draft)
    return draft.settle(content)


def _identifier(identifiers: Collection[str] | None) -> CellKind:
    plain = cells.text(IDENTIFIER_LENGTH)

    def read(cell: str) -> object:
        identifier = plain.read(cell)
        if identifiers is not None and identifier not in identifiers:
            raise CellRefused(because(NOBODY))
        return identifier

    return CellKind(read)


def _doubt_days(draft: Draft[UnavailabilityRow]) -> None:
    """Find fault with days in the wrong order, too many, or told twice; a file with other faults tells those first."""
    firsts: dict[str, int] = {}
    for row, line in zip(draft.rows, draft.lines, strict=False):
        ends = f"{row.ends_on:%d/%m/%Y}"
        if row.ends_on < row.starts_on:
            draft.findings.fault(line, "au", ends, because(ENDS_FIRST))
        elif (row.ends_on - row.starts_on).days >= LONGEST_DAYS:
            draft.findings.fault(line, "au", ends, because(TOO_LONG))
        first = firsts.setdefault(row.key, line)
        if first != line:
            reason = because(DAYS_TWICE, identifier=row.identifier, first=first)
            draft.findings.fault(line, "identifiant", row.identifier, reason)
