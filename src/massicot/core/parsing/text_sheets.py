"""A CSV file as rows: one sheet for each separator that it might use. Runs in the process that reads the file."""

import codecs
import csv
import re
from collections.abc import Iterable
from typing import NamedTuple

from massicot.core.parsing import told_rows
from massicot.core.parsing.confinement import Told, Unreadable
from massicot.core.parsing.text_lines import BoundedLines, Undecodable, decoded_pieces
from massicot.core.parsing.told_rows import FIELD, QUOTES, VAST, WIDE, Broken, Rows

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
        lines = BoundedLines(self.content, self.encoding)
        csv.field_size_limit(FIELD)
        reader = csv.reader(lines, delimiter=self.separator, strict=True)
        line = 1
        while True:
            try:
                for row in reader:
                    if lines.was_cut:
                        broken.append((line, WIDE))
                    yield line, [] if lines.was_cut else row
                    lines.was_cut = False
                    line = reader.line_num + 1
            except csv.Error as failure:
                # The module has one exception for all; this is what it says of a cell beyond its bound.
                broken.append((line, VAST if "field larger" in str(failure) else QUOTES))
                lines.was_cut = False
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
    _look_through(content, encoding)
    return [TextSheet(content, encoding, separator) for separator in SEPARATORS]


def _encoding_of(content: bytes) -> str:
    """Find how the text is written; refuse what is no text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # The "Unicode text" of a spreadsheet, which says with its first two bytes how it is written.
        if _fault_of(content, UTF_16) is not None:
            raise Unreadable("encoding")
        return UTF_16
    if (place := content.find(b"\x00")) >= 0:
        raise Unreadable("not_text", content.count(b"\n", 0, place) + 1)
    fault = _fault_of(content, UTF_8)
    if fault is None:
        return UTF_8
    if not content.startswith(codecs.BOM_UTF8):
        fault = _fault_of(content, WINDOWS)
    if fault is not None:
        raise Unreadable("encoding", content.count(b"\n", 0, fault) + 1)
    return WINDOWS


def _fault_of(content: bytes, encoding: str) -> int | None:
    """Find the first byte that is not written so; None when all are."""
    try:
        for _ in decoded_pieces(content, encoding):
            pass
    except Undecodable as failure:
        return failure.place
    return None


def _look_through(content: bytes, encoding: str) -> None:
    """Refuse a text that holds what no text does, that was garbled on its way, or that has too many lines."""
    line, last = 1, ""
    for piece in decoded_pieces(content, encoding):
        # What is looked for may lie across two pieces.
        text = last + piece
        line -= _count_breaks(last)
        if (place := text.find("\x00")) >= 0:
            raise Unreadable("not_text", line + _count_breaks(text[:place]))
        if (garbled := _GARBLED.search(text)) is not None:
            raise Unreadable("garbled", line + _count_breaks(text[: garbled.start()]), seen=garbled.group())
        line += _count_breaks(text)
        last = text[-1:]
        # The line that begins where the file ends is none.
        told_rows.check_line(line - 1)


def _count_breaks(text: str) -> int:
    """Count the ends of lines, however they are written."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")
