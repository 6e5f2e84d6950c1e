"""What remains to be done in an exam centre, paper by paper, from the printing to the last parcel."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext, ngettext

from massicot.candidates.queries import RoomState
from massicot.web.examcentre.board import CentreBoard, Despatch, MadeParcel
from massicot.web.examcentre.strips.tasks import boxing, seeking_strips
from massicot.web.examcentre.wording import again_of, at_of, heading_of
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.papers import lacking_of
from massicot.web.shared.tasks import Task, Urgency, rank_tasks

ROOMS_NAMED = 6
"""How many rooms a task names before it stops."""


def tasks_of(boards: Iterable[CentreBoard], now: datetime) -> list[Task]:
    """List what remains to be done now over all these papers."""
    return [task for board in boards for task in _tasks(board, now)]


def steps_waiting(board: CentreBoard, now: datetime) -> list[str]:
    """Name the steps of a paper in which something remains to be done now, in the order of the home page."""
    steps = (ranked_task.task.step for ranked_task in rank_tasks(_tasks(board, now), now))
    return list(dict.fromkeys(filter(None, steps)))


def next_of(boards: Iterable[CentreBoard], now: datetime) -> str:
    """Say what comes next and when, for whoever has nothing to do now."""
    coming = [board for board in boards if board.cells and not board.has_begun(now)]
    if coming:
        board = min(coming, key=lambda board: board.paper.starts_at)
        return gettext("Next: {paper}, on {at}; its attendance is keyed that day.").format(
            paper=board.paper.title, at=at_of(board, board.paper.starts_at)
        )
    if any(board.is_despatched and not _has_arrived(board) for board in boards):
        return gettext("Everything left. What becomes of each parcel is told below.")
    return ""


def _tasks(board: CentreBoard, now: datetime) -> Iterator[Task]:
    if not board.cells:
        return
    if not board.has_begun(now):
        yield from _before(board)
    elif not board.is_closed:
        yield from _rooms(board)
    else:
        yield from _after(board, now)


def _before(board: CentreBoard) -> Iterator[Task]:
    if again := again_of(board):
        yield _printing_again(board, again)
    elif board.paper.prepared_at is not None and board.printed_at is None:
        yield _printing(board)


def _rooms(board: CentreBoard) -> Iterator[Task]:
    waiting = [room for room in board.rooms if not room.is_confirmed]
    if waiting:
        yield _keying(board, [room.title for room in waiting])
    differing = [room for room in board.rooms if room.is_off_count]
    if differing:
        yield _recounting(board, differing)
    yield from reporting(board)
    if not waiting:
        if unchecked := board.rooms_to_check:
            yield _checking(board, unchecked)
        yield _closing(board)


def _printing(board: CentreBoard) -> Task:
    return Task(
        gettext("Print the labels, the anonymity list, the attendance registers and the room reports."),
        gettext("Print"),
        board.where.address("prints"),
        due_at=board.starts_at,
        heading=heading_of(board.where),
        step="print",
    )


def _printing_again(board: CentreBoard, again: str) -> Task:
    moves_hours = board.outdated_by is not None and board.outdated_by.moves_hours
    return Task(
        again,
        gettext("Print again"),
        board.where.address("prints"),
        due_at=board.starts_at,
        detail=gettext("The attendance registers as well: the hours have changed.") if moves_hours else "",
        heading=heading_of(board.where),
        step="print",
    )


def _closing(board: CentreBoard) -> Task:
    return Task(
        gettext("Every room is keyed: count what you hold, then close the day."),
        gettext("Close the day"),
        board.where.address("close_day"),
        detail=gettext("The paper ended on {at}.").format(at=at_of(board, board.paper.ends_at)),
        due_at=board.due_at,
        heading=heading_of(board.where),
        step="close",
    )


def _keying(board: CentreBoard, rooms: list[str]) -> Task:
    count = len(rooms)
    more = "" if count <= ROOMS_NAMED else "…"
    return Task(
        ngettext(
            "Attendance: {n} room of {all} is to be keyed.", "Attendance: {n} rooms of {all} are to be keyed.", count
        ).format(n=Grouped(count), all=len(board.rooms)),
        gettext("Key the rooms"),
        board.where.address("rooms"),
        detail=ngettext("Room {rooms}", "Rooms {rooms}", count).format(rooms=", ".join(rooms[:ROOMS_NAMED]) + more),
        due_at=board.due_at,
        heading=heading_of(board.where),
        step="rooms",
    )


def _checking(board: CentreBoard, rooms: list[RoomState]) -> Task:
    count = len(rooms)
    more = "" if count <= ROOMS_NAMED else "…"
    named = ", ".join(room.title for room in rooms[:ROOMS_NAMED]) + more
    return Task(
        ngettext(
            "Checks before the cut: {n} room of {all} is to be checked.",
            "Checks before the cut: {n} rooms of {all} are to be checked.",
            count,
        ).format(n=Grouped(count), all=len(board.rooms)),
        gettext("Check the scripts"),
        board.where.address("room_checks", rooms[0].room),
        detail=ngettext("Room {rooms}", "Rooms {rooms}", count).format(rooms=named),
        due_at=board.due_at,
        heading=heading_of(board.where),
        step="checks",
    )


def _recounting(board: CentreBoard, rooms: list[RoomState]) -> Task:
    sentence = gettext("room {room} ({counted} counted, {present} present)")
    named = [
        sentence.format(room=room.title, counted=room.counted, present=room.register.scripts)
        for room in rooms[:ROOMS_NAMED]
    ]
    more = "" if len(rooms) <= ROOMS_NAMED else "…"
    only = len(rooms) == 1
    return Task(
        gettext("Scripts counted and candidates present differ: {rooms}.").format(rooms=", ".join(named) + more),
        gettext("Count again"),
        board.where.address("room", rooms[0].room) if only else board.where.address("rooms"),
        due_at=board.due_at,
        heading=heading_of(board.where),
        step="rooms",
    )


def _after(board: CentreBoard, now: datetime) -> Iterator[Task]:
    yield from (_looking_for(board, despatch) for despatch in board.despatches if despatch.left_out)
    yield from (_recording(board, made) for made in board.parcels if made.is_unrecorded)
    yield from (_sending(board, made, now) for made in board.parcels_here)
    for despatch in board.despatches:
        if despatch.count_left:
            yield _packing(board, despatch, now)
    yield from reporting(board)
    # Of what was destroyed the strips are destroyed, in a box or not.
    if board.strips_left > board.strips_lacking and not board.has_lost_scripts:
        yield boxing(board)
    if board.strips_sought:
        yield seeking_strips(board)
    for made in board.parcels:
        if made.sought:
            yield _seeking(board, made)
    yield from sending_papers(board)
    if board.to_acknowledge:
        yield _acknowledging(board)


def _packing(board: CentreBoard, despatch: Despatch, now: datetime) -> Task:
    count = despatch.count_left
    place = despatch.place
    if sum(other.place == place for other in board.despatches) > 1:  # two models of copy go to one place, each apart
        place = f"{place} ({', '.join(sorted(code for code, left in despatch.left.items() if left))})"
    return Task(
        ngettext("{n} script to pack for {place}.", "{n} scripts to pack for {place}.", count).format(
            n=count, place=place
        ),
        gettext("Make the parcel"),
        board.where.address("pack", despatch.key),
        urgency=_urgency(board, now),
        due_at=board.due_at,
        heading=heading_of(board.where),
        step="pack",
    )


def _sending(board: CentreBoard, made: MadeParcel, now: datetime) -> Task:
    parcel = made.parcel
    return Task(
        ngettext(
            "The parcel {code}, {n} script for {place}, is ready to go.",
            "The parcel {code}, {n} scripts for {place}, is ready to go.",
            parcel.announced,
        ).format(code=parcel.code, n=parcel.announced, place=made.place),
        gettext("Record its departure"),
        board.where.address("parcel", parcel.code),
        urgency=_urgency(board, now),
        due_at=board.due_at,
        heading=heading_of(board.where),
        step="send",
    )


def _recording(board: CentreBoard, made: MadeParcel) -> Task:
    code = made.parcel.code
    return Task(
        gettext("The parcel {code} arrived at {place} and its departure is not recorded: say when it left.").format(
            code=code, place=made.place
        ),
        gettext("Record its departure"),
        board.where.address("parcel", code),
        urgency=Urgency.AT_ONCE,
        due_at=board.due_at,
        heading=heading_of(board.where),
        step="send",
    )


def _seeking(board: CentreBoard, made: MadeParcel) -> Task:
    count = len(made.sought)
    return Task(
        ngettext(
            "{n} script of the parcel {code} was not found at its arrival: look for it.",
            "{n} scripts of the parcel {code} were not found at its arrival: look for them.",
            count,
        ).format(n=Grouped(count), code=made.parcel.code),
        gettext("See which"),
        board.where.address("parcel", made.parcel.code),
        urgency=Urgency.AT_ONCE,
        heading=heading_of(board.where),
    )


def _looking_for(board: CentreBoard, despatch: Despatch) -> Task:
    count = len(despatch.left_out)
    return Task(
        ngettext(
            "{n} script was not there when a parcel was made: look for it.",
            "{n} scripts were not there when a parcel was made: look for them.",
            count,
        ).format(n=Grouped(count)),
        gettext("See which"),
        board.where.address("pack", despatch.key) + "#left-out",
        urgency=Urgency.AT_ONCE,
        due_at=board.due_at,
        heading=heading_of(board.where),
    )


def _acknowledging(board: CentreBoard) -> Task:
    count = board.to_acknowledge
    return Task(
        ngettext(
            "{n} script that was set aside concerns you: read what became of it, and acknowledge it.",
            "{n} scripts that were set aside concern you: read what became of each, and acknowledge it.",
            count,
        ).format(n=Grouped(count)),
        gettext("See which"),
        board.where.address("slips"),
        heading=heading_of(board.where),
    )


def _urgency(board: CentreBoard, now: datetime) -> Urgency:
    return Urgency.AT_ONCE if board.clock(now).is_short else Urgency.NOW


def _has_arrived(board: CentreBoard) -> bool:
    return all(made.parcel.arrived_at is not None for made in board.parcels)


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
        heading=heading_of(board.where),
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
                heading=heading_of(board.where),
            )
