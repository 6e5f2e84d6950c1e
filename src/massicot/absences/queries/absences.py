"""Reads of absences: their half-days, their steps, how each was answered, and who is away when."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Subquery, When, prefetch_related_objects

from massicot.absences import models
from massicot.absences.rules.absences import AbsenceState, AbsenceUnknown, Who, in_order
from massicot.absences.rules.deductions import read
from massicot.absences.rules.life import REOPENED, UNDECIDED
from massicot.deposits import queries as deposits
from massicot.deposits.queries import Deposit
from massicot.documents.deduction import DeductionLetter
from massicot.exams import queries as exams
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.store.prepared import Question

Absence = models.Absence
AbsentHalf = models.AbsentHalf
"""Rows that others are handed and may name; the tables themselves are imported by this area only."""

WAITS = Q(state__in=UNDECIDED) | Q(state__in=REOPENED, document_at__gt=F("answered_at"))
"""What the office has to answer: nothing was decided, or a document came since."""


CAME = Q(came_at__isnull=False, came_seen_at__isnull=True)
"""Whoever came all the same, of which the office has not taken note."""


@dataclass(frozen=True, slots=True)
class AbsenceFile:
    """What happened to an absence, and how it was answered; what was taken back stands beside what follows."""

    steps: Sequence[models.AbsenceStep]
    decisions: Sequence[models.RectorDecision]
    visits: Sequence[models.CounterVisit]
    deductions: Sequence[models.Deduction]


def subject_of(absence_id: int) -> str:
    """Name an absence as the journal does."""
    return f"absence:{absence_id}"


def absence_rows() -> QuerySet[Absence]:
    """Find absences, each with its person, its mission and its session."""
    return Absence.objects.select_related(
        "assignment__person", "assignment__mission__session", "assignment__mission__paper"
    )


def absence_by_id(absence_id: int) -> Absence:
    """Fetch an absence; raise AbsenceUnknown."""
    row = _ABSENCE.first(absence_id=absence_id)
    if row is None:
        raise AbsenceUnknown
    return row


def absences_by_ids(ids: Collection[int]) -> dict[int, Absence]:
    """Map ids to absences; an id of none is left out."""
    return {row.pk: row for row in absence_rows().filter(pk__in=list(ids))} if ids else {}


def ids_of_people_called(words: str) -> list[int]:
    """List the absences of people whose name has some words in it."""
    people = Q(assignment__person__surname__icontains=words) | Q(assignment__person__first_name__icontains=words)
    return list(Absence.objects.filter(people).values_list("pk", flat=True))


def hold_absence(absence_id: int) -> Absence:
    """Fetch an absence, held until the end of the transaction; raise AbsenceUnknown."""
    row = _HELD.first(absence_id=absence_id)
    if row is None:
        raise AbsenceUnknown
    return row


def halves_of(absence: Absence) -> list[DayHalf]:
    """List the half-days of an absence that did not end, in their order."""
    return in_order(half_of(row) for row in _HALVES_LEFT.ask(absence_id=absence.pk))


def halves_ever(absence: Absence) -> list[DayHalf]:
    """List every half-day that an absence ever had, in their order."""
    return in_order(half_of(row) for row in absence.halves.all())


def half_of(row: AbsentHalf) -> DayHalf:
    return row.day, HalfDay(row.half)


def absences_of(assignment_ids: Collection[int]) -> list[Absence]:
    """List the absences from some missions, the last one said first."""
    rows = _OF.ask(assignment_ids=list(assignment_ids)) if assignment_ids else []
    prefetch_related_objects(rows, "halves")
    return rows


def listed_absences() -> QuerySet[Any]:
    """Find the absences of the sessions at work, what waits for an answer first, for a list that the database cuts."""
    rows = absence_rows().filter(assignment__mission__session__archived_at=None).prefetch_related("halves")
    first = Case(When(WAITS, then=0), When(CAME, then=1), default=2, output_field=IntegerField())
    return rows.annotate(rank=first).order_by("rank", "-said_at", "-pk")


def is_in(state: str) -> Q:
    return Q(state=state)


def documents_of(absence: Absence) -> list[Deposit]:
    """List what is known of the documents handed in for an absence, the first one first."""
    return deposits.deposits_about(subject_of(absence.pk))


def count_handed_in(assignment_id: int) -> int:
    """Count the documents handed in for all absences of somebody from one mission, withdrawn ones too."""
    absences = models.Absence.objects.filter(assignment=assignment_id).values_list("pk", flat=True)
    return deposits.count_about(map(subject_of, absences))


def has_document_since(absence: Absence) -> bool:
    """Say whether a document came after an answer that it may change, and of which nobody has said that it stands."""
    if absence.state not in REOPENED or absence.document_at is None or absence.answered_at is None:
        return False
    return absence.document_at > absence.answered_at


def file_of(absence: Absence) -> AbsenceFile:
    """Read the file of an absence: every step, each decision, counter-visit and deduction, in their order."""
    return AbsenceFile(
        list(absence.steps.order_by("pk")),
        list(absence.decisions.order_by("pk")),
        list(absence.visits.order_by("pk")),
        list(absence.deductions.order_by("pk")),
    )


def deduction_of(absence: Absence, deduction_id: int) -> models.Deduction | None:
    """Find a file of deduction of an absence."""
    rows = absence.deductions.select_related("absence__assignment__mission__session")
    return rows.filter(pk=deduction_id).first()


def deduction_document(row: models.Deduction) -> DeductionLetter:
    """Write the file of a deduction as its letter takes it."""
    facts = read(row.facts)
    halves = set(facts.halves)
    return DeductionLetter(
        reference=facts.reference,
        authority=facts.authority,
        office=facts.office,
        address=facts.address,
        telephone=facts.telephone,
        signatory=facts.signatory,
        session=facts.session,
        is_rehearsal=facts.is_rehearsal,
        identifier=facts.identifier,
        name=facts.name,
        institution=facts.institution,
        mission=facts.mission,
        place=facts.place,
        convocation=facts.convocation,
        days=[
            (day, (day.isoformat(), HalfDay.MORNING) in halves, (day.isoformat(), HalfDay.AFTERNOON) in halves)
            for day in facts.days
        ],
        thirtieths=facts.thirtieths,
        fate=facts.fate,
        is_referred=facts.is_referred,
        filed_on=date.fromisoformat(facts.filed_on),
        taken_back_on=taken_back_on(row),
    )


def taken_back_on(row: models.Deduction) -> date | None:
    """Say on which day a file of deduction was taken back, on the clock of its session."""
    return exams.day_of(row.absence.assignment.mission.session, row.taken_back_at) if row.taken_back_at else None


def absences_of_staff(uais: Collection[str]) -> QuerySet[Absence]:
    """Find the absences of the staff of some institutions, in the sessions at work, the last one said first."""
    rows = absence_rows().filter(institution_uai__in=sorted(uais), assignment__mission__session__archived_at=None)
    return rows.prefetch_related("halves").order_by("-said_at", "-pk")


def count_to_confirm(uais: Collection[str]) -> Counter[str]:
    """Count by institution the absences that their head has to confirm, as `waits_for_head` says."""
    rows = absences_of_staff(uais).filter(state=AbsenceState.ANNOUNCED).exclude(way=Who.HEAD)
    return Counter(rows.values_list("institution_uai", flat=True))


_ABSENCE: Question[Absence] = Question(lambda absence_id: absence_rows().filter(pk=absence_id))
_HELD: Question[Absence] = Question(
    lambda absence_id: absence_rows().filter(pk=absence_id).select_for_update(of=("self",))
)
_HALVES_LEFT: Question[AbsentHalf] = Question(
    lambda absence_id: AbsentHalf.objects.filter(absence_id=absence_id, ended_at=None)
)
_OF: Question[Absence] = Question(
    lambda assignment_ids: absence_rows().filter(assignment_id__in=assignment_ids).order_by("-said_at", "-pk")
)


@dataclass(frozen=True, slots=True)
class AbsenceCount:
    """How many absences wait for an answer, and in how many somebody came of whom the office has not taken note."""

    waiting: int
    came: int


def absences_beside() -> dict[str, Subquery]:
    """Write what is counted of absences, of every session at work, as values of another statement."""
    return {"away_waiting": _count_of(_rows().filter(WAITS)), "away_came": _count_of(_rows().filter(CAME))}


def count_absences(values: Mapping[str, Any]) -> AbsenceCount:
    """Read what was asked beside another statement, or alone."""
    return AbsenceCount(values.get("away_waiting") or 0, values.get("away_came") or 0)


def _rows() -> QuerySet[Any]:
    return models.Absence.objects.filter(assignment__mission__session__archived_at=None)


def _count_of(rows: QuerySet[Any]) -> Subquery:
    # One row for all: the sessions at work have no date of their archive.
    counted = rows.order_by().values("assignment__mission__session__archived_at")
    return Subquery(counted.annotate(counted=Count("pk")).values("counted")[:1])


def _found_absent(paper_id: int) -> QuerySet[models.Absence, Any]:
    rows = models.Absence.objects.filter(way=Who.REGISTER, assignment__mission__paper=paper_id)
    return rows.exclude(state=AbsenceState.WITHDRAWN).values_list("assignment__person__identifier")


_FOUND_ABSENT: Question[tuple[str]] = Question(_found_absent)
_HALVES_AWAY: Question[models.AbsentHalf] = Question(
    lambda assignment_id: models.AbsentHalf.objects.filter(assignment_id=assignment_id, ended_at=None).select_related(
        "absence"
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """One half-day on which somebody is known not to be where their letter called them."""

    absence: int
    assignment: int
    person: int
    day: date
    half: HalfDay
    place: str


def away_at(session_id: int, uai: str | None = None, day: date | None = None) -> list[Away]:
    """List who is away in a session, half-day by half-day in their order: at a place, on a day, or anywhere, ever."""
    rows = models.AbsentHalf.objects.filter(assignment__mission__session=session_id, ended_at=None)
    if uai is not None:
        rows = rows.filter(place_uai=uai)
    if day is not None:
        rows = rows.filter(day=day)
    halves = rows.values_list("absence_id", "assignment_id", "assignment__person_id", "day", "half", "place_uai")
    away = [
        Away(absence=absence, assignment=assignment, person=person, day=on, half=HalfDay(half), place=at)
        for absence, assignment, person, on, half, at in halves
    ]
    return sorted(away, key=lambda row: (row.day, row.half is HalfDay.AFTERNOON, row.assignment))


def said_by_centre(session_id: int, uai: str) -> set[int]:
    """List the absences that a marking centre announced and may still withdraw."""
    rows = models.Absence.objects.filter(state=AbsenceState.ANNOUNCED, way=Who.CENTRE, halves__place_uai=uai)
    return set(rows.filter(assignment__mission__session=session_id).values_list("pk", flat=True))


def found_absent(paper_id: int) -> list[str]:
    """List whom registers found absent from the missions of a paper where nobody had announced it, by identifier."""
    return sorted({identifier for (identifier,) in _FOUND_ABSENT.ask(paper_id=paper_id)})


def away_rows() -> QuerySet[Any]:
    """Find the half-days on which somebody is known to be away, for a later area that asks more of them."""
    return models.AbsentHalf.objects.filter(ended_at=None)


def halves_away(assignment_id: int) -> dict[DayHalf, models.AbsentHalf]:
    """Map the half-days on which somebody is away from a mission to the row that says so."""
    return {half_of(row): row for row in _HALVES_AWAY.ask(assignment_id=assignment_id)}


def halves_exempted(assignment_id: int) -> set[DayHalf]:
    """List the half-days of a mission from which the rector exempts somebody."""
    rows = models.AbsentHalf.objects.filter(assignment_id=assignment_id, ended_at=None)
    return {half_of(row) for row in rows.filter(absence__state=AbsenceState.EXEMPTED)}


def halves_away_from(assignment_ids: Collection[int]) -> dict[int, list[DayHalf]]:
    """Map those of some missions from which somebody is away to the half-days."""
    away: dict[int, list[DayHalf]] = defaultdict(list)
    for row in models.AbsentHalf.objects.filter(assignment__in=list(assignment_ids), ended_at=None):
        away[row.assignment_id].append(half_of(row))
    return away


def open_absences(session_id: int | None = None, places: Collection[str] | None = None) -> QuerySet[Any]:
    """Find the absences that wait for an answer, in the order in which they were said: of a session, or of all at work.

    Also those that were answered before a document came. Those called to some places alone, where these are named.
    """
    rows = absence_rows().filter(WAITS, assignment__mission__session__archived_at=None)
    if session_id is not None:
        rows = rows.filter(assignment__mission__session=session_id)
    if places is not None:
        rows = rows.filter(pk__in=models.AbsentHalf.objects.filter(place_uai__in=list(places)).values("absence"))
    return rows.order_by("said_at", "pk")
