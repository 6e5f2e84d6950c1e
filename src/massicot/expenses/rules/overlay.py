"""What the office says of a rate stands before what the package says of the same day.

The office enters a later rate with its text, or takes over what the package says and answers for it; a second person
confirms. From then on the office's row holds on each of its days, and a later one of the office's before an earlier
one. What they leave of a row of the package holds around them, and a row that holds on no day any more is listed as
hidden: nothing of it is changed, and a new version of the program never undoes what the office said.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from massicot.expenses.rules.tables import DatedRow, DatedTable

_DAY = timedelta(days=1)


def overlay(package: DatedTable, own: Sequence[DatedRow]) -> DatedTable:
    """Give the table that holds: the office's rows in the order of their days, and what they leave of the package's."""
    rows = list(package.rows)
    for mine in sorted(own, key=lambda row: row.since):
        rows = [part for row in rows for part in _without(row, mine)] + [mine]
    return DatedTable(package.name, sorted(rows, key=lambda row: (row.key, row.since)))


def hidden_by(package: DatedTable, own: Sequence[DatedRow]) -> list[DatedRow]:
    """List the rows of the package that hold on no day any more."""
    left = [row for row in overlay(package, own).rows if row not in own]
    return [row for row in package.rows if not any(_is_part(part, row) for part in left)]


def _without(row: DatedRow, mine: DatedRow) -> list[DatedRow]:
    """Cut the days of another row of its key out of a row."""
    if row.key != mine.key or _is_apart(row, mine.since, mine.until):
        return [row]
    parts = [replace(row, until=mine.since - _DAY)] if row.since < mine.since else []
    if mine.until is not None and (row.until is None or mine.until < row.until):
        parts.append(replace(row, since=mine.until + _DAY))
    return parts


def _is_part(part: DatedRow, row: DatedRow) -> bool:
    return replace(part, since=row.since, until=row.until) == row


def _is_apart(row: DatedRow, since: date, until: date | None) -> bool:
    return (row.until is not None and row.until < since) or (until is not None and until < row.since)
