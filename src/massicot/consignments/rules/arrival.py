"""What arrives otherwise than it was said: without a departure that anybody recorded, or in another number.

A parcel that is there has left, whoever forgot to record it: it is received, and its departure is unknown until its
exam centre tells it afterwards. Everything that ends when a parcel leaves has ended: its centre opens it no more, nor
its day, and sees no name beside a number any more.

The marking centre counts each specialty anew. Another figure than the note announces is counted again, or signed with a
reason; the difference stays in sight of the exam centre that packed it and of the exam office, which decides it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from massicot.consignments.rules import NotSent
from massicot.core.refused import N_, NN_, Phrase, Phrases, Refused


class ArrivedCountsDiffer(Refused):
    """Scripts counted on arrival that are not those announced."""

    sentence = N_(
        "The parcel {code} does not hold what it announces: {specialties}. Count again, or give the reason of the "
        "difference."
    )


class DepartureUnrecorded(NotSent):
    """A parcel received whose departure nobody recorded, by whoever does not say that it is there all the same."""

    sentence = N_(
        "The departure of the parcel {code} is not recorded. If it is in front of you, receive it all the same: its "
        "departure is then unknown, and its exam centre is told."
    )


class LeftAfterItArrived(Refused):
    """A departure recorded afterwards that lies after the arrival."""

    sentence = N_(
        "The parcel {code} cannot have left then: it arrived on {arrived}. Type when it was handed over, before that."
    )


@dataclass(frozen=True, slots=True)
class ParcelCameUnrecorded:
    """A parcel arrived whose departure nobody had recorded."""

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
    if differing and not reason.strip():
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
