"""docs/undo.md, the rows of missions and of their lists."""

from dataclasses import replace

import pytest

from massicot.missions import queries, services
from massicot.missions.models import Assignment
from massicot.missions.rules.lists import NotOnList, PinnedAlready
from massicot.missions.rules.missions import MissionUnknown
from tests.cast import ODILE
from tests.keeping import kept
from tests.missions import calls
from tests.missions.calls import BEFORE
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db

built = kept(calls.proposed)


@pytest.fixture
def mission(built):
    return queries.mission_rows(built.session.pk).get()


def listed(mission):
    return sorted(row.person.identifier for row in queries.list_rows(mission.pk))


@undoes("mission made, or proposed from the calendar")
def test_a_mission_made_too_early_is_deleted_and_may_be_proposed_again(built, mission):
    services.delete_mission(mission_id=mission.pk, seen=mission.revision, by=ODILE, at=BEFORE)
    with pytest.raises(MissionUnknown):
        queries.mission_by_id("BTS-2017", mission.pk)
    again = services.propose_missions(paper=built.paper, scripts=calls.SCRIPTS, by=ODILE, at=BEFORE)
    assert [row.needed for row in again] == [4]


@undoes("mission changed")
def test_a_mission_is_changed_back(mission):
    before = queries.values_of(mission)
    hours = queries.activity_values(mission)
    asked = {"mission_id": mission.pk, "activities": hours, "by": ODILE, "at": BEFORE}
    services.change_mission(seen=0, values=replace(before, needed=9), **asked)
    after = services.change_mission(seen=1, values=before, **asked)
    assert (queries.values_of(after), after.revision) == (before, 2)


@undoes("list of a mission filled")
def test_a_list_is_cleared_and_whoever_is_pinned_stays(mission):
    calls.put(mission, "DIANE")
    calls.fill(mission)
    assert services.clear_list(mission_id=mission.pk, by=ODILE, at=BEFORE) == 4
    assert listed(mission) == ["DIANE"]
    assert len(calls.fill(mission).persons) == 4


@undoes("person put on the list of a mission")
def test_a_person_is_taken_off_a_list(mission):
    row = calls.put(mission, "BOB")
    services.take_off_list(mission_id=mission.pk, assignment_id=row.pk, by=ODILE, at=BEFORE)
    assert listed(mission) == []
    assert "BOB" not in calls.fill(mission).persons


@undoes("person taken off a list")
def test_a_person_taken_off_is_put_back_by_hand(mission):
    row = calls.put(mission, "BOB")
    taken = {"mission_id": mission.pk, "assignment_id": row.pk, "by": ODILE, "at": BEFORE}
    services.take_off_list(**taken)
    with pytest.raises(NotOnList):
        services.take_off_list(**taken)
    assert (calls.put(mission, "BOB").is_pinned, listed(mission)) == (True, ["BOB"])


@undoes("person pinned on a list")
def test_a_person_is_pinned_no_more(mission):
    row = calls.put(mission, "BOB")
    pinned = {"mission_id": mission.pk, "assignment_id": row.pk, "by": ODILE, "at": BEFORE}
    services.unpin_assignment(**pinned)
    with pytest.raises(PinnedAlready):
        services.unpin_assignment(**pinned)
    services.pin_assignment(**pinned)
    assert queries.assignment_of(mission.pk, row.pk).is_pinned


@undoes("person named for an activity")
def test_a_person_is_named_for_the_board_no_more(mission):
    row = calls.put(mission, "BOB")
    (board,) = [activity for activity in queries.activities_of(mission.pk) if activity.is_for_named]
    named = {"mission_id": mission.pk, "assignment_id": row.pk, "activity_id": board.pk, "by": ODILE, "at": BEFORE}
    services.name_for_activity(**named)
    assert queries.named_on([row.pk]) == {row.pk: [board.pk]}
    services.take_back_name(**named)
    assert queries.named_on([row.pk]) == {}


@undoes("lists of a session planned")
def test_lists_planned_are_cleared_and_planned_again_around_who_is_pinned(mission, built):
    watch = services.PlanWatch(lambda _done, _total: None, lambda: True)
    services.plan_session(session=built.session, watch=watch, by=ODILE, at=BEFORE)
    pinned = Assignment.objects.filter(mission=mission).first()
    services.pin_assignment(mission_id=mission.pk, assignment_id=pinned.pk, by=ODILE, at=BEFORE)
    assert services.clear_list(mission_id=mission.pk, by=ODILE, at=BEFORE) == mission.places - 1
    services.plan_session(session=built.session, watch=watch, by=ODILE, at=BEFORE)
    assert Assignment.objects.filter(mission=mission).count() == mission.places
    assert Assignment.objects.filter(pk=pinned.pk).exists()
