"""What goes with a letter: named when it is written, made when it leaves.

The row of a letter names each enclosure by its kind and an id: no document lies in the outbox or on a disk. What makes
them is bound where jobs are bound. An enclosure that cannot be made keeps its letter back: it is refused with the
sentence that says why, shown, and sent again once that is put right.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from massicot.core.refused import N_, Refused

ENCLOSED_LENGTH = 200

_SUBJECT = re.compile(r"[A-Za-z0-9.-]{1,40}")


class EnclosureKind(StrEnum):
    """What can be enclosed."""

    CONVOCATION = "convocation"
    CALENDAR = "calendar"
    CANCELLED_CALENDAR = "cancelled-calendar"
    INSTITUTION = "institution"


@dataclass(frozen=True, slots=True)
class EnclosureName:
    """One enclosure as the row of its letter names it."""

    kind: EnclosureKind
    subject: str


@dataclass(frozen=True, slots=True)
class EnclosedFile:
    """One enclosure as it leaves: its file, what it is (`application/pdf`), its content."""

    file: str
    media_type: str
    content: bytes = field(repr=False)


Maker = Callable[[str], EnclosedFile]
"""What makes the enclosures of one kind, from their subject; it may raise a refusal."""

Makers = Mapping[EnclosureKind, Maker]


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter to be written, one among many."""

    to: str
    subject: str
    body: str = field(repr=False)
    occasion: str
    enclosed: Sequence[EnclosureName] = ()
    is_urgent: bool = False


class EnclosureNotMade(Refused):
    """An enclosure that met a fault of the program."""

    sentence = N_(
        "What goes with this letter could not be made ({fault}): tell whoever runs the server, then send it again."
    )


class NotAnIdError(ValueError):
    """A fault of the program: an enclosure that would be named by something else than an id."""


def written(enclosed: Sequence[EnclosureName]) -> str:
    """Write what goes with a letter as its row keeps it; raise NotAnIdError on anything but ids."""
    for one in enclosed:
        if not _SUBJECT.fullmatch(one.subject):
            raise NotAnIdError(one.kind)
    text = " ".join(f"{one.kind}:{one.subject}" for one in enclosed)
    if len(text) > ENCLOSED_LENGTH:
        raise NotAnIdError(len(text))
    return text


def read(text: str) -> list[EnclosureName]:
    """Read what goes with a letter."""
    pairs = (word.partition(":") for word in text.split())
    return [EnclosureName(EnclosureKind(kind), subject) for kind, _, subject in pairs]
