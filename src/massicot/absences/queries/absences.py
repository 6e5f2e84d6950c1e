"""Reads of one absence: its half-days, its steps, how it was answered."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, When, prefetch_related_objects

from massicot.absences import models
from massicot.absences.rules import AbsenceState, Who
from massicot.absences.rules.announcing import AbsenceUnknown, in_order
from massicot.absences.rules.deducting import read
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
    """Read a row as a half-day."""
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
