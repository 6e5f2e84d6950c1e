"""Who is absent while nobody comes in their stead, and whom an urgent letter did not reach.

Which half-days are over the clock of each session says: where Paris has its lunch, Martinique has not begun.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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


def not_replaced(now: datetime, uais: Collection[str] | None = None) -> list[NotReplaced]:
    """List who is absent on half-days to come while nobody comes in their stead, the first half-day first.

    With `uais`, those who were staff of some institutions as their absence began.
    """
    of_each: dict[Assignment, list[DayHalf]] = defaultdict(list)
    away = _rows(now, exams.zones_at_work())
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


def count_beside(now: datetime, zones: Collection[ZoneInfo]) -> dict[str, Subquery]:
    """Write how many persons these are as a value of another statement; `zones` are those of the sessions at work."""
    rows = _rows(now, zones).order_by().values(one=Value(1))
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


def _rows(now: datetime, zones: Collection[ZoneInfo]) -> QuerySet[Any]:
    """Find the half-days to come of absences, of sessions at work, on which nobody comes instead."""
    to_come = reduce(or_, (_to_come(now.astimezone(zone), zone) for zone in zones), Q(pk__in=[]))
    there = standing_rows().filter(absent=OuterRef("assignment"), day=OuterRef("day"), half=OuterRef("half"))
    return absences.away_rows().filter(to_come, ~Exists(there), assignment__mission__session__archived_at=None)


def _to_come(here: datetime, zone: ZoneInfo) -> Q:
    """Say which half-days of the sessions of a time zone are not over."""
    rest = [half for half in HalfDay if half is HalfDay.AFTERNOON or here.time() < NOON]
    is_left = Q(day__gt=here.date()) | Q(day=here.date(), half__in=rest)
    return Q(is_left, assignment__mission__session__time_zone=zone.key)


def _from_today(now: datetime, zone: ZoneInfo) -> Q:
    """Say which half-days of the sessions of a time zone are of today or later."""
    return Q(day__gte=now.astimezone(zone).date(), absent__mission__session__time_zone=zone.key)
