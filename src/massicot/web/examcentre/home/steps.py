"""The evening of a paper in one centre, step by step: what is done, what is to be done now, what must wait.

What is to be done now is what the home page asks for, in its order.
"""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext, ngettext

from massicot.web.examcentre.board import CentreBoard
from massicot.web.examcentre.home.tasks import steps_waiting
from massicot.web.examcentre.wording import again_of, at_of
from massicot.web.shared.numbers import Grouped
from massicot.web.shared.tasks import WorkStep


def steps_of(board: CentreBoard, now: datetime) -> list[WorkStep]:
    """List the steps of a paper in a centre; of those that wait to be done now, the most urgent is next."""
    steps = [
        _print(board, now),
        _rooms(board),
        _reports(board),
        _check(board),
        _close(board),
        _pack(board),
        _send(board),
        _strips(board),
    ]
    waiting = steps_waiting(board, now)
    return [replace(step, is_next=step.name in waiting[:1], is_waiting=step.name in waiting) for step in steps]


def _print(board: CentreBoard, now: datetime) -> WorkStep:
    if board.paper.prepared_at is None:
        sentence = gettext("The numbers are not drawn yet: the exam office does it.")
    elif (again := again_of(board)) and not board.has_begun(now):
        sentence = again
    elif board.is_printed:
        sentence = gettext("The labels and the anonymity list were printed.")
    else:
        sentence = gettext("Labels, anonymity list, attendance registers, room reports.")
    is_done = board.is_printed or board.has_begun(now)
    address = board.where.address("prints")
    return WorkStep("print", gettext("Printing"), sentence, is_done, address, gettext("Print"))


def _rooms(board: CentreBoard) -> WorkStep:
    confirmed = sum(room.is_confirmed for room in board.rooms)
    sentence = gettext(
        "Rooms keyed: {done} of {n}. Present: {present} (blank scripts: {blank}); absent: {absent}; to key: {waiting}."
    ).format(
        done=confirmed,
        n=len(board.rooms),
        present=board.register.scripts,
        absent=board.register.absent,
        blank=board.register.blank,
        waiting=board.register.not_keyed,
    )
    is_done = bool(board.rooms) and confirmed == len(board.rooms) and not any(room.is_off_count for room in board.rooms)
    address = board.where.address("rooms")
    return WorkStep("rooms", gettext("Attendance"), sentence, is_done, address, gettext("Key the rooms"))


def _reports(board: CentreBoard) -> WorkStep:
    signed = sum(room.room in board.reported for room in board.rooms)
    sentence = gettext("Room reports signed: {done} of {n}. The parcels may leave before.")
    sentence = sentence.format(done=signed, n=len(board.rooms))
    address = board.where.address("rooms") + "?report=to-sign"
    is_done = bool(board.rooms) and signed == len(board.rooms)
    return WorkStep("reports", gettext("Room reports"), sentence, is_done, address, gettext("Key the reports"))


def _check(board: CentreBoard) -> WorkStep:
    left = board.rooms_to_check
    if left:
        sentence = gettext("Rooms checked before the headers are cut: {done} of {n}.")
        sentence = sentence.format(done=len(board.rooms) - len(left), n=len(board.rooms))
    else:
        sentence = gettext("Every room is checked, labels by a second person.")
    address = board.where.address("room_checks", left[0].room) if left else board.where.address("rooms")
    return WorkStep("checks", gettext("Checks"), sentence, not left, address, gettext("Check the scripts"))


def _close(board: CentreBoard) -> WorkStep:
    if board.day is not None and board.is_closed:
        sentence = gettext(
            "Closed on {at}. Items in hand: {items}; labels used: {labels}; header strips: {strips}."
        ).format(
            at=at_of(board, board.day.closed_at),
            items=board.day.counts.items_in_hand,
            labels=board.day.counts.labels_used,
            strips=board.day.counts.strips_boxed,
        )
    else:
        sentence = gettext("Three counts made by hand, then the day is closed.")
    address = board.where.address("close_day")
    return WorkStep(
        "close", gettext("Counts and closing"), sentence, board.is_closed, address, gettext("Close the day")
    )


def _strips(board: CentreBoard) -> WorkStep:
    is_done = board.is_closed and board.strips_left == board.strips_lacking
    if is_done:
        sentence = ngettext("{n} strip filed.", "{n} strips filed.", board.strips_boxed)
        sentence = " ".join(
            filter(None, (sentence.format(n=Grouped(board.strips_boxed)), _missing_strips(board), _lacking(board)))
        )
    elif board.is_closed:
        sentence = ngettext("{n} strip to file.", "{n} strips to file.", board.strips_left)
        sentence = sentence.format(n=Grouped(board.strips_left))
    else:
        sentence = gettext("The header strips cut off go into a box, which stays here for a year.")
    if board.has_lost_scripts:
        told = gettext("Their scripts were destroyed since: what becomes of the strips is told on their page.")
        sentence = f"{sentence} {told}"
    address = board.where.address("strips_destroyed" if is_done and board.has_lost_scripts else "box_strips")
    return WorkStep(
        "strips", gettext("Filing of the header strips"), sentence, is_done, address, gettext("File the strips")
    )


def _missing_strips(board: CentreBoard) -> str:
    count = len(board.strips_sought)
    sentence = ngettext("{n} was not there: look for it.", "{n} were not there: look for them.", count)
    return sentence.format(n=Grouped(count)) if count else ""


def _lacking(board: CentreBoard) -> str:
    count = board.strips_lacking
    sentence = ngettext(
        "{n} other is not waited for any more: the exam office decided so.",
        "{n} others are not waited for any more: the exam office decided so.",
        count,
    )
    return sentence.format(n=Grouped(count)) if count else ""


def _pack(board: CentreBoard) -> WorkStep:
    count = board.count_left
    if not board.is_closed:
        sentence = gettext("The parcels are made once the day is closed.")
    elif count:
        sentence = ngettext("{n} script to pack.", "{n} scripts to pack.", count).format(n=Grouped(count))
    else:
        count = len(board.parcels)
        sentence = ngettext("Everything is packed: {n} parcel.", "Everything is packed: {n} parcels.", count).format(
            n=count
        )
    if lacking := len(board.left_out):
        told = ngettext("{n} script was not there: look for it.", "{n} scripts were not there: look for them.", lacking)
        sentence = f"{sentence} {told.format(n=Grouped(lacking))}"
    is_done = board.is_closed and not board.count_left and not board.left_out
    return WorkStep(
        "pack", gettext("Parcels"), sentence, is_done, board.where.address("parcels"), gettext("Make the parcels")
    )


def _send(board: CentreBoard) -> WorkStep:
    count = len(board.parcels_here)
    if count:
        sentence = ngettext("{n} parcel to send.", "{n} parcels to send.", count).format(n=Grouped(count))
    elif board.is_despatched:
        sentence = gettext("Everything left.")
    else:
        sentence = gettext("The parcels leave within the time set, which is counted from the end of the paper.")
    address = board.where.address("parcels")
    return WorkStep("send", gettext("Sending"), sentence, board.is_despatched, address, gettext("Send the parcels"))
