"""In whose hands batches are, were, and may go; what is shared out among markers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from massicot.audit import queries as audit
from massicot.batches.models import Batch, HandOut, MissedReturn
from massicot.batches.queries.batches import is_in, rows_of, subject_of
from massicot.batches.rules import hands as rules
from massicot.batches.rules.batches import BatchState
from massicot.batches.rules.shares import BatchTaker, WaitingBatch
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers
from massicot.markers.queries import Marker
from massicot.store.prepared import Question


@dataclass(frozen=True, slots=True, kw_only=True)
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
    stays = _STAYS.ask(paper_id=paper.pk, centre_uai=centre_uai, evening=exams.local(paper, at).date())
    people = markers.markers_by_identifier(paper.session_id, {marker for _, marker, *_ in stays})
    return [_still_out(stay, people.get(stay[1])) for stay in stays]


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


_Stay = tuple[int, str, datetime, str, str, int, str]
"""One stay, with its marker, since when, the code, the specialty and the scripts of its batch, what is noted of it."""


def _open_stays(paper_id: int, centre_uai: str, evening: date) -> QuerySet[HandOut, _Stay]:
    rows = HandOut.objects.filter(batch__paper_id=paper_id, batch__centre_uai=centre_uai, back_at__isnull=True)
    in_hand = F("batch__size") - F("batch__lacking")
    of_batch = ("batch__code", "batch__specialty_code", in_hand)
    noted = MissedReturn.objects.filter(hand_out=OuterRef("pk"), evening=evening).values("reason")[:1]
    told = rows.annotate(noted=Coalesce(Subquery(noted), Value("")))
    return told.order_by("out_at", "batch__sequence").values_list("pk", "marker", "out_at", *of_batch, "noted")


def _reasons(paper_id: int, centre_uai: str, evening: date) -> QuerySet[MissedReturn, tuple[int, str]]:
    stays = {"hand_out__batch__paper_id": paper_id, "hand_out__batch__centre_uai": centre_uai}
    rows = MissedReturn.objects.filter(hand_out__back_at__isnull=True, evening=evening, **stays)
    return rows.values_list("hand_out_id", "reason")


def _not_returned(paper_id: int) -> QuerySet[MissedReturn, tuple[str, date]]:
    rows = MissedReturn.objects.filter(hand_out__batch__paper_id=paper_id).order_by("hand_out__batch__code", "evening")
    return rows.values_list("hand_out__batch__code", "evening")


_OPEN_STAY = Question(lambda batch_id: HandOut.objects.filter(batch_id=batch_id, back_at__isnull=True))
_STAYS = Question(_open_stays)
_NOT_RETURNED = Question(_not_returned)
_NOTED = Question(_reasons)


def _still_out(stay: _Stay, person: Marker | None) -> StillOut:
    hand_out, marker, since, code, specialty_code, size, noted = stay
    return StillOut(
        hand_out=hand_out,
        code=code,
        specialty_code=specialty_code,
        size=size,
        marker=marker,
        name=markers.name_of(person) if person else "",
        telephone=person.telephone if person else "",
        email=person.email if person else "",
        since=since,
        noted=noted,
    )


def _batches_in_hand(session_id: int, identifiers: list[str]) -> QuerySet[HandOut, tuple[str, str]]:
    stays = HandOut.objects.filter(batch__paper__session_id=session_id, marker__in=identifiers, back_at__isnull=True)
    return stays.order_by("batch__sequence").values_list("marker", "batch__code")


_HELD = Question(_batches_in_hand)


@dataclass(frozen=True, slots=True)
class Taker:
    """A marker, and the batches that they hold already."""

    identifier: str
    name: str
    institution: str
    holds: tuple[str, ...]


def takers_of(session_id: int, rows: Sequence[Any]) -> list[Taker]:
    """Tell of some of the markers of a session what they hold."""
    names = exams.institution_names({row.institution_uai for row in rows})
    codes = held_batches(session_id, {row.identifier for row in rows})
    return [
        Taker(
            row.identifier,
            markers.name_of(row),
            names.get(row.institution_uai, row.institution_uai),
            tuple(codes.get(row.identifier, ())),
        )
        for row in rows
    ]


def held_batches(session_id: int, identifiers: Collection[str]) -> Mapping[str, list[str]]:
    """Map those of some markers who hold batches now to their codes."""
    by_marker: dict[str, list[str]] = defaultdict(list)
    for marker, code in _HELD.ask(session_id=session_id, identifiers=sorted(identifiers)) if identifiers else []:
        by_marker[marker].append(code)
    return by_marker


def held_in_any_session(identifiers: Collection[str]) -> Mapping[str, list[str]]:
    """Map those of some persons who hold batches of whatever session to their codes."""
    by_person: dict[str, list[str]] = defaultdict(list)
    for person, pool in markers.pools_of(identifiers).items():
        for marker in pool:
            by_person[person] += held_batches(marker.session_id, [marker.identifier]).get(marker.identifier, [])
    return {person: codes for person, codes in by_person.items() if codes}


def stays_of_persons() -> QuerySet[Any]:
    """Find the hand-outs, each with who took the batch, as `person`: for whoever calls people.

    They are read by paper, centre, person and instant alone: what was in whose hands stays here.
    """
    person = markers.person_of(OuterRef("batch__paper__session_id"), OuterRef("marker"))
    return HandOut.objects.annotate(person=person)


def batches_ever_with(session_id: int, identifier: str) -> list[str]:
    """List the codes of the batches of a session that a marker holds, or held, in their order."""
    rows = HandOut.objects.filter(batch__paper__session_id=session_id, marker=identifier)
    return list(rows.order_by("batch__code").values_list("batch__code", flat=True).distinct())


def count_held() -> Coalesce:
    """Count the batches that a marker holds now, for a list that the database sorts by it."""
    stays = HandOut.objects.filter(
        marker=OuterRef("identifier"), batch__paper__session_id=OuterRef("session_id"), back_at__isnull=True
    )
    counted = stays.order_by().values("marker").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def ready_batches(paper_id: int, centre_uai: str) -> list[Batch]:
    """List the closed batches of a paper at a centre that nobody has had and that hold something, by number."""
    rows = rows_of(paper_id, centre_uai).filter(is_in(BatchState.READY)).order_by("sequence")
    return [batch for batch in rows if batch.in_hand]


def batches_back(paper_id: int, centre_uai: str, codes: Collection[str]) -> list[Batch]:
    """List those of some batches that a marker gave back and that hold something, by number."""
    rows = rows_of(paper_id, centre_uai).filter(is_in(BatchState.BACK), code__in=sorted(codes)) if codes else []
    return sorted((batch for batch in rows if batch.in_hand), key=lambda batch: batch.sequence)


def next_proposed(paper_id: int, centre_uai: str, marker: str) -> str:
    """Name the first batch that waits for a marker for whom it was shared out; empty where none does."""
    rows = rows_of(paper_id, centre_uai).filter(proposed_to=marker, is_out=False, sealed_at__isnull=False)
    return next((batch.code for batch in rows.order_by("sequence") if batch.in_hand), "")


def waiting_batches(batches: Iterable[Batch]) -> list[WaitingBatch]:
    """Say of each of some batches for whom it was proposed, and to whom it was refused for own pupils."""
    refused: dict[str, set[str]] = defaultdict(set)
    for fact in audit.facts_below("OwnPupilsTold", subject_of("")):
        refused[fact["code"]].add(fact["marker"])
    return [
        WaitingBatch(batch.code, batch.specialty_code, batch.proposed_to, frozenset(refused.get(batch.code, ())))
        for batch in batches
    ]


def takers_with_history(paper_id: int, centre_uai: str, markers: Collection[str]) -> list[BatchTaker]:
    """Say of some markers how many batches of a paper they have had at a centre, and of which specialties."""
    rows = HandOut.objects.filter(batch__paper_id=paper_id, batch__centre_uai=centre_uai, marker__in=sorted(markers))
    had: dict[str, set[int]] = defaultdict(set)
    specialties: dict[str, set[str]] = defaultdict(set)
    for marker, batch, specialty in rows.values_list("marker", "batch_id", "batch__specialty_code"):
        had[marker].add(batch)
        specialties[marker].add(specialty)
    return [
        BatchTaker(marker, len(had.get(marker, ())), frozenset(specialties.get(marker, ())))
        for marker in sorted(markers)
    ]


def takers_at(paper_id: int, centre_uai: str) -> set[str]:
    """List who has, or had, a batch of a paper at a centre, by identifier."""
    rows = HandOut.objects.filter(batch__paper_id=paper_id, batch__centre_uai=centre_uai)
    return set(rows.values_list("marker", flat=True))
