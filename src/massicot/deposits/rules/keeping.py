"""Documents that people hand in, kept for as long as they are needed: sealed, dated, destroyed.

A medical certificate is read by those concerned and by nobody else, and is not kept for ever. Each document is sealed
under a random key of its own. That key is kept wrapped under a sub-key of the key file, and erased on the day of its
destruction: what is left of the document then opens to nobody. A dispute freezes a document, and it is destroyed by
nobody until the dispute is over. The row stays and tells when it was handed in, and when and why it was destroyed; it
never tells what the document says.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from massicot.core import codes, sealing
from massicot.core.draws import Draw
from massicot.core.keys import KEY_BYTES, Key
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
    """A code under which nothing was handed in."""

    sentence = N_("There is no such document: go back to the page that it belongs to.")


class DepositDestroyed(Refused):
    """A document that is no more."""

    sentence = N_("This document was destroyed: only the day on which it was handed in is known. Ask for it again.")


class DepositFrozen(Refused):
    """A document that a dispute needs already."""

    sentence = N_(
        "A dispute keeps this document ({dispute}): nobody destroys it before the freeze is ended, once that is over."
    )


class DepositNotFrozen(Refused):
    """A freeze that is over already."""

    sentence = N_("No dispute keeps this document any more: look at its page again.")


class DepositMovedOn(Refused):
    """A document that somebody destroyed, froze or dated meanwhile."""

    sentence = N_("Somebody else has just done something with this document: look at its page again.")


class DisputeUnsaid(Refused):
    """A document frozen by nobody knows what."""

    sentence = N_("Say which dispute keeps the document: the reference of its file, without a name.")


class DocumentsNotKept(Refused):
    """A document handed in where there is no key to keep it under."""

    sentence = N_(
        "No document can be kept here yet: the exam office makes the key first. Go on without the document, and hand "
        "it in later, or give it to the office on paper."
    )


class KeyOfDocumentsMissing(Refused):
    """A document whose key file is not in its place, or is another one."""

    sentence = N_(
        "This document opens with the key {fingerprint}, which is not in its place: the exam office puts its kept copy "
        "back. Then open the document again."
    )


class OtherKeyInPlace(Refused):
    """A document handed in under another key than those that are kept."""

    sentence = N_(
        "The key in place is not that of the documents kept here ({fingerprint}): the exam office puts its copy back. "
        "Go on without the document, and hand it in later, or give it to the office on paper."
    )


class DestructionDayPast(Refused):
    """A document to be destroyed on a day that is over, or today."""

    sentence = N_(
        "{day} is past, or today: choose a day to come. To destroy the document now, say why where it is destroyed "
        "before its day."
    )


@dataclass(frozen=True, slots=True)
class DocumentDestroyed:
    """A document was destroyed: its key is erased."""

    reason: str


@dataclass(frozen=True, slots=True)
class DocumentFrozen:
    """A dispute keeps a document from being destroyed."""


@dataclass(frozen=True, slots=True)
class DocumentUnfrozen:
    """The dispute that kept a document is over."""


@dataclass(frozen=True, slots=True)
class DestructionDated:
    """A document is destroyed on another day than before."""

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
    """Draw the code of a document."""
    return f"D-{codes.draw_clear(draw, CODE_SIGNS)}"


def seal(key: Key, code: str, content: bytes) -> Sealed:
    """Seal a document under a key of its own, and wrap that; both open for this code alone."""
    own_key = secrets.token_bytes(KEY_BYTES)
    return Sealed(sealing.seal(own_key, content, code), sealing.seal(key.sub_key(WRAPPING), own_key, code))


def unseal(key: Key, code: str, sealed: Sealed) -> bytes:
    """Open a document; raise SealBroken."""
    own_key = sealing.unseal(key.sub_key(WRAPPING), sealed.wrapped_key, code)
    return sealing.unseal(own_key, sealed.content, code)
