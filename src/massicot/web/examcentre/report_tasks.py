"""What remains to be done about the reports of the rooms, and about the papers that go with parcels."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from massicot.web.examcentre.board import CentreBoard
from massicot.web.examcentre.wording import heading_of
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.papers import lacking_of
from massicot.web.shared.tasks import Task, Urgency

ROOMS_NAMED = 6
"""How many rooms a task names before it stops."""


def reporting(board: CentreBoard) -> Iterator[Task]:
    """Ask for the reports of the rooms that are confirmed; nothing waits for them."""
    if not (rooms := [room.title for room in board.unreported]):
        return
    count = len(rooms)
    more = "" if count <= ROOMS_NAMED else "…"
    only = board.where.address("room_report", board.unreported[0].room)
    yield Task(
        ngettext(
            "{n} room report is to be keyed and signed.", "{n} room reports are to be keyed and signed.", count
        ).format(n=Grouped(count)),
        gettext("Key the reports"),
        only if count == 1 else board.where.address("rooms") + "?report=to-sign",
        detail=ngettext("Room {rooms}", "Rooms {rooms}", count).format(rooms=", ".join(rooms[:ROOMS_NAMED]) + more),
        urgency=Urgency.LATER,
        heading=heading_of(board),
        step="reports",
    )


def sending_papers(board: CentreBoard) -> Iterator[Task]:
    """Ask for copies of the papers that did not come with a parcel."""
    sentence = gettext("Papers of the parcel {code} did not come with it: {papers}. Send a copy of them.")
    for made in board.parcels:
        if lacking := lacking_of(made.parcel):
            yield Task(
                sentence.format(code=made.parcel.code, papers=lacking),
                gettext("See the parcel"),
                board.where.address("parcel", made.parcel.code),
                urgency=Urgency.NOW,
                heading=heading_of(board),
            )
