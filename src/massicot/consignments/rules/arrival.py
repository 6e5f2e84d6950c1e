"""What arrives otherwise than it was said, and what an outside centre acknowledges.

What arrives otherwise than it was said: without a departure that anybody recorded, or in another number. A parcel that
is there has left, whoever forgot to record it: it is received, and its departure is unknown until its exam centre tells
it afterwards. Everything that ends when a parcel leaves has ended: its centre opens it no more, nor its day, and sees
no name beside a number any more.

The marking centre counts each specialty anew. Another figure than the note announces is counted again, or signed with a
reason; the difference stays in sight of the exam centre that packed it and of the exam office, which decides it.

What an outside centre acknowledges: the scripts of specialties that another academy steers (the notice, annex 2). They
are sent where that academy says and are marked there. Nobody there signs in here: the exam office writes down who
acknowledged the parcel, since when it is there, how many scripts of each specialty were counted, and what was remarked.
Until then the parcel is on the office's list, and on the ladder by its name from five days after it left. There it
keeps nobody's marks back, for the scripts of other candidates lie in it. Another count than was announced is a gap that
the office decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from massicot.audit.rules import Fact
from massicot.consignments.rules.parcels import NotSent
from massicot.core.refused import N_, NN_, Phrase, Phrases, Refused
from massicot.core.spelling import visible_text
from massicot.exams.rules import RouteKind


class ArrivedCountsDiffer(Refused):
    sentence = N_(
        "The parcel {code} does not hold what it announces: {specialties}. Count again, or give the reason of the "
        "difference."
    )


class DepartureUnrecorded(NotSent):
    sentence = N_(
        "The departure of the parcel {code} is not recorded. If it is in front of you, receive it all the same: its "
        "departure is then unknown, and its exam centre is told."
    )


class LeftAfterItArrived(Refused):
    sentence = N_(
        "The parcel {code} cannot have left then: it arrived on {arrived}. Type when it was handed over, before that."
    )


@dataclass(frozen=True, slots=True)
class ParcelCameUnrecorded(Fact):
    """A parcel arrived whose departure nobody had recorded."""

    journal_word = N_("parcel received, its departure not recorded")
    code: str
    announced: int


def check_left_before(code: str, left_at: datetime, arrived: datetime | None) -> None:
    """Refuse a departure that lies after the arrival, where the parcel is there already; raise LeftAfterItArrived."""
    if arrived is not None and left_at > arrived:
        raise LeftAfterItArrived(code=code, arrived=arrived)


def uneven(announced: Mapping[str, int], arrived: Mapping[str, int]) -> list[str]:
    """List the specialties of which another number came than was announced."""
    return [code for code in sorted(announced) if arrived[code] != announced[code]]


def check_arrived(code: str, announced: Mapping[str, int], arrived: Mapping[str, int], reason: str) -> None:
    """Refuse counts that are not those announced, unless a reason signs them; raise ArrivedCountsDiffer."""
    differing = uneven(announced, arrived)
    if differing and not visible_text(reason):
        phrases = Phrases(_gap(specialty, announced[specialty], arrived[specialty]) for specialty in differing)
        raise ArrivedCountsDiffer(code=code, specialties=phrases)


def _gap(specialty: str, announced: int, arrived: int) -> Phrase:
    gap = arrived - announced
    values = {"code": specialty, "announced": announced, "counted": arrived}
    return Phrase(*(_OVER if gap > 0 else _SHORT), abs(gap), values)


_SHORT = NN_(
    "{code}, {announced} announced and {counted} counted (one script is missing)",
    "{code}, {announced} announced and {counted} counted ({n} scripts are missing)",
)
_OVER = NN_(
    "{code}, {announced} announced and {counted} counted (one script too many)",
    "{code}, {announced} announced and {counted} counted ({n} scripts too many)",
)


NAME_LENGTH, REMARKS_LENGTH = 100, 500

ACKNOWLEDGED_WITHIN = timedelta(days=5)
"""How long after it left an outside centre has to acknowledge a parcel: as long as one is waited for elsewhere."""


class NotOutside(Refused):
    sentence = N_("The parcel {code} goes to a marking centre, which records its arrival itself: call that centre.")


class AcknowledgedAlready(Refused):
    sentence = N_(
        "The parcel {code} is acknowledged already: to change what was written, take the acknowledgement back first."
    )


class AcknowledgerMissing(Refused):
    sentence = N_("Say who acknowledged the parcel {code} at the outside centre: a name, or a function.")


class ArrivalImpossible(Refused):
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
class OutsideAcknowledged(Fact):
    """An outside centre acknowledged a parcel; `remarks` sign counts that are not those announced."""

    journal_word = N_("parcel acknowledged by its outside centre")
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
    if not visible_text(said.by_whom):
        raise AcknowledgerMissing(code=code)
    if not since <= said.arrived_at <= now:
        raise ArrivalImpossible(code=code, since=since)
