"""A document that somebody hands in: read behind the door (decision 0013), which gives it back written anew.

A PDF, a JPEG or a PNG of ten megabytes at most. What is kept is what can be seen: no script, no file within the file,
no place where a picture was taken, no name of the program or of the person that made it. What cannot be looked through,
or would take more to show than any paper, is refused with what to do instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from massicot.core.parsing import door
from massicot.core.refused import N_, Refused

BYTES_AT_MOST, PAGES_AT_MOST = 10_000_000, 200
BOUNDS = door.Bounds(memory=1 << 29, cpu_s=15, wall_s=45)

_PDF, _JPEG, _PNG = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_BEFORE_A_PDF = b"\xef\xbb\xbf \t\r\n"
_PARTS_AT_MOST = 20


class DepositKind(StrEnum):
    """What is kept: no other kind of file."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it came through the door."""

    kind: DepositKind
    content: bytes
    pages: int = 1


class DocumentEmpty(Refused):
    """A file without a byte."""

    sentence = N_("This file is empty: choose the document again, or photograph the paper.")


class DocumentTooLarge(Refused):
    """A file that is larger than any document."""

    sentence = N_(
        "This file is larger than {most} MB: photograph the paper with less detail, or scan it in black and white."
    )


class NotADocument(Refused):
    """A file of another kind."""

    sentence = N_(
        "This file is no PDF and no JPEG or PNG picture: photograph the paper, or print it into a PDF, and send that."
    )


class DocumentDamaged(Refused):
    """A file that cannot be read to its end as what it says it is."""

    sentence = N_("This file is damaged: open it, print it into a new PDF, or photograph the paper, and send that.")


class DocumentCutShort(Refused):
    """A picture whose end is missing."""

    sentence = N_("This picture breaks off before its end: take it again, or send it again from where it is whole.")


class DocumentLocked(Refused):
    """A PDF under a password."""

    sentence = N_(
        "This PDF is protected by a password: print it into a new PDF, or photograph the paper, and send that."
    )


class DocumentTooVast(Refused):
    """A document that would take more to show than any paper."""

    sentence = N_(
        "This file takes more time or memory to show than any paper does: photograph the paper, or scan it again with "
        "less detail."
    )


class TooManyPages(Refused):
    """A PDF with more pages than anybody hands in."""

    sentence = N_("This PDF has more than {most} pages: send only the pages that matter.")


class FormUndrawn(Refused):
    """A form whose fields hold words that no program has drawn."""

    sentence = N_(
        "This PDF is a form, and what was typed into it would not be seen: print it into a new PDF, or on paper to "
        "photograph it, and send that."
    )


class PackingUnfit(Refused):
    """A PDF with parts packed in a way that cannot be looked through."""

    sentence = N_(
        "This PDF is made in a way that cannot be looked through: print it into a new PDF, or photograph the paper, "
        "and send that."
    )


REASONS: Mapping[str, type[Refused]] = {
    "damaged": DocumentDamaged,
    "cut_short": DocumentCutShort,
    "encrypted": DocumentLocked,
    "too_vast": DocumentTooVast,
    "too_many_pages": TooManyPages,
    "undrawn_form": FormUndrawn,
    "unfit": PackingUnfit,
}
"""The refusals that a reader may choose among: it writes no sentence itself."""


class _Refusal(msgspec.Struct, tag="refusal"):
    reason: str


class _Paper(msgspec.Struct, tag="paper"):
    kind: DepositKind
    pages: int
    size: int


class _Part(msgspec.Struct, tag="part"):
    content: bytes


_DECODER = msgspec.json.Decoder(_Refusal | _Paper | _Part)


def read_document(content: bytes) -> Document:
    """Have a file read that somebody hands in; raise one of the refusals above, or ReaderNotStarted.

    Never within a transaction: the reader may take as long as its bounds let it, and an embedded database would wait.
    """
    parser = _parser_of(content)
    try:
        with door.reader(parser, content, BOUNDS) as conversation:
            return document_told(conversation)
    except (door.ReaderDied, msgspec.DecodeError):
        raise DocumentTooVast from None


def document_told(conversation: door.Conversation) -> Document:
    """Put together the document that a reader tells; raise a refusal, ReaderDied or DecodeError."""
    answer = (_DECODER.decode(line) for line in conversation.answer())
    paper = next(answer, None)
    if isinstance(paper, _Refusal) and paper.reason in REASONS:
        raise REASONS[paper.reason](most=PAGES_AT_MOST)
    parts: list[bytes] = []
    for part in answer:
        if not isinstance(part, _Part) or len(parts) == _PARTS_AT_MOST:
            raise door.ReaderDied
        parts.append(part.content)
    content = b"".join(parts)
    if not isinstance(paper, _Paper) or len(content) != paper.size or not _fits(paper, content):
        raise door.ReaderDied
    return Document(paper.kind, content, paper.pages)


def _parser_of(content: bytes) -> str:
    """Name the parser for a file by how it begins; raise what refuses it unread."""
    if not content:
        raise DocumentEmpty
    if len(content) > BYTES_AT_MOST:
        raise DocumentTooLarge(most=BYTES_AT_MOST // 1_000_000)
    if content.startswith((_JPEG, _PNG)):
        return "pictures"
    if content[:64].lstrip(_BEFORE_A_PDF).startswith(_PDF):
        return "pdf_pages"
    raise NotADocument


def _fits(paper: _Paper, content: bytes) -> bool:
    starts = {DepositKind.PDF: _PDF, DepositKind.JPEG: _JPEG, DepositKind.PNG: _PNG}
    return content.startswith(starts[paper.kind]) and 1 <= paper.pages <= PAGES_AT_MOST
