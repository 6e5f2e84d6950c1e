"""The staff of an institution in the pool of a session: its head confirms the list, and again once it has changed.

What was confirmed is known by a digest of the list: who, under which identifier, for what discipline. Days on which
somebody cannot be called are told beside it and change nothing of it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from massicot.core.refused import N_, Refused


class StaffChanged(Refused):
    """A list confirmed that is another one than the page showed."""

    sentence = N_("The list has changed since this page was shown: read it again, then confirm it.")


class NobodyToConfirm(Refused):
    """An empty list confirmed."""

    sentence = N_(
        "Nobody of {uai} is in the pool of {session}: there is nothing to confirm. Tell the exam office who is lacking."
    )


class StaffConfirmedAlready(Refused):
    """A list confirmed twice as it is."""

    sentence = N_("This list is confirmed already, as it stands: there is nothing to do.")


class InPoolAlready(Refused):
    """A person put into a pool where they are."""

    sentence = N_("{identifier} is in the pool of {session} already: nothing to do.")


class OutsideSession(Refused):
    """Access to a session whose pool does not hold the person."""

    sentence = N_("{identifier} is not in the pool of {session}: put them there first.")


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person of the list, as its head confirms them."""

    identifier: str
    name: str
    discipline: str


@dataclass(frozen=True, slots=True)
class StaffConfirmed:
    """The head of an institution confirmed the list of its staff in a pool."""

    session: str
    uai: str
    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class PutIntoPool:
    """A person was put into the pool of a session by hand."""

    identifier: str
    discipline: str


@dataclass(frozen=True, slots=True)
class TakenOutOfPool:
    """A person was taken out of the pool of a session."""

    identifier: str
    discipline: str


def staff_digest(staff: Iterable[StaffMember]) -> str:
    """Compute by what a list is known: the same for the same people, in whatever order."""
    lines = sorted((member.identifier, member.name, member.discipline) for member in staff)
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()
