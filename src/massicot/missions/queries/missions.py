"""Reads of missions: those of a session with how many are called, one with its hours, what lacks where."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from massicot.exams import queries as exams
from massicot.missions.models import Activity, Assignment, Mission
from massicot.missions.rules.hours import Slot
from massicot.missions.rules.missions import (
    SKILLS_BETWEEN,
    ActivityValues,
    AssignmentState,
    MissionKind,
    MissionUnknown,
    MissionValues,
)
from massicot.store.prepared import Question

ON_LIST = ~Q(state=AssignmentState.WITHDRAWN)
"""Who stands on a list, convened or not yet."""


def subject_of(mission: Mission) -> str:
    """Name a mission as the journal does."""
    return f"mission:{mission.session.code}/{mission.pk}"


def mission_by_id(session_code: str, mission_id: int) -> Mission:
    """Fetch a mission of a session; raise MissionUnknown."""
    mission = _MISSION.first(session_code=session_code, mission_id=mission_id)
    if mission is None:
        raise MissionUnknown
    return mission


def hold_mission(mission_id: int) -> Mission:
    """Fetch a mission, held until the end of the transaction: its list and its hours stay. Raise MissionUnknown."""
    mission = _HELD.first(mission_id=mission_id)
    if mission is None:
        raise MissionUnknown
    exams.check_at_work(mission.session)
    return mission


def mission_rows(session_id: int) -> QuerySet[Any]:
    """Find the missions of a session by their first day, each with its counts, for a list that the database cuts.

    Each has `called`, `convened`, `asked`, `lacking`, `begins_at`, `place`.
    """
    rows: QuerySet[Any] = _rows().filter(session_id=session_id)
    return _counted_rows(rows).order_by("begins_at", "pk")


def rows_lacking(at: datetime) -> QuerySet[Any]:
    """Find the missions to come, of sessions at work, that have too few persons on their list, to be counted."""
    hours = Activity.objects.filter(mission=OuterRef("pk"), starts_at__lte=at)
    rows: QuerySet[Any] = Mission.objects.filter(~Exists(hours), session__archived_at=None)
    lacking: QuerySet[Any] = rows.alias(**_counts())
    return lacking.filter(lacking__gt=0)


def missions_of_place(paper_id: int, kind: MissionKind) -> set[str]:
    """List where a paper has a mission of a kind, by UAI."""
    return set(Mission.objects.filter(paper_id=paper_id, kind=kind).values_list("place_uai", flat=True))


def places_of_sessions(session_ids: Collection[int]) -> set[str]:
    """List where sessions call people to, by UAI."""
    missions = Mission.objects.filter(session_id__in=session_ids).values_list("place_uai", flat=True)
    on_the_way = Activity.objects.filter(mission__session_id__in=session_ids).values_list("place_uai", flat=True)
    return {*missions, *on_the_way} - {""}


def activities_of(mission_id: int) -> list[Activity]:
    return _ACTIVITIES.ask(mission_id=mission_id)


def values_of(mission: Mission) -> MissionValues:
    """Build what may be changed of a mission."""
    return MissionValues(
        title=mission.title,
        place_uai=mission.place_uai,
        needed=mission.needed,
        reserve=mission.reserve,
        pay_code=mission.pay_code,
        discipline=mission.discipline,
        skills=skills_of(mission),
    )


def skills_of(mission: Mission) -> tuple[str, ...]:
    return tuple(filter(None, mission.skills.split(SKILLS_BETWEEN)))


def activity_values(mission: Mission) -> list[ActivityValues]:
    """Write the activities of a mission on the clock of its session."""
    zone = exams.zone_of(mission.session)
    return [
        ActivityValues(
            title=row.title,
            day=row.starts_at.astimezone(zone).date(),
            starts=row.starts_at.astimezone(zone).time(),
            ends=row.ends_at.astimezone(zone).time(),
            place_uai=row.place_uai,
            is_for_named=row.is_for_named,
        )
        for row in activities_of(mission.pk)
    ]


def kept_by_all(mission: Mission) -> list[Slot]:
    """List the hours that everybody of a mission keeps, on the clock of its session."""
    zone = exams.zone_of(mission.session)
    return [
        Slot(row.starts_at.astimezone(zone), row.ends_at.astimezone(zone), row.place_uai, mission.pk)
        for row in activities_of(mission.pk)
        if not row.is_for_named
    ]


def count_listed(mission_id: int) -> tuple[int, int, int]:
    """Count who is on the list of a mission: without the reserve, of the reserve, and of both the convened."""
    for _, main, reserve, convened in _LISTED.ask(mission_id=mission_id):
        return main, reserve, convened
    return 0, 0, 0


def _rows() -> QuerySet[Mission]:
    return Mission.objects.select_related("session", "paper")


def _counted_rows(rows: QuerySet[Any]) -> QuerySet[Any]:
    counted: QuerySet[Any] = rows.annotate(place=exams.naming("place_uai"), **_counts())
    return counted


def _counts() -> dict[str, Any]:
    listed = Assignment.objects.filter(ON_LIST, mission_id=OuterRef("pk")).order_by().values("mission_id")
    convened = listed.filter(state=AssignmentState.CONVENED)
    hours = Activity.objects.filter(mission_id=OuterRef("pk")).order_by().values("mission_id")
    called = _count_of(listed)
    return {
        "called": called,
        "convened": _count_of(convened),
        "asked": F("needed") + F("reserve"),
        "lacking": F("needed") + F("reserve") - called,
        "begins_at": Subquery(hours.annotate(first=Min("starts_at")).values("first")),
    }


def _count_of(rows: QuerySet[Assignment, Any]) -> Coalesce:
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0, output_field=IntegerField())


def _counted_list(mission_id: int) -> QuerySet[Assignment, Any]:
    rows = Assignment.objects.filter(ON_LIST, mission_id=mission_id).order_by().values_list("mission_id")
    return rows.annotate(
        main=Count("pk", filter=Q(is_reserve=False)),
        reserve=Count("pk", filter=Q(is_reserve=True)),
        convened=Count("pk", filter=Q(state=AssignmentState.CONVENED)),
    )


_MISSION: Question[Mission] = Question(
    lambda session_code, mission_id: _rows().filter(session__code=session_code, pk=mission_id)
)
_HELD: Question[Mission] = Question(
    lambda mission_id: _rows().select_for_update(of=("self",), no_key=True).filter(pk=mission_id)
)
_ACTIVITIES: Question[Activity] = Question(
    lambda mission_id: Activity.objects.filter(mission_id=mission_id).order_by("starts_at", "pk")
)
_LISTED: Question[tuple[int, int, int, int]] = Question(_counted_list)
