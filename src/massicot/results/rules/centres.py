"""Where each exam centre stands with a paper, as the office follows ninety of them on one evening.

A centre keys its rooms, closes its day, makes its parcels and sends them within 48 hours of the end of the paper (the
notice): one that has not sent everything by then is late, whatever it has done before. It is done with once every
parcel of its has been received and ticked to the end, or declared lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from massicot.core.refused import N_


class CentreState(StrEnum):
    """How far a centre is, the most pressing first."""

    LATE = "late"
    KEYING = "keying"
    TO_SEND = "to-send"
    AWAITED = "awaited"
    SENT = "sent"
    ARRIVED = "arrived"
    RECEIVED = "received"


STATE_NAMES: dict[str, str] = {
    CentreState.LATE: N_("late to send"),
    CentreState.KEYING: N_("attendance being keyed"),
    CentreState.TO_SEND: N_("day closed, to send"),
    CentreState.AWAITED: N_("paper not written yet"),
    CentreState.SENT: N_("on the way"),
    CentreState.ARRIVED: N_("arrived, being ticked"),
    CentreState.RECEIVED: N_("received and ticked"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelProgress:
    """How far one parcel of a centre is."""

    is_sent: bool
    is_late: bool
    is_arrived: bool
    is_closed: bool
    is_lost: bool
    is_awaited: bool = False
    """It has left for a place that records what arrives there, and has not arrived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreProgress:
    """What one centre has done of one paper."""

    uai: str
    expected: int
    rooms: int
    rooms_confirmed: int
    closed_at: datetime | None
    name: str = ""
    parcels: int = 0
    sent: int = 0
    late: int = 0
    arrived: int = 0
    received: int = 0
    lost: int = 0
    awaited: int = 0
    to_pack: int = 0
    """Scripts of every route in no parcel yet, once its day is closed; those that the office wrote off are not."""

    @property
    def has_sent_all(self) -> bool:
        return self.closed_at is not None and not self.to_pack and 0 < self.parcels == self.sent


def parcels_counted(parcels: Iterable[ParcelProgress]) -> dict[str, int]:
    """Count a centre's parcels by what became of them."""
    some = list(parcels)
    return {
        "parcels": len(some),
        "sent": sum(parcel.is_sent for parcel in some),
        "late": sum(parcel.is_late for parcel in some),
        "arrived": sum(parcel.is_arrived for parcel in some),
        "received": sum(parcel.is_closed for parcel in some),
        "lost": sum(parcel.is_lost for parcel in some),
        "awaited": sum(parcel.is_awaited for parcel in some),
    }


def state_of(centre: CentreProgress, starts_at: datetime, due_at: datetime, now: datetime) -> CentreState:
    """Say how far a centre is."""
    if now < starts_at:
        return CentreState.AWAITED
    if not centre.has_sent_all:
        if now > due_at:
            return CentreState.LATE
        return CentreState.KEYING if centre.closed_at is None else CentreState.TO_SEND
    if centre.received + centre.lost == centre.parcels:
        return CentreState.RECEIVED
    return CentreState.ARRIVED if centre.arrived else CentreState.SENT
