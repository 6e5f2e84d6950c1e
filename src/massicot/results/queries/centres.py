"""Where every exam centre stands with one paper."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from massicot.candidates import queries as candidates
from massicot.candidates.rules.rungs import RoomFacts
from massicot.consignments import queries as consignments
from massicot.consignments.queries import Parcel
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.rules.centres import CentreProgress, ParcelProgress, parcels_counted


def centres_progress(paper: Paper, rooms: Iterable[RoomFacts], to_pack: Mapping[str, int]) -> list[CentreProgress]:
    """Tell what each centre has done of a paper, its rooms and what it has to pack counted already, by UAI."""
    closed = candidates.days_closed(paper.pk)
    parcels = _parcels(paper)
    by_centre: dict[str, list[RoomFacts]] = defaultdict(list)
    for room in rooms:
        by_centre[room.centre].append(room)
    names = exams.institution_names(by_centre)
    return [
        CentreProgress(
            uai,
            expected=sum(room.entered for room in own),
            rooms=len(own),
            rooms_confirmed=sum(room.is_confirmed for room in own),
            closed_at=closed.get(uai),
            name=names.get(uai, uai),
            to_pack=to_pack.get(uai, 0),
            **parcels_counted(parcels.get(uai, ())),
        )
        for uai, own in sorted(by_centre.items())
    ]


def _parcels(paper: Paper) -> dict[str, list[ParcelProgress]]:
    parcels: dict[str, list[ParcelProgress]] = {}
    for parcel in consignments.parcels_of(paper.pk):
        progress = ParcelProgress(
            is_sent=parcel.has_left,
            is_late=bool(consignments.lateness(parcel)),
            is_arrived=parcel.arrived_at is not None,
            is_closed=parcel.closed_at is not None,
            is_lost=parcel.lost_at is not None and parcel.arrived_at is None,
            is_awaited=_is_awaited(parcel),
        )
        parcels.setdefault(parcel.centre_uai, []).append(progress)
    return parcels


def _is_awaited(parcel: Parcel) -> bool:
    """Say whether a parcel has left and not arrived, where somebody would record it."""
    has_ended = parcel.arrived_at is not None or parcel.lost_at is not None
    return parcel.sent_at is not None and not has_ended and bool(parcel.destination_uai)
