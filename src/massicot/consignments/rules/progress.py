"""How far a parcel is, and when it is late or lost.

A parcel is late while it has not arrived and its scripts should have left (48 hours after the end of the paper: the
notice); a call to the exam centre then comes before anything else. One that does not come at all is declared lost, by
the marking centre or the office, with a reason and not before that deadline: all its scripts are missing from then on.
If it comes after all, it is received like any other, and its scripts are looked for one by one.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.consignments.rules.parcels import AlreadyReceived, NotSent
from massicot.core.refused import N_, Refused


class ParcelState(StrEnum):
    """How far a parcel is."""

    ANNOUNCED = "announced"
    ON_THE_WAY = "on-the-way"
    LATE = "late"
    ARRIVED = "arrived"
    TICKING = "ticking"
    CLOSED = "closed"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones:
    """What tells how far a parcel is; `is_begun`: one of its scripts at least was looked for."""

    due_at: datetime
    sent_at: datetime | None
    lost_at: datetime | None
    arrived_at: datetime | None
    closed_at: datetime | None
    is_begun: bool


class AlreadyLost(Refused):
    sentence = N_("The parcel {code} is declared lost already: if it comes, record its arrival.")


class NotLateYet(Refused):
    sentence = N_("The parcel {code} may still come: it is declared lost after {due} only. Call its exam centre first.")


@dataclass(frozen=True, slots=True)
class ParcelWasLost(Fact):
    """A parcel never arrived: its scripts are missing."""

    journal_word = N_("parcel declared lost")
    code: str
    missing: int
    reason: str


@dataclass(frozen=True, slots=True)
class LostParcelCame(Fact):
    journal_word = N_("lost parcel arrived")
    code: str
    announced: int


def state_of(stones: Milestones, now: datetime) -> ParcelState:
    """Say how far a parcel is."""
    if stones.closed_at is not None:
        return ParcelState.CLOSED
    if stones.arrived_at is not None:
        return ParcelState.TICKING if stones.is_begun else ParcelState.ARRIVED
    if stones.lost_at is not None:
        return ParcelState.LOST
    if now > stones.due_at:
        return ParcelState.LATE
    return ParcelState.ANNOUNCED if stones.sent_at is None else ParcelState.ON_THE_WAY


def check_lost(code: str, stones: Milestones, now: datetime) -> None:
    """Refuse to declare lost a parcel that is here, that never left, or that may still come in time."""
    if stones.arrived_at is not None:
        raise AlreadyReceived(code=code, arrived=stones.arrived_at)
    if stones.lost_at is not None:
        raise AlreadyLost(code=code)
    if stones.sent_at is None:
        raise NotSent(code=code)
    if now <= stones.due_at:
        raise NotLateYet(code=code, due=stones.due_at)
