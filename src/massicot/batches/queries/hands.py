"""In whose hands batches are, were, and may go."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from massicot.batches import rules
from massicot.batches.models import Batch, HandOut, MissedReturn
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.markers.queries import Marker
from massicot.store.prepared import Question, ask_all


@dataclass(frozen=True, slots=True)
class StillOut:
    """A batch that a marker holds: who to call, since when, and what was noted of it this evening."""

    hand_out: int
    code: str
    specialty_code: str
    size: int
    marker: str
    name: str
    telephone: str
    email: str
    since: datetime
    noted: str


def hand_outs_of(batch_id: int) -> list[HandOut]:
    """List the stays of a batch with its markers, oldest first."""
    return list(HandOut.objects.filter(batch_id=batch_id).order_by("pk"))


def open_hand_out(batch_id: int) -> HandOut | None:
    """Fetch the stay of a batch with the marker who holds it now."""
    return _OPEN_STAY.first(batch_id=batch_id)


def present_stay(batch: Batch) -> HandOut:
    """Fetch the stay of a batch with the marker who holds it now; raise BatchNotOut."""
    stay = open_hand_out(batch.pk)
    if stay is None:
        raise rules.BatchNotOut(code=batch.code)
    return stay


def still_out(paper: Paper, centre_uai: str, at: datetime) -> list[StillOut]:
    """List the batches that are with a marker at an instant, the longest out first."""
    place = {"paper_id": paper.pk, "centre_uai": centre_uai}
    stays, noted = ask_all(_STAYS.of(**place), _NOTED.of(**place, evening=exams.local(paper, at).date()))
    people = markers.markers_by_identifier(paper.session_id, {marker for _, marker, *_ in stays})
    reasons = dict(noted)
    return [_still_out(stay, people.get(stay[1]), reasons.get(stay[0], "")) for stay in stays]


def count_noted(paper: Paper, centre_uai: str, at: datetime) -> int:
    """Count the batches still with a marker of which it is noted that they were not given back this evening."""
    evening = exams.local(paper, at).date()
    return len(_NOTED.ask(paper_id=paper.pk, centre_uai=centre_uai, evening=evening))


def at_desk(paper_id: int, centre_uai: str) -> QuerySet[Batch]:
    """Find the batches given back by a marker and still at the desk, by number."""
    rows = Batch.objects.filter(paper_id=paper_id, centre_uai=centre_uai, unmade_at__isnull=True)
    return rows.filter(taker__gt="", is_out=False).order_by("sequence")


def came_back(batch: OuterRef, since: datetime | OuterRef) -> Exists:
    """Ask whether a batch was given back at an instant or since."""
    return Exists(HandOut.objects.filter(batch=batch, back_at__gte=since))


def last_stay(batch: OuterRef) -> Subquery:
    """Ask for the last hand-out of a batch, as a value of another statement."""
    return Subquery(HandOut.objects.filter(batch=batch).order_by("-pk").values("pk")[:1])


def missed_returns(batch_id: int) -> list[MissedReturn]:
    """List the evenings on which a batch was not given back, oldest first."""
    return list(MissedReturn.objects.filter(hand_out__batch_id=batch_id).select_related("hand_out").order_by("pk"))


def not_returned(paper_id: int) -> list[str]:
    """Name each evening on which a batch of a paper was not given back, as the ladder's events do."""
    return [rules.event_subject(code, day) for code, day in _NOT_RETURNED.ask(paper_id=paper_id)]


_Stay = tuple[int, str, datetime, str, str, int]
"""One stay, with its marker, since when, and the code, the specialty and the scripts of its batch."""


def _open_stays(paper_id: int, centre_uai: str) -> QuerySet[HandOut, _Stay]:
    rows = HandOut.objects.filter(batch__paper_id=paper_id, batch__centre_uai=centre_uai, back_at__isnull=True)
    in_hand = F("batch__size") - F("batch__lacking")
    of_batch = ("batch__code", "batch__specialty_code", in_hand)
    return rows.order_by("out_at", "batch__sequence").values_list("pk", "marker", "out_at", *of_batch)


def _noted(paper_id: int, centre_uai: str, evening: date) -> QuerySet[MissedReturn, tuple[int, str]]:
    stays = {"hand_out__batch__paper_id": paper_id, "hand_out__batch__centre_uai": centre_uai}
    rows = MissedReturn.objects.filter(hand_out__back_at__isnull=True, evening=evening, **stays)
    return rows.values_list("hand_out_id", "reason")


def _not_returned(paper_id: int) -> QuerySet[MissedReturn, tuple[str, date]]:
    rows = MissedReturn.objects.filter(hand_out__batch__paper_id=paper_id).order_by("hand_out__batch__code", "evening")
    return rows.values_list("hand_out__batch__code", "evening")


_OPEN_STAY = Question(lambda batch_id: HandOut.objects.filter(batch_id=batch_id, back_at__isnull=True))
_STAYS = Question(_open_stays)
_NOT_RETURNED = Question(_not_returned)
_NOTED = Question(_noted)


def _still_out(stay: _Stay, person: Marker | None, noted: str) -> StillOut:
    hand_out, marker, since, code, specialty_code, size = stay
    return StillOut(
        hand_out,
        code,
        specialty_code,
        size,
        marker,
        markers.name_of(person) if person else "",
        person.telephone if person else "",
        person.email if person else "",
        since,
        noted,
    )
