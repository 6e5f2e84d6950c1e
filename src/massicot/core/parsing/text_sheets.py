"""A CSV file as rows: one sheet for each separator that it might use. Runs in the process that reads the file."""

import codecs
import csv
import io
import re
from collections.abc import Iterable
from typing import NamedTuple, NoReturn

from massicot.core.parsing import told_rows
from massicot.core.parsing.confinement import Told, Unreadable
from massicot.core.parsing.told_rows import FIELD, QUOTES, VAST, Broken, Rows

SEPARATORS = (";", ",", "\t")
WINDOWS = codecs.lookup("cp1252").name
UTF_8 = codecs.lookup("utf-8-sig").name
UTF_16 = codecs.lookup("utf-16").name
"""Looked up while their modules can still be loaded: later, no file is opened."""

_AFTER_LEAD = re.escape(bytes(range(0x80, 0xC0)).decode(WINDOWS, "ignore"))
_GARBLED = re.compile(f"Ã[{_AFTER_LEAD}]")
"""What the two bytes of an accented letter in UTF-8 look like when they are read as two letters of Windows-1252."""


class TextSheet(NamedTuple):
    """The rows of a CSV file, cut at one separator."""

    content: bytes
    encoding: str
    separator: str

    @property
    def title(self) -> str:
        """Give no name: a CSV file holds one table."""
        return ""

    def numbered_rows(self, broken: Broken) -> Rows:
        """Give each row with the line where it starts, and a row without cells for a broken one."""
        stream = io.TextIOWrapper(io.BytesIO(self.content), encoding=self.encoding, newline="")
        csv.field_size_limit(FIELD)
        reader = csv.reader(stream, delimiter=self.separator, strict=True)
        line = 1
        while True:
            try:
                for row in reader:
                    yield line, row
                    line = reader.line_num + 1
            except csv.Error as failure:
                # The module has one exception for all; this is what it says of a cell beyond its bound.
                broken.append((line, VAST if "field larger" in str(failure) else QUOTES))
                yield line, []
                line = reader.line_num + 1
            else:
                return


def tell(content: bytes, questions: Iterable[int]) -> Told:
    """Tell the rows of a file."""
    return told_rows.tell(sheets_of(content), questions)


def sheets_of(content: bytes) -> list[TextSheet]:
    """List every way to read a text as a table; raise Unreadable."""
    encoding = _encoding_of(content)
    return [TextSheet(content, encoding, separator) for separator in SEPARATORS]


def _encoding_of(content: bytes) -> str:
    """Find how the text is written; refuse what is no text, or was garbled on its way."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _checked_utf_16(content)
    if (place := content.find(b"\x00")) >= 0:
        raise Unreadable("not_text", content.count(b"\n", 0, place) + 1)
    try:
        encoding = UTF_8
        decoded = content.decode(UTF_8)
    except UnicodeDecodeError as failure:
        encoding = WINDOWS
        decoded = _decoded_as_windows(content, failure)
    if (garbled := _GARBLED.search(decoded)) is not None:
        raise Unreadable("garbled", decoded.count("\n", 0, garbled.start()) + 1, seen=garbled.group())
    return encoding


def _checked_utf_16(content: bytes) -> str:
    """Take the "Unicode text" of a spreadsheet, which says with its first two bytes how it is written."""
    try:
        decoded = content.decode(UTF_16)
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None
    if (place := decoded.find("\x00")) >= 0:
        raise Unreadable("not_text", decoded.count("\n", 0, place) + 1)
    return UTF_16


def _decoded_as_windows(content: bytes, failure: UnicodeDecodeError) -> str:
    if content.startswith(codecs.BOM_UTF8):
        _refuse_encoding(content, failure.start + len(codecs.BOM_UTF8))
    try:
        return content.decode(WINDOWS)
    except UnicodeDecodeError as second:
        _refuse_encoding(content, second.start)


def _refuse_encoding(content: bytes, place: int) -> NoReturn:
    raise Unreadable("encoding", content.count(b"\n", 0, place) + 1)
