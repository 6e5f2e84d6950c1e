"""Reads of the lists of missions, of whom each may call, and of what a plan of many weighs."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.missions.models import Assignment, Mission, NamedFor
from massicot.missions.queries.missions import ON_LIST, kept_by_all, skills_of
from massicot.missions.queries.obstacles import around
from massicot.missions.rules.hours import Slot
from massicot.missions.rules.lists import FROM_ANYWHERE, NotOnList, Obstacle, ObstacleKind, keys_of
from massicot.missions.rules.missions import AssignmentState
from massicot.missions.rules.plans import ListToFill, PossibleCall
from massicot.missions.rules.ranking import CallProposal, Demand, PoolPerson, rank_pool
from massicot.persons.queries import Person, situations_among
from massicot.persons.rules import school_year_start
from massicot.store.prepared import Question


@dataclass(frozen=True, slots=True)
class ProposedPerson:
    """Somebody of the pool at their place in the order, and what speaks against them."""

    proposal: CallProposal
    person: Person
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class Stead:
    """What is asked of whoever replaces somebody of a mission."""

    wanted: Sequence[Slot]
    """The hours that are left."""
    at_hand: frozenset[int] = frozenset()
    """Whom the mission has called already, and may call up: its reserve, and who replaces on other half-days."""
    against: Mapping[int, Sequence[Obstacle]] = field(default_factory=dict)
    """What else speaks against some persons: they are away as well, or have said no."""


@dataclass(frozen=True, slots=True)
class SessionPool:
    """The pool of a session as it is on a day, read once for as many missions as there are."""

    members: Sequence[markers.PoolMember]
    skills: Mapping[int, tuple[str, ...]]
    positions: dict[str, tuple[float, float]]


def read_pool(missions: Sequence[Mission], day: date) -> SessionPool:
    """Read the pool of the session of some missions, and where its people and these missions are."""
    session_id = missions[0].session_id
    members = markers.pool_of(session_id, day)
    uais = {*(row.institution_uai for row in members), *(mission.place_uai for mission in missions)}
    skills = markers.skills_of_pool(session_id) if any(mission.skills for mission in missions) else {}
    return SessionPool(members, skills, exams.positions_of(uais - {""}))


def proposals_for(mission: Mission, day: date, stead: Stead | None = None) -> list[ProposedPerson]:
    """Put the pool of a session in the order in which it is proposed for a mission: a few statements for thousands.

    With `stead`, in the order in which somebody of it is replaced: being of its reserve speaks against nobody.
    """
    return proposals_among(read_pool([mission], day), mission, day, stead=stead)


def proposals_among(
    pool: SessionPool,
    mission: Mission,
    day: date,
    *,
    without: QuerySet[Any] | None = None,
    stead: Stead | None = None,
) -> list[ProposedPerson]:
    """Put a pool that was read in the order in which it is proposed for a mission.

    Whoever is on a list by a row of `without` is taken for off it. `stead` as above.
    """
    known = around(mission, without=without, wanted=stead.wanted if stead else None)
    at_hand = stead.at_hand if stead else frozenset[int]()
    against = stead.against if stead else {}
    obstacles = {
        row.marker.identifier: (
            *against.get(row.marker.person_id, ()),
            *_but_place(known.obstacles(row.marker.person), at_hand=row.marker.person_id in at_hand),
        )
        for row in pool.members
    }
    begins = min((slot.starts_at.date() for slot in known.wanted), default=day)
    called, reserve = _called_before(begins, mission.pk, without)
    people = [
        PoolPerson(
            identifier=row.marker.identifier,
            discipline=row.marker.discipline,
            institution=row.institution_uai,
            papers=row.papers,
            skills=pool.skills.get(row.marker.person_id, ()),
            position=pool.positions.get(row.institution_uai),
            times_called=called[row.marker.person_id],
            was_reserve=row.marker.person_id in reserve,
            is_at_hand=row.marker.person_id in at_hand,
            obstacles=keys_of(obstacles[row.marker.identifier]),
        )
        for row in pool.members
    ]
    persons = {row.marker.identifier: row.marker.person for row in pool.members}
    proposals = rank_pool(demand_of(mission, pool.positions), people)
    return [ProposedPerson(row, persons[row.person.identifier], obstacles[row.person.identifier]) for row in proposals]


def _but_place(obstacles: Sequence[Obstacle], *, at_hand: bool) -> list[Obstacle]:
    return [row for row in obstacles if not (at_hand and row.kind is ObstacleKind.ON_LIST)]


def demand_of(mission: Mission, places: Mapping[str, tuple[float, float]]) -> Demand:
    """Say what a mission asks of those who are called for it."""
    return Demand(
        disciplines=frozenset(filter(None, [mission.discipline])),
        skills=frozenset(skills_of(mission)),
        paper=mission.paper.code if mission.paper else "",
        position=places.get(mission.place_uai),
    )


def list_rows(mission_id: int) -> QuerySet[Any]:
    """Find who is on the list of a mission, those of the reserve last, for a list that the database cuts."""
    rows = Assignment.objects.filter(ON_LIST, mission_id=mission_id).select_related("person")
    return rows.order_by("is_reserve", "person__surname", "person__first_name", "pk")


def movable_rows(mission_ids: Collection[int]) -> QuerySet[Any]:
    """Find who is on the lists of some missions and may go when these are made anew: neither pinned nor convened."""
    rows = Assignment.objects.filter(mission_id__in=list(mission_ids), state=AssignmentState.PROPOSED)
    return rows.filter(is_pinned=False, convocations=None)


def assignment_of(mission_id: int, assignment_id: int) -> Assignment:
    """Fetch somebody on the list of a mission; raise NotOnList."""
    row: Assignment | None = list_rows(mission_id).filter(pk=assignment_id).first()
    if row is None:
        raise NotOnList
    return row


def missions_listing(person_id: int, *, session_id: int = 0, after: datetime | None = None) -> list[str]:
    """List the titles of the missions on whose lists a person is: all, or those of a session that call from its pool.

    With `after`, those that are not over then.
    """
    rows = Mission.objects.filter(pk__in=Assignment.objects.filter(ON_LIST, person_id=person_id).values("mission_id"))
    if session_id:
        rows = rows.filter(session_id=session_id).exclude(kind__in=FROM_ANYWHERE)
    if after:
        rows = rows.filter(activities__ends_at__gt=after).distinct()
    return list(rows.order_by("title", "pk").values_list("title", flat=True))


def named_on(assignment_ids: Sequence[int]) -> dict[int, list[int]]:
    """Map those who are named for an activity to the activities that they are named for."""
    found: dict[int, list[int]] = {}
    rows = NamedFor.objects.filter(assignment_id__in=assignment_ids).order_by("activity__starts_at")
    for assignment, activity in rows.values_list("assignment_id", "activity_id"):
        found.setdefault(assignment, []).append(activity)
    return found


def _called_before(begins: date, besides: int, without: QuerySet[Any] | None) -> tuple[Counter[int], set[int]]:
    """Count for how many other missions each person is on a list in the school year of a day; list who was in reserve.

    Who was convened for a reserve in the school year before came for nothing.
    """
    first = school_year_start(begins)
    before, starts, ends = (
        datetime.combine(first.replace(year=first.year + years), time.min, UTC) for years in (-1, 0, 1)
    )
    if without is None:
        people = _CALLED.ask(before=before, starts=starts, ends=ends, besides=besides)
    else:
        people = list(_call_counts(before, starts, ends, besides, without))
    return Counter({person: called for person, called, _ in people}), {person for person, _, count in people if count}


def _call_counts(
    before: datetime, starts: datetime, ends: datetime, besides: int, without: QuerySet[Any] | None = None
) -> QuerySet[Assignment, Any]:
    hours = "mission__activities__starts_at"
    rows = Assignment.objects.filter(ON_LIST, **{f"{hours}__gte": before, f"{hours}__lt": ends})
    if without is not None:
        rows = rows.exclude(pk__in=without.values("pk"))
    is_now = Q(**{f"{hours}__gte": starts}) & ~Q(mission_id=besides)
    was_reserve = Q(**{f"{hours}__lt": starts}, is_reserve=True, state=AssignmentState.CONVENED)
    people = rows.order_by().values_list("person_id")
    return people.annotate(
        called=Count("mission", distinct=True, filter=is_now), reserve=Count("pk", filter=was_reserve)
    )


_CALLED: Question[tuple[int, int, int]] = Question(_call_counts)


@dataclass(frozen=True, slots=True)
class PlanGround:
    """What does not change from one mission to the next while a plan is made."""

    missions: Sequence[Mission]
    day: date
    pool: SessionPool

    @property
    def mission_ids(self) -> list[int]:
        return [mission.pk for mission in self.missions]

    @property
    def unknown_places(self) -> list[str]:
        """List the institutions whose coordinates nobody gave, by UAI: the way from there, or to there, is unknown."""
        uais = {row.institution_uai for row in self.pool.members} | {mission.place_uai for mission in self.missions}
        return sorted(uais - self.pool.positions.keys() - {""})


def moving_rows(mission_ids: Collection[int]) -> QuerySet[Any]:
    """Find who is on the lists of some missions and may go: whoever was named for a meeting by hand stays too."""
    return movable_rows(mission_ids).filter(named_for=None)


def missions_to_plan(session_id: int, at: datetime) -> list[Mission]:
    """List the missions of a session that have not begun and call from its pool."""
    rows = Mission.objects.filter(session_id=session_id).exclude(kind__in=FROM_ANYWHERE)
    begun = rows.annotate(first=Min("activities__starts_at")).filter(first__gt=at)
    return list(begun.select_related("session", "paper").order_by("pk"))


def ground_of(missions: Sequence[Mission], day: date) -> PlanGround:
    """Read what a plan of some missions, of one session, stands on."""
    return PlanGround(missions, day, read_pool(missions, day))


def candidates_for(ground: PlanGround, mission: Mission) -> list[PossibleCall]:
    """List who may be called for a mission: those against whom nothing speaks, once all that moves is off the lists."""
    rows = proposals_among(ground.pool, mission, ground.day, without=moving_rows(ground.mission_ids))
    return [
        PossibleCall(
            mission=mission.pk,
            person=row.person.identifier,
            institution=row.proposal.person.institution,
            distance_m=row.proposal.distance_m,
            skills=len(row.proposal.skills),
            times_called=row.proposal.person.times_called,
            was_reserve=row.proposal.person.was_reserve,
        )
        for row in rows
        if row.proposal.is_proposed
    ]


def list_to_fill(ground: PlanGround, mission: Mission) -> ListToFill:
    """Say what is to be filled of a mission: around whom, and at which hours."""
    moving = moving_rows([mission.pk]).values("pk")
    kept = Assignment.objects.filter(ON_LIST, mission=mission).exclude(pk__in=moving)
    people = set(kept.values_list("person_id", flat=True))
    institutions = situations_among(kept.values("person_id"), ground.day)
    return ListToFill(
        mission=mission.pk,
        places=max(mission.places - len(people), 0),
        slots=kept_by_all(mission),
        kept=Counter(row.institution_uai for row in institutions.values()),
    )
