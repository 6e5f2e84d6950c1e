"""All the lists of a session planned at once: around whom, what stays, what changed meanwhile."""

from datetime import date

import pytest

from massicot.audit.models import JournalLine
from massicot.core.programme import Interrupted
from massicot.jobs.rules import Work
from massicot.missions import queries, services
from massicot.missions.models import Assignment
from massicot.missions.queries import lists as reads
from massicot.missions.rules import AssignmentState, MissionKind
from massicot.missions.rules.plans import NothingToPlan
from massicot.persons.models import Person
from tests.cast import CEDRES, ODILE
from tests.keeping import kept
from tests.missions import calls
from tests.missions.calls import BEFORE, hours, put

pytestmark = pytest.mark.django_db

built = kept(calls.proposed)

LATER = date(2017, 6, 7)


@pytest.fixture
def mission(built):
    return queries.mission_rows(built.session.pk).get()


def watch(steps=None, *, is_wanted=lambda: True):
    return services.PlanWatch(lambda done, total: (steps if steps is not None else []).append((done, total)), is_wanted)


def plan(built, watched=None):
    return services.plan_session(session=built.session, watch=watched or watch(), by=ODILE, at=BEFORE)


def listed(mission):
    rows = Assignment.objects.filter(mission=mission).exclude(state=AssignmentState.WITHDRAWN)
    return set(rows.values_list("person__identifier", flat=True))


def test_all_lists_are_filled_and_each_says_of_whom_and_why(built, mission):
    oral = calls.mission_of(built, hours(day=LATER, place=CEDRES, title="Oral"), needed=1)
    outcome = plan(built)
    assert (outcome.missions, outcome.placed, outcome.empty) == (2, 6, 0)
    (row,) = Assignment.objects.filter(mission=oral)
    assert (row.of_institution, row.put_by, row.is_pinned) == (4, ODILE.login, False)
    assert row.distance_m is not None
    assert Assignment.objects.filter(mission=mission, is_reserve=True).count() == mission.reserve


def test_whoever_is_the_only_one_for_a_list_is_left_to_it(built, mission):
    calls.fill(mission)
    latin = calls.mission_of(built, needed=1, discipline="Anglais")
    Person.objects.filter(identifier="FRANK").update(set_aside_at=BEFORE, set_aside_reason="Congé")
    outcome = plan(built)
    assert (outcome.empty, listed(latin)) == (1, set())
    Person.objects.filter(identifier="FRANK").update(set_aside_at=None, set_aside_reason="")
    plan(built)
    assert listed(latin) == {"FRANK"}


def test_who_is_pinned_or_convened_stays_and_who_was_taken_off_is_not_put_there_again(built, mission):
    put(mission, "EVE")
    convened = put(mission, "BOB")
    Assignment.objects.filter(pk=convened.pk).update(state=AssignmentState.CONVENED, is_pinned=False)
    off = put(mission, "ALICE")
    services.take_off_list(mission_id=mission.pk, assignment_id=off.pk, by=ODILE, at=BEFORE)
    before = dict(Assignment.objects.filter(person__identifier__in=["EVE", "BOB"]).values_list("pk", "put_at"))
    plan(built)
    assert {"EVE", "BOB"} <= listed(mission)
    assert "ALICE" not in listed(mission)
    assert dict(Assignment.objects.filter(pk__in=before).values_list("pk", "put_at")) == before


def test_who_is_named_for_a_meeting_stays(built, mission):
    (board,) = [row for row in queries.activities_of(mission.pk) if row.is_for_named]
    calls.fill(mission)
    named = Assignment.objects.filter(mission=mission).latest("pk")
    services.name_for_activity(mission_id=mission.pk, assignment_id=named.pk, activity_id=board.pk, by=ODILE, at=BEFORE)
    plan(built)
    assert queries.named_on([named.pk]) == {named.pk: [board.pk]}


def test_planned_again_the_same_is_planned_and_the_journal_says_who_came_and_went(built, mission):
    plan(built)
    before = listed(mission)
    put_off = min(before)
    Person.objects.filter(identifier=put_off).update(set_aside_at=BEFORE, set_aside_reason="Retraite")
    plan(built)
    assert put_off not in listed(mission)
    line = JournalLine.objects.filter(subject=queries.subject_of(mission)).latest("pk")
    assert put_off in line.facts
    plan(built)
    assert listed(mission) == before - {put_off}


def test_two_places_at_once_are_planned_for_nobody(built, mission):
    oral = calls.mission_of(built)
    plan(built)
    assert listed(oral)
    assert not listed(oral) & listed(mission)


def test_whoever_is_called_elsewhere_while_the_plan_is_made_is_left_out(built, mission):
    plan(built)
    assert "BOB" in listed(mission)
    other = calls.mission_of(built, hours(place=CEDRES, title="Oral"), needed=1, kind=MissionKind.EXAM_STAFF)

    def call_meanwhile(done, total):
        if done == total - 1:
            put(other, "BOB")

    services.clear_list(mission_id=mission.pk, by=ODILE, at=BEFORE)
    outcome = plan(built, services.PlanWatch(call_meanwhile, lambda: True))
    assert ("BOB" in listed(other), "BOB" in listed(mission)) == (True, False)
    assert (outcome.placed, outcome.empty) == (mission.places - 1, 1)


def test_a_plan_that_nobody_wants_any_more_writes_nothing(built, mission):
    calls.fill(mission)
    before = listed(mission)
    for rank in range(30):
        calls.mission_of(built, hours(day=LATER, starts=8 + rank % 3, place=CEDRES, title=f"Oral {rank}"), needed=2)
    with pytest.raises(Interrupted):
        plan(built, watch(is_wanted=lambda: False))
    assert listed(mission) == before


def test_it_says_how_far_it_is_and_which_ways_nobody_knows(built, mission):
    steps = []
    assert plan(built, watch(steps)).unknown_places == []
    assert steps == [(0, 3), (2, 3), (3, 3)]


def test_a_session_without_a_mission_to_come_has_nothing_to_plan(built, mission):
    after = BEFORE.replace(month=7)
    assert reads.missions_to_plan(built.session.pk, after) == []
    with pytest.raises(NothingToPlan):
        services.ask_plan(session=built.session, by=ODILE, at=after)


def test_a_plan_is_asked_for_once_while_it_is_open(built, mission):
    jobs = [services.ask_plan(session=built.session, by=ODILE, at=BEFORE) for _ in range(2)]
    assert (jobs[0].pk, jobs[0].kind) == (jobs[1].pk, Work.PLAN)
