"""The rows of a table as a reader tells them: the first of each sheet at once, all of one when asked for it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from massicot.core.parsing.confinement import Told, Unreadable

HEADER_WITHIN = 15
"""A header stands in the first lines: below a title, a date, or the eight lines of a Cyclades preamble."""

WIDEST, LONGEST = 1000, 1000
"""Cells of a row and signs of a cell beyond which nothing is told: no table of the trade comes near."""

LINES_AT_MOST = 500_000
"""Lines of a table: two and a half times all candidates of a national session, which a worker holds in 500 MB."""

FIELD = 1 << 17
"""Signs of a cell beyond which a CSV file is no longer read as it stands: most often a quotation mark is not closed."""

QUOTES, VAST, WIDE = "quotes", "vast", "wide"
"""Why a line is broken: its quotation marks do not pair, one of its cells has no end, or it has too many cells."""

ROWS_AT_ONCE, SIGNS_AT_ONCE = 1000, 1 << 20
CUT = "…"
"""Ends a cell that was cut: no column takes such a cell, and none so long."""

Rows = Iterator[tuple[int, list[str]]]
Broken = list[tuple[int, str]]
"""Lines that make no sense, each with why."""


class WholeSheet(Protocol):
    """A table as it might stand in a file, in the process that reads the file."""

    @property
    def title(self) -> str:
        """Give the name by which a clerk knows it, empty for a CSV file."""
        ...

    def numbered_rows(self, broken: Broken) -> Rows:
        """Give each row with its line in the file; add to `broken` the lines that make no sense."""
        ...


def tell(sheets: Sequence[WholeSheet], questions: Iterable[int]) -> Told:
    """Tell the title and the first rows of each sheet, then all rows of those asked for by their place."""
    for sheet in sheets:
        top = [(line, _cut(row)) for line, row in islice(sheet.numbered_rows([]), HEADER_WITHIN)]
        yield {"type": "sheet", "title": sheet.title, "top": top}
    yield None
    for number in questions:
        yield from _parts(sheets[number])
        yield None


def _parts(sheet: WholeSheet) -> Iterator[object]:
    """Tell the rows that have something in them, so many at a time; a broken one is there without its cells."""
    broken: Broken = []
    rows: list[tuple[int, list[str]]] = []
    signs = 0
    for line, row in sheet.numbered_rows(broken):
        check_line(line)
        length = sum(map(len, row))
        if length and len(row) > WIDEST and any(map(str.strip, row[WIDEST:])):
            broken.append((line, WIDE))
            length = 0
        if broken and broken[-1][0] == line:
            rows.append((line, []))
        elif length:
            rows.append((line, row if length <= LONGEST and len(row) <= WIDEST else _cut(row)))
            signs += length
        if len(rows) >= ROWS_AT_ONCE or signs >= SIGNS_AT_ONCE:
            yield {"type": "rows", "rows": rows, "broken": broken}
            rows, signs = [], 0
            broken.clear()
    yield {"type": "rows", "rows": rows, "broken": broken}


def check_line(line: int) -> None:
    """Raise Unreadable for a line that no table should have."""
    if line > LINES_AT_MOST:
        raise Unreadable("too_long", LINES_AT_MOST + 1)


def _cut(row: Sequence[str]) -> list[str]:
    return [cell if len(cell) <= LONGEST else _shorten(cell.strip()) for cell in row[:WIDEST]]


def _shorten(cell: str) -> str:
    return cell if len(cell) <= LONGEST else cell[: LONGEST - 1] + CUT
