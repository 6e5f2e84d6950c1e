"""What an outside centre acknowledges: the scripts of specialties that another academy steers (the notice, annex 2).

They are sent where that academy says and are marked there. Nobody there signs in here: the exam office writes down who
acknowledged the parcel, since when it is there, how many scripts of each specialty were counted, and what was remarked.
Until then the parcel is on the office's list, and on the ladder by its name from five days after it left. There it
keeps nobody's marks back, for the scripts of other candidates lie in it. Another count than was announced is a gap that
the office decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from massicot.core.refused import N_, Refused
from massicot.exams.rules import RouteKind

NAME_LENGTH, REMARKS_LENGTH = 100, 500

ACKNOWLEDGED_WITHIN = timedelta(days=5)
"""How long after it left an outside centre has to acknowledge a parcel: as long as one is waited for elsewhere."""


class NotOutside(Refused):
    """A parcel acknowledged in the place of the marking centre that receives it."""

    sentence = N_("The parcel {code} goes to a marking centre, which records its arrival itself: call that centre.")


class AcknowledgedAlready(Refused):
    """A parcel acknowledged twice."""

    sentence = N_(
        "The parcel {code} is acknowledged already: to change what was written, take the acknowledgement back first."
    )


class AcknowledgerMissing(Refused):
    """An acknowledgement by nobody."""

    sentence = N_("Say who acknowledged the parcel {code} at the outside centre: a name, or a function.")


class ArrivalImpossible(Refused):
    """A parcel there before it left, or in the future."""

    sentence = N_(
        "The parcel {code} cannot have arrived then: it was not under way before {since}, and it is not later now."
    )


@dataclass(frozen=True, slots=True)
class ParcelAcknowledgement:
    """What an outside centre says of a parcel: who, since when it is there, and what they remark of it."""

    by_whom: str
    arrived_at: datetime
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class OutsideAcknowledged:
    """An outside centre acknowledged a parcel; `remarks` sign counts that are not those announced."""

    code: str
    by_whom: str
    arrived_at: datetime
    counts: Mapping[str, int]
    remarks: str = ""


def is_overdue(since: datetime, now: datetime) -> bool:
    """Say whether a parcel under way since an instant should be acknowledged by now: five days yes, four no."""
    return now - since >= ACKNOWLEDGED_WITHIN


def check_acknowledgement(
    code: str, route_kind: str, said: ParcelAcknowledgement, *, is_closed: bool, since: datetime, now: datetime
) -> None:
    """Refuse an acknowledgement of another parcel, a second one, one by nobody, or one out of its time."""
    if route_kind != RouteKind.OUTSIDE:
        raise NotOutside(code=code)
    if is_closed:
        raise AcknowledgedAlready(code=code)
    if not said.by_whom.strip():
        raise AcknowledgerMissing(code=code)
    if not since <= said.arrived_at <= now:
        raise ArrivalImpossible(code=code, since=since)
