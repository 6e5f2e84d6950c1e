"""What the office says of a rate stands before what the package says of the same day.

The office enters a later rate with its text, or takes over what the package says and answers for it; a second person
confirms. From then on the office's row holds on each of its days. The package's row holds on the days around it, and is
listed as hidden on those that it lost: nothing of it is changed, and a new version of the program never undoes what the
office said.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from massicot.expenses.rules.tables import DatedRow, DatedTable

_DAY = timedelta(days=1)


def overlay(package: DatedTable, own: Sequence[DatedRow]) -> DatedTable:
    """Give the table that holds: the office's rows, and the package's on the days that these leave."""
    rows = [part for row in package.rows for part in _left_of(row, [mine for mine in own if mine.key == row.key])]
    return DatedTable(package.name, sorted([*own, *rows], key=lambda row: (row.key, row.since)))


def hidden_by(package: DatedTable, own: Sequence[DatedRow]) -> list[DatedRow]:
    """List the rows of the package that hold on no day any more."""
    return [row for row in package.rows if not _left_of(row, [mine for mine in own if mine.key == row.key])]


def _left_of(row: DatedRow, own: Sequence[DatedRow]) -> list[DatedRow]:
    """Cut the days of other rows out of a row."""
    parts = [row]
    for mine in own:
        parts = [part for whole in parts for part in _without(whole, mine.since, mine.until)]
    return parts


def _without(row: DatedRow, since: date, until: date | None) -> list[DatedRow]:
    ends_before = row.until is not None and row.until < since
    if ends_before or (until is not None and until < row.since):
        return [row]
    before = [replace(row, until=since - _DAY)] if row.since < since else []
    reaches = until is not None and (row.until is None or until < row.until)
    after = [replace(row, since=until + _DAY)] if reaches and until is not None else []
    return before + after
