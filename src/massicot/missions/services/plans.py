"""The plan of all the lists of a session: asked for, worked out, written; who is pinned, named or convened stays.

Nothing is written before the plan is whole. What changed meanwhile is looked at once more as it is written: whoever was
called elsewhere or set aside is left out, and their place stays empty.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.jobs import queries as job_queries
from massicot.jobs import services as jobs
from massicot.jobs.rules import Work
from massicot.markers import queries as markers
from massicot.missions.models import Assignment, Mission
from massicot.missions.queries import lists as reads
from massicot.missions.queries import missions as mission_reads
from massicot.missions.queries import obstacles
from massicot.missions.rules import plans as rule
from massicot.missions.rules.lists import BARRING, ObstacleKind
from massicot.missions.rules.plans import ListPlan, ListPlanned, ListToFill, NothingToPlan, PlanOutcome, PossibleCall
from massicot.persons import queries as persons

AT_ONCE = 500

NO_MORE = BARRING | {ObstacleKind.SET_ASIDE, ObstacleKind.ON_LIST, ObstacleKind.TAKEN_OFF}
"""What came up while the plan was worked out, and keeps somebody off a list."""

AFTER_READING = 2
"""The steps after the missions are read: the plan worked out, the lists written."""


@dataclass(frozen=True, slots=True)
class PlanWatch:
    """Whoever waits for a plan: told how far it is (done, of how many), asked whether they still want it."""

    advance: Callable[[int, int], None]
    is_wanted: Callable[[], bool]


@transaction.atomic
def ask_plan(*, session: exams.Session, by: Actor, at: datetime) -> job_queries.Job:
    """Have all the lists of a session planned; asked again meanwhile, it is the same plan.

    Raise NothingToPlan or SessionIsArchived.
    """
    held = exams.hold_session(session)
    exams.check_at_work(held)
    if not reads.missions_to_plan(held.pk, at):
        raise NothingToPlan
    return jobs.ask(kind=Work.PLAN, subject={"session": held.code}, by=by, at=at)


def plan_session(*, session: exams.Session, watch: PlanWatch, by: Actor, at: datetime) -> PlanOutcome:
    """Plan all the lists of a session, around those who are pinned, named or convened, and write them.

    Done again after a kill, it gives the same lists. Raise NothingToPlan, SessionIsArchived, or Interrupted once nobody
    wants it any more.
    """
    missions = reads.missions_to_plan(session.pk, at)
    if not missions:
        raise NothingToPlan
    ground = reads.ground_of(missions, exams.day_of(session, at))
    lists = [reads.list_to_fill(ground, mission) for mission in missions]
    weighed = rule.sparse(lists, _groups(ground, watch))
    plan = rule.plan_lists(lists, weighed, watch.is_wanted)
    watch.advance(len(missions) + 1, len(missions) + AFTER_READING)
    placed, empty = _write(session, ground.mission_ids, _Writer(ground, lists, weighed, plan), by, at)
    watch.advance(len(missions) + AFTER_READING, len(missions) + AFTER_READING)
    return PlanOutcome(
        missions=len(lists),
        placed=placed,
        empty=empty,
        least_empty=plan.least_empty,
        gap=plan.gap,
        weighed=plan.weighed,
        unknown_places=ground.unknown_places,
    )


def _groups(ground: reads.PlanGround, watch: PlanWatch) -> Iterator[list[PossibleCall]]:
    for done, mission in enumerate(ground.missions):
        watch.advance(done, len(ground.missions) + AFTER_READING)
        yield reads.candidates_for(ground, mission)


class _Writer:
    """Whoever writes a plan: whom it calls, what was weighed of each call, how many of an institution are on a list."""

    def __init__(
        self, ground: reads.PlanGround, lists: Iterable[ListToFill], weighed: Iterable[PossibleCall], plan: ListPlan
    ) -> None:
        self.chosen = plan.chosen
        self._people = {row.marker.identifier: row.marker.person for row in ground.pool.members}
        self._sizes = Counter(row.institution_uai for row in ground.pool.members)
        self._calls = {(one.mission, one.person): one for one in weighed}
        self._there = {one.mission: Counter(one.kept) for one in lists}

    @property
    def person_ids(self) -> list[int]:
        return [self._people[name].pk for names in self.chosen.values() for name in names]

    def rows(self, mission: Mission, by: Actor, at: datetime) -> list[Assignment]:
        """Build who is put on one list: as many as lack, the nearest first, those of the reserve last."""
        main, reserve, _ = mission_reads.count_listed(mission.pk)
        free = max(mission.places - main - reserve, 0)
        rows = [self._row(mission, call, by, at) for call in self._still_free(mission)[:free]]
        for rank, row in enumerate(rows, main):
            row.is_reserve = rank >= mission.needed
        return rows

    def _still_free(self, mission: Mission) -> list[PossibleCall]:
        """Leave out who was called elsewhere, set aside or taken off while the plan was worked out."""
        calls = sorted((self._calls[mission.pk, name] for name in self.chosen.get(mission.pk, ())), key=_nearest)
        ids = [self._people[call.person].pk for call in calls]
        known = obstacles.around(mission, ids)
        pooled = markers.pooled_among(mission.session_id, ids)
        free = []
        for call in calls:
            person = self._people[call.person]
            if person.pk in pooled and not any(one.kind in NO_MORE for one in known.obstacles(person)):
                free.append(call)
        return free

    def _row(self, mission: Mission, call: PossibleCall, by: Actor, at: datetime) -> Assignment:
        there = self._there[mission.pk]
        there[call.institution] += 1
        return Assignment(
            mission=mission,
            person=self._people[call.person],
            distance_m=call.distance_m,
            times_called=call.times_called,
            rank_in_institution=there[call.institution] if call.institution else 1,
            of_institution=self._sizes[call.institution] if call.institution else 0,
            put_by=by.login,
            put_at=at,
        )


def _nearest(call: PossibleCall) -> tuple[bool, int, str]:
    return call.distance_m is None, call.distance_m or 0, call.person


@transaction.atomic
def _write(
    session: exams.Session, mission_ids: Sequence[int], writer: _Writer, by: Actor, at: datetime
) -> tuple[int, int]:
    """Write the lists of a plan; return how many places it fills, and how many of all are empty."""
    exams.check_at_work(exams.hold_session(session))
    # Whatever was deleted meanwhile is gone. All are held in one order.
    standing = Mission.objects.filter(pk__in=mission_ids).order_by("pk").values_list("pk", flat=True)
    held = [mission_reads.hold_mission(pk) for pk in standing]
    persons.hold_persons(writer.person_ids)
    off = _clear(held)
    placed = empty = 0
    for mission in held:
        rows = writer.rows(mission, by, at)
        Assignment.objects.bulk_create(rows, batch_size=AT_ONCE)
        placed += len(rows)
        names = sorted(row.person.identifier for row in rows)
        lacking = max(mission.places - sum(mission_reads.count_listed(mission.pk)[:2]), 0)
        empty += lacking
        fact = ListPlanned(mission.pk, names, sorted(set(off[mission.pk]) - set(names)), lacking)
        audit.record(subject=mission_reads.subject_of(mission), fact=fact, by=by, at=at)
    return placed, empty


def _clear(missions: Sequence[Mission]) -> dict[int, list[str]]:
    """Take those who may go off all the lists; give their identifiers by mission."""
    rows = reads.moving_rows([mission.pk for mission in missions])
    off: dict[int, list[str]] = {mission.pk: [] for mission in missions}
    for mission_id, identifier in rows.values_list("mission_id", "person__identifier"):
        off[mission_id].append(identifier)
    Assignment.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
    return off
