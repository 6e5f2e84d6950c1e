"""Dated tables with their legal text: read from files of the package, refused whole where one of them is unsound.

A table is a list of rows, each in force from one day to another, the last one without an end. A row names the text that
it comes from, and whether somebody who answers for it has confirmed it: what is from memory, or inferred, is carried as
to be confirmed on every page and paper. Amounts are written in euros with a point, and held in cents.

Rows of one key follow one another without a hole and without an overlap. What is in force is chosen by the local day of
the mission, never by the day on which it is typed.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

from massicot.core.refused import N_, Refused

_DAY = timedelta(days=1)


class Sureness(StrEnum):
    """How sure a row is."""

    CONFIRMED = "confirmed"
    TO_CONFIRM = "to-confirm"


class TableUnsound(Refused):
    """A table of rates that cannot be used, with each of its faults."""

    sentence = N_("The table {table} cannot be used: {faults}.")


class RateMissing(Refused):
    sentence = N_("The table {table} says nothing of {key} on {day}: tell the rate of that day, with its text.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRow:
    """One row: its key, its values, from which day to which it is in force (None: still), its text, how sure it is."""

    key: str
    values: Mapping[str, Any]
    since: date
    until: date | None
    text: str
    sureness: Sureness

    @property
    def is_to_confirm(self) -> bool:
        return self.sureness is Sureness.TO_CONFIRM

    def is_in_force(self, day: date) -> bool:
        """Say whether it is in force on a local day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def cents(self, name: str) -> int:
        """Give an amount of it, in cents."""
        return cents_of(self.values[name])


@dataclass(frozen=True, slots=True)
class DatedTable:
    """A sound table, by name; its rows by key and day."""

    name: str
    rows: Sequence[DatedRow]

    @property
    def keys(self) -> list[str]:
        return sorted({row.key for row in self.rows})

    def row_on(self, day: date, key: str = "") -> DatedRow:
        """Find the row of a key that is in force on a local day; raise RateMissing."""
        found = self.find_on(day, key)
        if found is None:
            raise RateMissing(table=self.name, key=key or self.name, day=f"{day:%d/%m/%Y}")
        return found

    def find_on(self, day: date, key: str = "") -> DatedRow | None:
        """Find the row of a key that is in force on a local day; None where the table says nothing of that day."""
        return next((row for row in self.rows if row.key == key and row.is_in_force(day)), None)


def read_table(name: str, text: str) -> DatedTable:
    """Read a table from its file; raise TableUnsound with every fault that it has."""
    try:
        told = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as fault:
        raise TableUnsound(table=name, faults=str(fault)) from None
    rows, faults = [], []
    for rank, row in enumerate(told.get("row", []), start=1):
        try:
            rows.append(_row(row))
        except (KeyError, ValueError, TypeError) as fault:
            faults.append(f"{rank}: {fault}")
    faults += list(_faults(rows))
    if faults or not rows:
        raise TableUnsound(table=name, faults="; ".join(faults) or "0")
    return DatedTable(name, sorted(rows, key=lambda row: (row.key, row.since)))


def check_table(table: DatedTable) -> None:
    """Refuse a table with a hole, an overlap, an amount below zero or no source; raise TableUnsound."""
    if faults := list(_faults(table.rows)):
        raise TableUnsound(table=table.name, faults="; ".join(faults))


@dataclass(frozen=True, slots=True)
class Hole:
    """Days between two rows of a key of which their table says nothing, the first and the last among them."""

    key: str
    since: date
    until: date

    def is_within(self, other: "Hole") -> bool:
        return self.key == other.key and other.since <= self.since and self.until <= other.until


def holes_of(table: DatedTable) -> Iterator[Hole]:
    """Find the days of which a table says nothing between two of its rows."""
    for before, after in pairwise(sorted(table.rows, key=lambda row: (row.key, row.since))):
        if before.key == after.key and before.until is not None and before.until + _DAY < after.since:
            yield Hole(after.key, before.until + _DAY, after.since - _DAY)


def cents_of(euros: Decimal | int) -> int:
    """Write an amount in cents: 2.47 → 247; raise ValueError of a part of a cent."""
    cents = Decimal(euros) * 100
    if cents != cents.to_integral_value():
        message = f"{euros}"
        raise ValueError(message)
    return int(cents)


_FIXED = {"key", "from", "until", "text", "sure"}


def _row(told: Mapping[str, Any]) -> DatedRow:
    values = {name: value for name, value in told.items() if name not in _FIXED}
    return DatedRow(
        key=told.get("key", ""),
        values=values,
        since=told["from"],
        until=told.get("until"),
        text=told.get("text", "").strip(),
        sureness=Sureness(told.get("sure", Sureness.TO_CONFIRM)),
    )


def _faults(rows: Iterable[DatedRow]) -> Iterable[str]:
    by_key: dict[str, list[DatedRow]] = defaultdict(list)
    for row in rows:
        where = f"{row.key} {row.since:%d/%m/%Y}".strip()
        if not row.text:
            yield f"{where}: no text"
        if any(isinstance(value, Decimal | int) and value < 0 for value in row.values.values()):
            yield f"{where}: below zero"
        if row.until is not None and row.until < row.since:
            yield f"{where}: ends before it begins"
        by_key[row.key].append(row)
    for key, own in sorted(by_key.items()):
        yield from _gaps(key, sorted(own, key=lambda row: row.since))


def _gaps(key: str, rows: Sequence[DatedRow]) -> Iterable[str]:
    """Tell the holes and the overlaps between rows of one key, in their order."""
    for before, after in pairwise(rows):
        where = f"{key} {after.since:%d/%m/%Y}".strip()
        if before.until is None or before.until >= after.since:
            yield f"{where}: overlap"
        elif before.until + _DAY != after.since:
            yield f"{where}: hole"
