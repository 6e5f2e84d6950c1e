"""Bytes into numbered rows of text: every way in which a file might be a table, read in a process of its own.

A CSV file gives one sheet for each separator that it might use, an XLSX file one for each worksheet in sight; the
reader takes the sheet that holds a known header. The same rows may be walked several times while the file is open.
"""

import codecs
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import msgspec

from massicot.core.parsing import door
from massicot.core.parsing.told_rows import LINES_AT_MOST, Broken, Rows
from massicot.core.refused import N_
from massicot.core.tables.faults import Findings, Reason, because

PICTURE = N_(
    "The file is a picture ({kind}), and no table is read from a picture: export the table itself as CSV or XLSX."
)
PDF = N_("The file is a PDF document: ask for the table itself, exported as CSV or XLSX.")
OLD_DOCUMENT = N_("The file is an Office document of the old kind (XLS or DOC): open it and save it again as XLSX.")

_PICTURES = (
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
_BOXED = ((b"RIFF", 8, b"WEBP", "WebP"), (b"", 4, b"ftypheic", "HEIC"), (b"", 4, b"ftypmif1", "HEIC"))
"""Pictures that say what they are a little further: how they begin, where they say it, and what."""
_PDF, _OLD_DOCUMENT = b"%PDF-", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def reason_against(content: bytes) -> Reason | None:
    """Say what a file is instead of a table; None when it may be one."""
    if kind := _picture(content):
        return because(PICTURE, kind=kind)
    if content.startswith(_PDF):
        return because(PDF)
    return because(OLD_DOCUMENT) if content.startswith(_OLD_DOCUMENT) else None


def _picture(content: bytes) -> str:
    kinds = [kind for start, kind in _PICTURES if content.startswith(start)]
    kinds += [kind for start, at, word, kind in _BOXED if content.startswith(start) and content.startswith(word, at)]
    return kinds[0] if kinds else ""


XLSX_START = b"PK\x03\x04"
FILE_EMPTY = N_("The file is empty: choose the file that holds the table.")
FILE_NOT_TEXT = N_("The file is neither a CSV nor an XLSX table: export it again in one of these formats.")
ENCODING_UNKNOWN = N_("This line is neither UTF-8 nor Windows-1252: export the table again as CSV UTF-8.")
ACCENTS_GARBLED = N_("The accents of this line were garbled ({seen}): export the table again as CSV UTF-8.")
BOOK_UNREADABLE = N_("The XLSX file cannot be read: open it in a spreadsheet and save it again, without password.")
BOOK_TOO_VAST = N_("A worksheet of the XLSX file is too vast: delete its stray cells, or save it as CSV.")
LINES_TOO_MANY = N_(
    "The file has more than {most} lines: delete those that are empty, or split the table into several files."
)
FORMULAS_ALONE = N_("A formula of this line has no result: open the file in a spreadsheet and save it again.")
TEXT_TOO_VAST = N_("The file takes more time or memory to read than any table should: export the table again as CSV.")

BOOK, TEXT = "book_sheets", "text_sheets"
"""The parsers, by the names of their modules."""

TOO_VAST = {BOOK: BOOK_TOO_VAST, TEXT: TEXT_TOO_VAST}

READ_IN_S = 40
"""Seconds of a processor for 100 MB: a tenth of it is what they take."""
BOOK_MEMORY, TEXT_MEMORY = 320 << 20, 96 << 20
"""Bytes that a reader may take: for a book, which is unpacked, in all; for a text, beside the text itself.

With what a worker takes beside it, less than 500 MB; 200,000 lines of ten cells are read of a book within it.
"""

REASONS: Mapping[str, str] = {
    "not_text": FILE_NOT_TEXT,
    "encoding": ENCODING_UNKNOWN,
    "garbled": ACCENTS_GARBLED,
    "unreadable_book": BOOK_UNREADABLE,
    "formula": FORMULAS_ALONE,
    "too_vast": BOOK_TOO_VAST,
    "too_long": LINES_TOO_MANY,
}
"""The sentences that a reader may choose among: it writes none itself."""


class _Refusal(msgspec.Struct, tag="refusal"):
    reason: str
    line: int
    seen: str = ""


class _Sheet(msgspec.Struct, tag="sheet"):
    title: str
    top: list[tuple[int, list[str]]]


class _Rows(msgspec.Struct, tag="rows"):
    rows: list[tuple[int, list[str]]]
    broken: Broken


_DECODER = msgspec.json.Decoder(_Refusal | _Sheet | _Rows)


class TableSheet(Protocol):
    """A table as it might stand in a file."""

    @property
    def title(self) -> str:
        """Give the name by which a clerk knows it, empty for a CSV file."""
        ...

    @property
    def top(self) -> list[tuple[int, list[str]]]:
        """Give its first rows, each with its line in the file."""
        ...

    def numbered_rows(self, broken: Broken) -> Rows:
        """Give each row that has something in it, with its line; add to `broken` the lines that make no sense.

        Of those a row comes too, without cells, after its line was added.
        """
        ...


@dataclass(frozen=True, slots=True)
class SheetApart:
    """A table that another process reads."""

    title: str
    top: list[tuple[int, list[str]]]
    number: int
    conversation: door.Conversation
    findings: Findings

    def numbered_rows(self, broken: Broken) -> Rows:
        """Give each row that has something in it, with its line; add to `broken` the lines that make no sense."""
        self.conversation.ask(self.number)
        for told in _answer(self.conversation, self.findings):
            if not isinstance(told, _Rows):
                raise door.ReaderDied
            broken.extend(told.broken)
            yield from told.rows


@contextmanager
def sheets_of(content: bytes, findings: Findings) -> Iterator[list[TableSheet]]:
    """Open a file, and list every way to read it as a table; raise TableRefused when there is none.

    A reader that dies of the file, now or while rows are taken, is a refusal too. Raise ReaderNotStarted.
    """
    parser = parser_of(content, findings)
    try:
        with door.reader(parser, content, bounds_of(parser, len(content))) as conversation:
            yield sheets_told(conversation, findings)
    except door.ReaderDied:
        findings.refuse_file(1, because(TOO_VAST[parser]))


def bounds_of(parser: str, length: int) -> door.Bounds:
    """Tell what the reader of a file of so many bytes may take."""
    memory = BOOK_MEMORY if parser == BOOK else TEXT_MEMORY + length
    return door.Bounds(memory=memory, cpu_s=READ_IN_S, wall_s=300)


def parser_of(content: bytes, findings: Findings) -> str:
    """Name the parser for a file by how it begins; raise TableRefused when there is none."""
    if not content.strip(b"\x00\t\n\r " + codecs.BOM_UTF8 + codecs.BOM_UTF16):
        findings.refuse_file(1, because(FILE_EMPTY))
    if (reason := reason_against(content)) is not None:
        findings.refuse_file(1, reason)
    return BOOK if content.startswith(XLSX_START) else TEXT


def sheets_told(conversation: door.Conversation, findings: Findings) -> list[TableSheet]:
    """List the sheets that a reader tells of; raise TableRefused or ReaderDied."""
    sheets: list[TableSheet] = []
    for told in _answer(conversation, findings):
        if not isinstance(told, _Sheet):
            raise door.ReaderDied
        sheets.append(SheetApart(told.title, told.top, len(sheets), conversation, findings))
    return sheets


def _answer(conversation: door.Conversation, findings: Findings) -> Iterator[_Sheet | _Rows]:
    for line in conversation.answer():
        try:
            told = _DECODER.decode(line)
        except msgspec.DecodeError:
            raise door.ReaderDied from None
        if not isinstance(told, _Refusal):
            yield told
        elif told.reason in REASONS:
            findings.refuse_file(told.line, because(REASONS[told.reason], seen=told.seen, most=LINES_AT_MOST))
        else:
            raise door.ReaderDied
