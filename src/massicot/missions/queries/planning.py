"""Reads of what a plan of many lists weighs: the missions to come of a session, and who may be called for each."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Min, QuerySet

from massicot.missions.models import Assignment, Mission
from massicot.missions.queries.lists import SessionPool, movable_rows, proposals_among, read_pool
from massicot.missions.queries.missions import ON_LIST, kept_by_all
from massicot.missions.rules.listing import FROM_ANYWHERE
from massicot.missions.rules.planning import ListToFill, PossibleCall
from massicot.persons.queries import situations_among


@dataclass(frozen=True, slots=True)
class PlanGround:
    """What does not change from one mission to the next while a plan is made."""

    missions: Sequence[Mission]
    day: date
    pool: SessionPool

    @property
    def mission_ids(self) -> list[int]:
        """Name the missions that are planned."""
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
