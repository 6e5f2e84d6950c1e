"""Tables out: CSV that a spreadsheet opens right and cannot be tricked by (contract.md §4).

UTF-8 with BOM, `;`, quoted where needed; a cell that a spreadsheet would take for a formula gets an apostrophe before
it, which shows in no spreadsheet and keeps the text as text.
"""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return (BOM + text.getvalue()).encode()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
