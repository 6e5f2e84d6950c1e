"""Tables out: CSV and sheets that a spreadsheet opens right and cannot be tricked by (contract.md §4).

CSV: UTF-8 with BOM, `;`, quoted where needed; a cell that a spreadsheet would take for a formula gets an apostrophe
before it, which shows in no spreadsheet and keeps the text as text.

Sheets: every cell says itself that it is text, so that nothing is guarded; nothing is left out of it either: what XML
cannot hold is written as the format has it (`_x000D_`). The same tables give the same bytes.
"""

import csv
import io
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from massicot.core.zipping import WRITTEN_ON

FORMULA_STARTS = re.compile(
    "[\t\r\n]|[\\s\u00ad\u200b-\u200f\u2060\ufeff]*[-=+@\uff0d\uff1d\uff0b\uff20\ufe63\ufe66\ufe62\ufe6b]"
)
"""What a spreadsheet may take for a formula: it skips leading blanks, and reads full-width signs as narrow ones."""

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
AS_TEXT = "@"
"""The shape of a cell of text: what is typed over it later is no formula either, and keeps its leading zero."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")

Row = Sequence[object]


def write_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    return BOM.encode() + csv_lines(chain([columns], rows))


def csv_lines(rows: Iterable[Row]) -> bytes:
    """Write the lines of a table as they stand in its CSV, without the line of the columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode()


def _cell(value: object) -> str:
    text = _text(value)
    return f"'{text}" if FORMULA_STARTS.match(text) else text


def _text(value: object) -> str:
    return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class SheetFigure:
    """A number, and how a sheet shows it: `00` shows 9 as 09."""

    value: int | float
    shape: str


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """One sheet of a book: its columns and rows, and how wide some columns are shown."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Row]
    widths: Sequence[int] = field(default_factory=tuple)


def write_xlsx(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write a table as a sheet: figures are figures, and everything else is text, formulas too."""
    return write_book([WrittenSheet("Sheet", columns, rows)])


def write_book(sheets: Iterable[WrittenSheet]) -> bytes:
    """Write several tables as the sheets of one book."""
    book = Workbook(write_only=True)
    # One date for every book and for every file in it, so that the same tables give the same bytes.
    book.properties.creator = "Massicot"
    book.properties.created = book.properties.modified = datetime(*WRITTEN_ON, tzinfo=UTC)
    for sheet in sheets:
        _draw(book.create_sheet(sheet.title), sheet)
    opened = io.BytesIO()
    ExcelWriter(book, _Undated(opened, "w", ZIP_DEFLATED)).save()
    return opened.getvalue()


def _draw(page: Any, sheet: WrittenSheet) -> None:
    page.freeze_panes = "A2"
    for place, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    pen = _Pen(page)
    for row in chain([sheet.columns], sheet.rows):
        page.append(pen.cells(row))


class _Pen:
    """Writes the cells of one sheet: each is done with when the next is asked for, and serves again."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._shaped: dict[str, Any] = {}

    def cells(self, row: Row) -> Iterator[object]:
        """Give the cells of one row, one after the other."""
        for value in row:
            yield value if isinstance(value, int | float) else self._cell(value)

    def _cell(self, value: object) -> object:
        if value is None or value == "":
            return None
        if isinstance(value, SheetFigure):
            figure = self._of_shape(value.shape)
            figure.value = value.value
            return figure
        cell = self._of_shape(AS_TEXT)
        cell.value = _NOT_IN_XML.sub(_escape, _text(value))
        cell.data_type = "s"
        return cell

    def _of_shape(self, shape: str) -> Any:
        if shape not in self._shaped:
            self._shaped[shape] = WriteOnlyCell(self._page)
            self._shaped[shape].number_format = shape
        return self._shaped[shape]


def _escape(sign: re.Match[str]) -> str:
    return f"_x{ord(sign[0]):04X}_"


class _Undated(ZipFile):
    """An archive whose files have no date of their own."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Write a file that is in memory."""
        super().writestr(ZipInfo(zinfo_or_arcname, WRITTEN_ON), data, ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Write a file that is on the disk, part by part."""
        there = ZipInfo(arcname, WRITTEN_ON)
        there.compress_type = ZIP_DEFLATED
        with Path(filename).open("rb") as opened, self.open(there, "w", force_zip64=True) as written:
            shutil.copyfileobj(opened, written)
