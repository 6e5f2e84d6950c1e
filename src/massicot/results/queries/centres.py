"""Where every exam centre stands with one paper, and what lies in no parcel yet."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from massicot.candidates import queries as candidates
from massicot.candidates.rules import SCRIPTS, Attendance
from massicot.candidates.rules.rungs import RoomFacts
from massicot.consignments import queries as consignments
from massicot.consignments.queries import Parcel
from massicot.consignments.rules.rungs import NOT_PACKED
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.exams.rules import RouteKind
from massicot.results.queries.decisions import scripts_decided
from massicot.results.rules.centres import CentreProgress, ParcelProgress, parcels_counted
from massicot.scripts import queries as scripts
from massicot.store.prepared import Question
from massicot.store.rows import counts_only_in, numbers_only_in

_NOT_PACKED: Question[tuple[str]] = Question(
    lambda paper_id: numbers_only_in(scripts.rows_in_hand(paper_id), consignments.packed_rows(paper_id))
)
_LACKING: Question[tuple[str, int]] = Question(
    lambda paper_id: counts_only_in(scripts.rows_in_hand(paper_id), consignments.packed_rows(paper_id), "centre_uai")
)


def scripts_to_pack(
    paper: Paper,
    words: Mapping[tuple[str, str, Attendance], int],
    not_packed: Collection[str],
    left_out: Collection[str],
) -> dict[str, int]:
    """Count by centre what is in no parcel: of its register `words`, and of its numbers `not_packed`.

    What is `left_out` is looked for, and goes into a parcel only once it is found.
    """
    return dict(_count_numbered(paper, not_packed, left_out) + _count_unnumbered(paper, words))


def still_to_pack(paper: Paper) -> dict[str, int]:
    """Count by centre what is in no parcel, all of it asked here."""
    words = candidates.words_by_cell(paper.pk)
    left_out = consignments.left_out_of(paper.pk)
    return scripts_to_pack(paper, words, numbers_to_pack(paper, left_out), left_out)


def numbers_to_pack(paper: Paper, left_out: Collection[str]) -> list[str]:
    """List the numbers in hand that are in no parcel, but for those that nobody found when it was made."""
    return [number for (number,) in _NOT_PACKED.ask(paper_id=paper.pk) if number not in left_out]


def _count_numbered(paper: Paper, not_packed: Collection[str], left_out: Collection[str]) -> Counter[str]:
    if not not_packed:
        return Counter()
    lacking = Counter(dict(_LACKING.ask(paper_id=paper.pk)))
    begins = NOT_PACKED.key("")
    decided = {key.removeprefix(begins) for _, key in scripts_decided([paper.pk]) if key.startswith(begins)}
    # What the office wrote off goes into a parcel only if it is found.
    lacking.subtract(scripts.centres_of({*decided.intersection(not_packed), *left_out}).values())
    return +lacking


def _count_unnumbered(paper: Paper, words: Mapping[tuple[str, str, Attendance], int]) -> Counter[str]:
    routes = exams.specialty_routes(paper, paper.starts_at)
    others = {code for code, route in routes.items() if route.kind is not RouteKind.ON_SITE}
    counts: Counter[tuple[str, str]] = Counter()
    for (uai, specialty, word), count in words.items():
        if specialty in others and word in SCRIPTS:
            counts[uai, specialty] += count
    settled = consignments.settled_by_centre(paper.pk) if counts else {}
    left: Counter[str] = Counter()
    for (uai, specialty), count in counts.items():
        left[uai] += max(0, count - settled.get((uai, specialty), 0))
    return +left


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
            uai=uai,
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
