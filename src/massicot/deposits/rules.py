"""Documents that people hand in: read behind the door, kept for as long as they are needed, then destroyed.

A medical certificate is read by those concerned and by nobody else, and is not kept for ever. Each document is sealed
under a random key of its own. That key is kept wrapped under a sub-key of the key file, and erased on the day of its
destruction: what is left of the document then opens to nobody. A dispute freezes a document, and it is destroyed by
nobody until the dispute is over. The row stays and tells when it was handed in, and when and why it was destroyed; it
never tells what the document says.

A document that somebody hands in: read behind the door (decision 0013), which gives it back written anew. A PDF, a JPEG
or a PNG of ten megabytes at most. What is kept is what can be seen: no script, no file within the file, no place where
a picture was taken, no name of the program or of the person that made it. What cannot be looked through, or would take
more to show than any paper, is refused with what to do instead.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import msgspec

from massicot.audit.rules import Fact
from massicot.core import codes, keys
from massicot.core.draws import Draw
from massicot.core.keys import KEY_BYTES, Key
from massicot.core.parsing import door
from massicot.core.refused import N_, Refused

WRAPPING = "deposits"
"""The use of the sub-key under which the keys of documents are wrapped."""

CODE_SIGNS = 10
DISPUTE_LENGTH = 200


class DestructionReason(StrEnum):
    """Why a document is no more."""

    DUE = "due"
    MISTAKE = "mistake"
    REPLACED = "replaced"
    ASKED = "asked"


REASONS_GIVEN = (DestructionReason.MISTAKE, DestructionReason.REPLACED, DestructionReason.ASKED)
"""Those that people give; the program destroys what is due."""

DESTRUCTIONS: Mapping[DestructionReason, str] = {
    DestructionReason.DUE: N_("its date had come"),
    DestructionReason.MISTAKE: N_("handed in by mistake"),
    DestructionReason.REPLACED: N_("another was handed in for it"),
    DestructionReason.ASKED: N_("whom it concerns asked for it"),
}
"""How each reason is called where people read."""


class DepositUnknown(Refused):
    sentence = N_("There is no such document: go back to the page that it belongs to.")


class DepositDestroyed(Refused):
    sentence = N_("This document was destroyed: only the day on which it was handed in is known. Ask for it again.")


class DepositFrozen(Refused):
    sentence = N_(
        "A dispute keeps this document ({dispute}): nobody destroys it before the freeze is ended, once that is over."
    )


class DepositNotFrozen(Refused):
    sentence = N_("No dispute keeps this document any more: look at its page again.")


class DepositMovedOn(Refused):
    sentence = N_("Somebody else has just done something with this document: look at its page again.")


class DisputeUnsaid(Refused):
    sentence = N_("Say which dispute keeps the document: the reference of its file, without a name.")


class DocumentsNotKept(Refused):
    sentence = N_(
        "No document can be kept here yet: the exam office makes the key first. Go on without the document, and hand "
        "it in later, or give it to the office on paper."
    )


class KeyOfDocumentsMissing(Refused):
    sentence = N_(
        "This document opens with the key {fingerprint}, which is not in its place: the exam office puts its kept copy "
        "back. Then open the document again."
    )


class OtherKeyInPlace(Refused):
    sentence = N_(
        "The key in place is not that of the documents kept here ({fingerprint}): the exam office puts its copy back. "
        "Go on without the document, and hand it in later, or give it to the office on paper."
    )


class DestructionDayPast(Refused):
    sentence = N_(
        "{day} is past, or today: choose a day to come. To destroy the document now, say why where it is destroyed "
        "before its day."
    )


@dataclass(frozen=True, slots=True)
class DocumentDestroyed(Fact):
    """A document was destroyed: its key is erased."""

    journal_word = N_("document destroyed")
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentFrozen(Fact):
    """A dispute keeps a document from being destroyed."""

    journal_word = N_("document frozen by a dispute")


@dataclass(frozen=True, slots=True)
class DocumentUnfrozen(Fact):
    """The dispute that kept a document is over."""

    journal_word = N_("freeze of a document ended")


@dataclass(frozen=True, slots=True)
class DestructionDated(Fact):
    journal_word = N_("day on which a document is destroyed changed")
    destroy_on: str
    destroy_on_before: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A document as it lies in its tables: itself, and the key that opens it, wrapped."""

    content: bytes
    wrapped_key: bytes


def check_dated(destroy_on: date, today: date) -> None:
    """Refuse to destroy a document on a day that has come: a year typed wrongly would be its end within minutes."""
    if destroy_on <= today:
        raise DestructionDayPast(day=f"{destroy_on:%d/%m/%Y}")


def draw_code(draw: Draw) -> str:
    return f"D-{codes.draw_clear(draw, CODE_SIGNS)}"


def seal(key: Key, code: str, content: bytes) -> Sealed:
    """Seal a document under a key of its own, and wrap that; both open for this code alone."""
    own_key = secrets.token_bytes(KEY_BYTES)
    return Sealed(keys.seal(own_key, content, code), keys.seal(key.sub_key(WRAPPING), own_key, code))


def unseal(key: Key, code: str, sealed: Sealed) -> bytes:
    """Open a document; raise SealBroken."""
    own_key = keys.unseal(key.sub_key(WRAPPING), sealed.wrapped_key, code)
    return keys.unseal(own_key, sealed.content, code)


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


FILE_TYPES: Mapping[DepositKind, tuple[str, str]] = {
    DepositKind.PDF: ("pdf", "application/pdf"),
    DepositKind.JPEG: ("jpg", "image/jpeg"),
    DepositKind.PNG: ("png", "image/png"),
}
"""How the file of each kind ends, and what it is."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it came through the door."""

    kind: DepositKind
    content: bytes
    pages: int = 1


class DocumentEmpty(Refused):
    sentence = N_("This file is empty: choose the document again, or photograph the paper.")


class DocumentTooLarge(Refused):
    sentence = N_(
        "This file is larger than {most} MB: photograph the paper with less detail, or scan it in black and white."
    )


class NotADocument(Refused):
    sentence = N_(
        "This file is no PDF and no JPEG or PNG picture: photograph the paper, or print it into a PDF, and send that."
    )


class DocumentDamaged(Refused):
    sentence = N_("This file is damaged: open it, print it into a new PDF, or photograph the paper, and send that.")


class DocumentCutShort(Refused):
    sentence = N_("This picture breaks off before its end: take it again, or send it again from where it is whole.")


class DocumentLocked(Refused):
    sentence = N_(
        "This PDF is protected by a password: print it into a new PDF, or photograph the paper, and send that."
    )


class DocumentTooVast(Refused):
    sentence = N_(
        "This file takes more time or memory to show than any paper does: photograph the paper, or scan it again with "
        "less detail."
    )


class TooManyPages(Refused):
    sentence = N_("This PDF has more than {most} pages: send only the pages that matter.")


class FormUndrawn(Refused):
    sentence = N_(
        "This PDF is a form, and what was typed into it would not be seen: print it into a new PDF, or on paper to "
        "photograph it, and send that."
    )


class PackingUnfit(Refused):
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
