"""Who is absent while nobody comes in their stead, and whom an urgent letter did not reach.

Which half-days are over the clock of each session says: where Paris has its lunch, Martinique has not begun.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value

from massicot.absences import queries as absences
from massicot.exams import queries as exams
from massicot.missions.queries.calls import Assignment
from massicot.missions.queries.standing_in import unreached_letters
from massicot.missions.rules.hours import NOON, DayHalf, HalfDay
from massicot.persons.queries.lists import persons_called
from massicot.replacements import models
from massicot.replacements.queries.standing import Replacement, standing_rows
from massicot.replacements.rules import ReplacementState


@dataclass(frozen=True, slots=True)
class NotReplaced:
    """Somebody who is absent, and the half-days to come on which nobody comes in their stead."""

    assignment: Assignment
    halves: Sequence[DayHalf]


@dataclass(frozen=True, slots=True)
class FirstHalves:
    """From which days on the mornings and the afternoons of the sessions of a time zone are not over."""

    zone: str
    morning: date
    afternoon: date


def not_replaced(now: datetime, uais: Collection[str] | None = None) -> list[NotReplaced]:
    """List who is absent on half-days to come while nobody comes in their stead, the first half-day first.

    With `uais`, those who were staff of some institutions as their absence began.
    """
    of_each: dict[Assignment, list[DayHalf]] = defaultdict(list)
    away = _rows(first_halves(now, exams.zones_at_work()))
    if uais is not None:
        away = away.filter(absence__institution_uai__in=sorted(uais))
    rows = away.select_related("assignment__person", "assignment__mission__session")
    for row in rows.order_by("day", "-half", "assignment__person__surname", "pk"):
        of_each[row.assignment].append((row.day, HalfDay(row.half)))
    return [NotReplaced(assignment, halves) for assignment, halves in of_each.items()]


@dataclass(frozen=True, slots=True)
class ReplacedPerson:
    """Somebody in whose stead another comes, and the half-days on which that one does, today or later."""

    absent: Assignment
    by: Replacement
    halves: Sequence[DayHalf]


def replaced_from(now: datetime, words: str = "") -> list[ReplacedPerson]:
    """List who is replaced by whom from today on, the first half-day first; with `words`, those of that name alone."""
    from_today = reduce(or_, (_from_today(now, zone) for zone in exams.zones_at_work()), Q(pk__in=[]))
    rows = standing_rows().filter(from_today, absent__mission__session__archived_at=None)
    if words:
        rows = rows.filter(absent__person__in=persons_called(words).values("pk"))
    rows = rows.select_related("absent__person", "absent__mission", "replacement__person", "replacement__stand_in")
    of_each: dict[tuple[Assignment, Replacement], list[DayHalf]] = defaultdict(list)
    for row in rows.order_by("day", "-half", "absent__person__surname", "pk"):
        of_each[row.absent, row.replacement].append((row.day, HalfDay(row.half)))
    return [ReplacedPerson(absent, by, halves) for (absent, by), halves in of_each.items()]


def in_whose_stead(stand_in_id: int) -> list[Assignment]:
    """List in whose stead somebody on a list comes."""
    rows = standing_rows().filter(replacement__stand_in=stand_in_id).select_related("absent__person")
    return list(dict.fromkeys(row.absent for row in rows.order_by("pk")))


def first_halves(now: datetime, zones: Iterable[ZoneInfo]) -> list[FirstHalves]:
    """Tell from when on half-days are to come in time zones, in the order of their names."""
    return [_first_of(now.astimezone(zone), zone.key) for zone in sorted(zones, key=lambda zone: zone.key)]


def count_beside(first: Iterable[FirstHalves]) -> dict[str, Subquery]:
    """Write how many persons these are as a value of another statement; one of `first` for each zone at work."""
    rows = _rows(first).order_by().values(one=Value(1))
    return {"not_replaced": Subquery(rows.annotate(counted=Count("assignment", distinct=True)).values("counted"))}


def count_read(values: Mapping[str, Any]) -> int:
    """Read what was asked beside another statement, or alone."""
    return int(values.get("not_replaced") or 0)


def offers_of(assignments: Collection[Assignment]) -> list[Replacement]:
    """List whom heads have offered in the stead of some persons, and nobody has answered."""
    rows = models.Replacement.objects.filter(absent__in=list(assignments), state=ReplacementState.OFFERED)
    return list(rows.select_related("person", "absent__person").order_by("pk"))


def unreached(now: datetime) -> list[Replacement]:
    """List who was convened in somebody's stead and is not reached, by their head."""
    letters = unreached_letters(now).values("assignment")
    rows = models.Replacement.objects.filter(stand_in__in=letters, halves__ended_at=None).distinct()
    return list(rows.select_related("person", "stand_in__person", "stand_in__mission").order_by("pk"))


def _rows(first: Iterable[FirstHalves]) -> QuerySet[Any]:
    """Find the half-days to come of absences, of sessions at work, on which nobody comes instead."""
    to_come = reduce(or_, map(_to_come, first), Q(pk__in=[]))
    there = standing_rows().filter(absent=OuterRef("assignment"), day=OuterRef("day"), half=OuterRef("half"))
    return absences.away_rows().filter(to_come, ~Exists(there), assignment__mission__session__archived_at=None)


def _first_of(here: datetime, zone: str) -> FirstHalves:
    morning = here.date() if here.time() < NOON else here.date() + timedelta(days=1)
    return FirstHalves(zone, morning, here.date())


def _to_come(first: FirstHalves) -> Q:
    """Say which half-days of the sessions of a time zone are not over."""
    mornings = Q(half=HalfDay.MORNING, day__gte=first.morning)
    afternoons = Q(half=HalfDay.AFTERNOON, day__gte=first.afternoon)
    return Q(mornings | afternoons, assignment__mission__session__time_zone=first.zone)


def _from_today(now: datetime, zone: ZoneInfo) -> Q:
    """Say which half-days of the sessions of a time zone are of today or later."""
    return Q(day__gte=now.astimezone(zone).date(), absent__mission__session__time_zone=zone.key)
