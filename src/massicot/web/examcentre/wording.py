"""What became of a parcel, and what a paper and a centre are called, in words."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext, ngettext

from massicot.consignments.queries import ParcelCount
from massicot.exams import queries as exams
from massicot.web.examcentre.access import CentrePaper
from massicot.web.examcentre.board import CentreBoard, MadeParcel
from massicot.web.shared import instants
from massicot.web.shared.enumeration import join_parts


def became(board: CentreBoard, made: MadeParcel) -> str:
    """Say how far a parcel is: made, on its way, arrived, ticked."""
    parcel = made.parcel
    if not parcel.has_left:
        return gettext("made, not sent yet")
    if parcel.sent_at is not None and parcel.arrived_at is None:
        return _travelling(board, parcel.sent_at, lost_at=parcel.lost_at)
    arrived = _arrival(board, made)
    return gettext("departure not recorded; {arrived}").format(arrived=arrived) if made.is_unrecorded else arrived


def at_of(board: CentreBoard, instant: datetime) -> str:
    """Write an instant on the clock of a paper's session."""
    return instants.day_and_hour(exams.local(board.paper, instant))


def heading_of(where: CentrePaper) -> str:
    """Name the session, the paper and the centre."""
    return f"{where.paper.session.code} – {where.paper.title} – {where.centre}"


def again_of(board: CentreBoard) -> str:
    """Say why what was printed is to be printed again; empty when it is not."""
    if board.outdated_by is not None:
        sentence = gettext("The corrigendum {reference} changes your labels and your anonymity list: print both again.")
        return sentence.format(reference=board.outdated_by.reference)
    if board.is_relisted:
        return gettext(
            "The exam office changed your candidates after you had printed: print your labels, your anonymity list and "
            "your attendance registers again."
        )
    return ""


def _travelling(board: CentreBoard, sent_at: datetime, *, lost_at: datetime | None) -> str:
    if lost_at is not None:
        return gettext("declared lost on {at}").format(at=at_of(board, lost_at))
    return gettext("on its way since {at}").format(at=at_of(board, sent_at))


def _arrival(board: CentreBoard, made: MadeParcel) -> str:
    parcel = made.parcel
    if parcel.closed_at is None and parcel.arrived_at is not None:
        arrived = at_of(board, parcel.arrived_at)
        return gettext("arrived on {at}: {received} of {announced} ticked").format(
            at=arrived, received=made.received, announced=parcel.announced
        )
    return _reception(made)


def _reception(made: MadeParcel) -> str:
    if made.uneven:
        return gettext("arrived; {counts}").format(counts=join_parts(map(_uneven, made.uneven)))
    if not made.ticks:
        return gettext("arrived and counted")
    if not made.missing:
        return gettext("arrived, every script received")
    return ngettext(
        "arrived, {received} received, {n} missing", "arrived, {received} received, {n} missing", made.missing
    ).format(received=made.received, n=made.missing)


def _uneven(row: ParcelCount) -> str:
    sentence = gettext("{code}: {announced} announced, {counted} counted ({reason})")
    return sentence.format(code=row.specialty_code, announced=row.announced, counted=row.arrived, reason=row.gap_reason)


def shown_board(board: CentreBoard, now: datetime) -> dict[str, Any]:
    """Give the board, its heading, its clock while something has still to leave, and what became of each parcel."""
    is_running = board.has_begun(now) and bool(board.cells) and not board.is_despatched
    return {
        "board": board,
        "heading": heading_of(board.where),
        "address": board.where.address("paper"),
        "clock": board.clock(now) if is_running else None,
        "parcels": [(made, became(board, made)) for made in board.parcels],
    }
