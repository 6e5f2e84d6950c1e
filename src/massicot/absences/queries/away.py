"""Who is away: half by half, for whoever keeps a register or looks for somebody in their place."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from massicot.absences import models
from massicot.absences.queries.absences import WAITS, absence_rows, half_of
from massicot.absences.rules import AbsenceState, Who
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.store.prepared import Question


def _found_absent(paper_id: int) -> QuerySet[models.Absence, Any]:
    rows = models.Absence.objects.filter(way=Who.REGISTER, assignment__mission__paper=paper_id)
    return rows.exclude(state=AbsenceState.WITHDRAWN).values_list("assignment__person__identifier")


_FOUND_ABSENT: Question[tuple[str]] = Question(_found_absent)
_HALVES_AWAY: Question[models.AbsentHalf] = Question(
    lambda assignment_id: models.AbsentHalf.objects.filter(assignment_id=assignment_id, ended_at=None).select_related(
        "absence"
    )
)


@dataclass(frozen=True, slots=True)
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
        Away(absence, assignment, person, on, HalfDay(half), at) for absence, assignment, person, on, half, at in halves
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
