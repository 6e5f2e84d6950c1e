"""Bytes into numbered rows of text: every way in which a file might be a table.

A CSV file gives one sheet for each separator that it might use, an XLSX file one for each worksheet in sight; the
reader takes the sheet that holds a known header. The same rows may be walked several times.
"""

import codecs
import csv
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn, Protocol

import python_calamine as calamine

from massicot.core.refused import N_
from massicot.core.tables import strangers
from massicot.core.tables.faults import Findings, because

SEPARATORS = (";", ",", "\t")
XLSX_START = b"PK\x03\x04"
CELLS_AT_MOST = 12_000_000
"""Calamine lays a worksheet out whole: one stray cell in the last corner would ask for 500 GB."""
UNPACKED_AT_MOST = 1 << 30
BLOCK, OVERLAP = 1 << 20, 1 << 10
LETTERS, COLUMN_LETTERS, ROW_DIGITS = 26, 7, 12
"""A place may be written with more letters or digits than any spreadsheet has: so many of them tell enough."""

FILE_EMPTY = N_("The file is empty: choose the file that holds the table.")
FILE_NOT_TEXT = N_("The file is neither a CSV nor an XLSX table: export it again in one of these formats.")
ENCODING_UNKNOWN = N_("This line is neither UTF-8 nor Windows-1252: export the table again as CSV UTF-8.")
ACCENTS_GARBLED = N_("The accents of this line were garbled ({seen}): export the table again as CSV UTF-8.")
BOOK_UNREADABLE = N_("The XLSX file cannot be read: open it in a spreadsheet and save it again, without password.")
BOOK_TOO_VAST = N_("A worksheet of the XLSX file is too vast: delete its stray cells, or save it as CSV.")

_AFTER_LEAD = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore"))
_GARBLED = re.compile(f"Ã[{_AFTER_LEAD}]")
"""What the two bytes of an accented letter in UTF-8 look like when they are read as two letters of Windows-1252."""
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")
"""The place of a row ("12") or of a cell ("C12") in a worksheet."""

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

Rows = Iterator[tuple[int, list[str]]]


class TableSheet(Protocol):
    """A table as it might stand in a file."""

    @property
    def title(self) -> str:
        """Give the name by which a clerk knows it, empty for a CSV file."""
        ...

    def numbered_rows(self, broken: list[int]) -> Rows:
        """Give each row with its line in the file; add to `broken` the lines whose quotes make no sense."""
        ...


@dataclass(frozen=True, slots=True)
class TextSheet:
    """The rows of a CSV file, cut at one separator."""

    content: bytes
    encoding: str
    separator: str

    @property
    def title(self) -> str:
        """Give no name: a CSV file holds one table."""
        return ""

    def numbered_rows(self, broken: list[int]) -> Rows:
        """Give each row with the line where it starts, and a row without cells for a broken one."""
        stream = io.TextIOWrapper(io.BytesIO(self.content), encoding=self.encoding, newline="")
        reader = csv.reader(stream, delimiter=self.separator, strict=True)
        line = 1
        while True:
            try:
                for row in reader:
                    yield line, row
                    line = reader.line_num + 1
            except csv.Error:
                broken.append(line)
                yield line, []
                line = reader.line_num + 1
            else:
                return


@dataclass(frozen=True, slots=True)
class BookSheet:
    """The rows of one worksheet of an XLSX file."""

    worksheet: calamine.CalamineSheet

    @property
    def title(self) -> str:
        """Give the name on the worksheet's tab."""
        return self.worksheet.name

    def numbered_rows(self, broken: list[int]) -> Rows:
        """Give each row with the number that the spreadsheet shows; no line of a worksheet is ever broken."""
        del broken
        for line, row in enumerate(self.worksheet.iter_rows(), start=1):
            yield line, [_cell_text(cell) for cell in row]


def sheets_of(content: bytes, findings: Findings) -> list[TableSheet]:
    """List every way to read a file as a table; raise TableRefused when there is none."""
    if not content.strip(b"\x00\t\n\r " + codecs.BOM_UTF8):
        findings.refuse_file(1, because(FILE_EMPTY))
    if content.startswith(XLSX_START):
        return _book_sheets(content, findings)
    if (reason := strangers.reason_against(content)) is not None:
        findings.refuse_file(1, reason)
    encoding = _encoding_of(content, findings)
    return [TextSheet(content, encoding, separator) for separator in SEPARATORS]


def _encoding_of(content: bytes, findings: Findings) -> str:
    """Find how the text is written; refuse what is no text, or was garbled on its way."""
    if (line := _line_of(content, content.find(b"\x00"))) is not None:
        findings.refuse_file(line, because(FILE_NOT_TEXT))
    try:
        encoding = "utf-8-sig"
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        encoding = "cp1252"
        decoded = _decoded_as_windows(content, failure, findings)
    if (garbled := _GARBLED.search(decoded)) is not None:
        line = decoded.count("\n", 0, garbled.start()) + 1
        findings.refuse_file(line, because(ACCENTS_GARBLED, seen=garbled.group()))
    return encoding


def _decoded_as_windows(content: bytes, failure: UnicodeDecodeError, findings: Findings) -> str:
    if content.startswith(codecs.BOM_UTF8):
        _refuse_encoding(content, failure.start + len(codecs.BOM_UTF8), findings)
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as second:
        _refuse_encoding(content, second.start, findings)


def _refuse_encoding(content: bytes, place: int, findings: Findings) -> NoReturn:
    findings.refuse_file(content.count(b"\n", 0, place) + 1, because(ENCODING_UNKNOWN))


def _line_of(content: bytes, place: int) -> int | None:
    return None if place < 0 else content.count(b"\n", 0, place) + 1


def _book_sheets(content: bytes, findings: Findings) -> list[TableSheet]:
    """List the worksheets in sight of an XLSX file."""
    try:
        if _is_too_vast(content):
            findings.refuse_file(1, because(BOOK_TOO_VAST))
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [BookSheet(book.get_sheet_by_name(name)) for name in _names_in_sight(book)]
    except _DAMAGES:
        findings.refuse_file(1, because(BOOK_UNREADABLE))


def _names_in_sight(book: calamine.CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet and sheet.visible == calamine.SheetVisibleEnum.Visible
    ]


def _is_too_vast(content: bytes) -> bool:
    """Say whether a worksheet would not fit in memory, from the places of its cells; raise BadZipFile."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > UNPACKED_AT_MOST:
            return True
        parts = [name for name in archive.namelist() if name.lower().startswith("xl/worksheets/")]
        return any(_area(archive, part) > CELLS_AT_MOST for part in parts)


def _area(archive: zipfile.ZipFile, part: str) -> int:
    """Count the cells of the rectangle that a worksheet covers."""
    columns: set[bytes] = set()
    height, rest = 1, b""
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            piece = rest + block
            places = _PLACE.findall(piece)
            columns.update(letters for letters, _ in places)
            height = max([height, *(int(row[:ROW_DIGITS]) for row in {row for _, row in places})])
            rest = piece[-OVERLAP:]
    return height * max(map(_column_number, columns), default=1)


def _column_number(letters: bytes) -> int:
    """Count the columns up to the one of these letters: A is 1, AA is 27, XFD is 16,384; none is 0."""
    number = 0
    for letter in letters[:COLUMN_LETTERS].upper():
        number = number * LETTERS + letter - ord("A") + 1
    return number


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
