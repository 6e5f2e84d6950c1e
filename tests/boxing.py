"""Header strips counted into boxes, by the ends of each, as a clerk does it with the sorted pile in front of them."""

from typing import Any

from massicot.anonymity import services
from massicot.anonymity.rules.strips import FiledBox
from massicot.candidates import services as attendance
from massicot.candidates.rules.checks import BY_ONE
from massicot.scripts import queries as scripts
from tests.cast import CEDRES, CLAIRE, EVENING

KEPT_IN = "Bureau 2, armoire du fond"
UNCOMPARED = "Étiquettes comparées à la main, sans trace"


def in_no_box(built: Any, centre: str = CEDRES) -> list[str]:
    """List the numbers of a centre whose strip is in no box, ascending."""
    numbers = scripts.in_hand_of_centre(built.paper.pk, centre)
    return [number for number in numbers if scripts.box_of_strip(number) is None]


def next_box(built: Any, count: int | None = None, centre: str = CEDRES, **said: Any) -> FiledBox:
    """Take so many strips from the top of the sorted pile, or all; what is typed of them may be another count."""
    pile = in_no_box(built, centre) or list(scripts.in_hand_of_centre(built.paper.pk, centre)) or ["00000042W"]
    taken = pile[:count]
    said = {"reason": UNCOMPARED} | said
    return FiledBox(
        first=taken[0], last=taken[-1], count=len(taken) if count is None else count, kept_in=KEPT_IN, **said
    )


def box(built: Any, count: int | None = None, centre: str = CEDRES, at: Any = EVENING, **said: Any) -> str:
    """Close the next box of a centre."""
    filed = next_box(built, count, centre, **said)
    return services.box_strips(paper=built.paper, centre_uai=centre, box=filed, by=CLAIRE, at=at)


def typed(built: Any, count: int | None = None, centre: str = CEDRES) -> dict[str, str]:
    """Write the next box as it is typed on the page."""
    filed = next_box(built, count, centre)
    return {
        "first": filed.first,
        "last": filed.last,
        "count": str(filed.count),
        "kept_in": KEPT_IN,
        "reason": filed.reason,
    }


def check_room(built: Any, centre: str = CEDRES, room: str = "A1") -> None:
    """Check the scripts of a room before the cut; a second person compares the labels with the candidates."""
    where = {"paper": built.paper, "centre_uai": centre, "room": room, "by": CLAIRE, "at": EVENING}
    attendance.check_scripts(checks=BY_ONE, **where)
    attendance.compare_labels(stuck_by="Mme Roux", compared_by="M. Brun", **where)
