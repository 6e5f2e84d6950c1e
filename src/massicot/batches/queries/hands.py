"""In whose hands batches are, were, and may go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from massicot.batches import rules
from massicot.batches.models import Batch, HandOut, MissedReturn
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.markers.queries import Marker


@dataclass(frozen=True, slots=True)
class StillOut:
    """A batch that a marker holds: who to call, since when, and what was noted of it this evening."""

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


def has_hand_outs(paper_id: int) -> bool:
    """Say whether a batch of a paper was handed out at least once; it is not unmade after that."""
    return HandOut.objects.filter(batch__paper_id=paper_id).exists()


def open_hand_out(batch_id: int) -> HandOut | None:
    """Fetch the stay of a batch with the marker who holds it now."""
    return HandOut.objects.filter(batch_id=batch_id, back_at__isnull=True).first()


def still_out(paper: Paper, centre_uai: str, at: datetime) -> list[StillOut]:
    """List the batches that are with a marker at an instant, the longest out first."""
    stays = list(_open_stays(paper, centre_uai).select_related("batch").order_by("out_at", "batch__sequence"))
    people = markers.markers_by_identifier(paper.session_id, {stay.marker for stay in stays})
    evening = exams.local(paper, at).date()
    missed = MissedReturn.objects.filter(hand_out__in=[stay.pk for stay in stays], evening=evening)
    noted = dict(missed.values_list("hand_out_id", "reason"))
    return [_still_out(stay, people.get(stay.marker), noted.get(stay.pk, "")) for stay in stays]


def count_noted(paper: Paper, centre_uai: str, at: datetime) -> int:
    """Count the batches still with a marker of which it is noted that they were not given back this evening."""
    evening = exams.local(paper, at).date()
    return MissedReturn.objects.filter(hand_out__in=_open_stays(paper, centre_uai), evening=evening).count()


def reissuable(paper: Paper, centre_uai: str, at: datetime) -> QuerySet[Batch]:
    """Find the batches given back on an earlier day that are still at the desk, with `last_marker`, by number."""
    stays = HandOut.objects.filter(batch=OuterRef("pk"))
    midnight = exams.local(paper, at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = stays.filter(Q(back_at__isnull=True) | Q(back_at__gte=midnight))
    rows = Batch.objects.filter(Exists(stays), ~Exists(today), paper=paper, centre_uai=centre_uai)
    last = rows.annotate(last_marker=Subquery(stays.order_by("-pk").values("marker")[:1]))
    return last.order_by("sequence")


def with_last_taker(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Tell beside batches who holds them, or held them last (`taker`); empty when nobody ever did."""
    stays = HandOut.objects.filter(batch=OuterRef("pk")).order_by("-pk").values("marker")[:1]
    told: QuerySet[Any] = rows.annotate(taker=Coalesce(Subquery(stays), Value("")))
    return told


def missed_returns(batch_id: int) -> list[MissedReturn]:
    """List the evenings on which a batch was not given back, oldest first."""
    return list(MissedReturn.objects.filter(hand_out__batch_id=batch_id).select_related("hand_out").order_by("pk"))


def not_returned(paper_id: int) -> list[str]:
    """Name each evening on which a batch of a paper was not given back, as the ladder's events do."""
    rows = MissedReturn.objects.filter(hand_out__batch__paper_id=paper_id).order_by("hand_out__batch__code", "evening")
    return [rules.event_subject(code, day) for code, day in rows.values_list("hand_out__batch__code", "evening")]


def _open_stays(paper: Paper, centre_uai: str) -> QuerySet[HandOut]:
    return HandOut.objects.filter(batch__paper=paper, batch__centre_uai=centre_uai, back_at__isnull=True)


def _still_out(stay: HandOut, person: Marker | None, noted: str) -> StillOut:
    batch = stay.batch
    return StillOut(
        batch.code,
        batch.specialty_code,
        batch.size,
        stay.marker,
        markers.name_of(person) if person else "",
        person.telephone if person else "",
        person.email if person else "",
        stay.out_at,
        noted,
    )
