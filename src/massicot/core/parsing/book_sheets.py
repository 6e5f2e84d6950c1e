"""An XLSX file as rows: one sheet for each worksheet in sight. Runs in the process that reads the file.

The library that opens it lays each worksheet out whole, with all that lies between its cells, wherever the file says
that they are: it asks for 549 GB when told to, and dies of it. That is what the process is for.
"""

import codecs
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import IO, NamedTuple

import python_calamine as calamine

from massicot.core.parsing import told_rows
from massicot.core.parsing.confinement import Told, Unreadable
from massicot.core.parsing.told_rows import Broken, Rows

UNPACKED_AT_MOST = 1 << 30
PIECE, LONGEST_FORMULA = 1 << 20, 1 << 14
"""Bytes of a worksheet that are looked at together, and of a formula: spreadsheets take 8,192 signs."""

NAMES_IN_ARCHIVES = codecs.lookup("cp437").name
"""How an archive may name its parts, looked up while its module can still be loaded: later, no file is opened."""

_WITHOUT_RESULT = re.compile(
    rb'<c r="[A-Z]+(?P<line>[0-9]+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
"""A formula as a program writes it that is no spreadsheet: with nothing of what it comes to."""

_DAMAGES = (
    calamine.CalamineError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
"""What a damaged or protected archive raises, depending on where the damage is."""


class BookSheet(NamedTuple):
    """The rows of one worksheet of an XLSX file."""

    worksheet: calamine.CalamineSheet

    @property
    def title(self) -> str:
        return self.worksheet.name

    def numbered_rows(self, broken: Broken) -> Rows:
        """Give each row with the number that the spreadsheet shows; no line of a worksheet is ever broken."""
        del broken
        for line, row in enumerate(self.worksheet.iter_rows(), start=1):
            yield line, [_cell_text(cell) for cell in row]


def tell(content: bytes, questions: Iterable[int]) -> Told:
    """Tell the rows of a file."""
    return told_rows.tell(sheets_of(content), questions)


def sheets_of(content: bytes) -> list[BookSheet]:
    """List the worksheets in sight of an XLSX file; raise Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED_AT_MOST:
                raise Unreadable("too_vast")
            _refuse_formulas(archive)
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [BookSheet(book.get_sheet_by_name(name)) for name in _names_in_sight(book)]
    except _DAMAGES:
        raise Unreadable("unreadable_book") from None


def _refuse_formulas(archive: zipfile.ZipFile) -> None:
    """Refuse formulas that came without their results: they would be read as empty cells, which erase."""
    for part in archive.namelist():
        if part.startswith("xl/worksheets/"):
            with archive.open(part) as file:
                _refuse_formulas_in(file)


def _refuse_formulas_in(file: IO[bytes]) -> None:
    seen = b""
    while piece := file.read(PIECE):
        # A formula may lie across two pieces.
        seen = seen[-LONGEST_FORMULA:] + piece
        if (cell := _WITHOUT_RESULT.search(seen)) is not None:
            raise Unreadable("formula", int(cell["line"]))


def _names_in_sight(book: calamine.CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet and sheet.visible == calamine.SheetVisibleEnum.Visible
    ]


def _cell_text(cell: object) -> str:
    """Write a cell of a worksheet as a clerk would type it in a CSV file."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "oui" if cell else "non"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, date):
        return _date_text(cell)
    return str(cell)


def _date_text(day: date) -> str:
    """Write dd/mm/yyyy, and the hour only when there is one."""
    written = f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
    is_instant = isinstance(day, datetime) and (day.hour or day.minute or day.second)
    return f"{written} {day:%H:%M}" if is_instant else written
