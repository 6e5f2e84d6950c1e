"""A mission made, changed and deleted: its revision, its letters, the people who are convened."""

from dataclasses import replace
from datetime import date

import pytest

from massicot.accounts.queries import accounts
from massicot.audit import queries as audit
from massicot.exams.rules import InstitutionUnknown
from massicot.missions import queries, services
from massicot.missions.models import Assignment
from massicot.missions.queries import events
from massicot.missions.rules import AssignmentState, missions
from tests.cast import CEDRES, ODILE, PERRIN
from tests.keeping import kept
from tests.missions import calls
from tests.missions.calls import BEFORE, hours, put

pytestmark = pytest.mark.django_db

built = kept(calls.proposed)


@pytest.fixture
def mission(built):
    return queries.mission_rows(built.session.pk).get()


def change(mission, activities=None, *, reason="", seen=None, **values):
    return services.change_mission(
        mission_id=mission.pk,
        seen=mission.revision if seen is None else seen,
        values=replace(queries.values_of(mission), **values),
        activities=queries.activity_values(mission) if activities is None else activities,
        reason=reason,
        by=ODILE,
        at=BEFORE,
    )


def counted(now):
    asked = events.beside(now)
    (row,) = accounts.alone(asked)
    return events.count_called(dict(zip(asked, row, strict=True)))


def test_a_mission_changed_from_an_old_page_is_refused(mission):
    change(mission, needed=9)
    with pytest.raises(missions.MissionChangedMeanwhile):
        change(mission, needed=8, seen=0)


def test_a_change_that_changes_nothing_is_refused(mission):
    with pytest.raises(missions.MissionUnchanged):
        change(mission)


def test_a_mission_at_a_place_that_nobody_knows_is_refused(mission):
    with pytest.raises(InstitutionUnknown):
        change(mission, place_uai="9999999R")


def test_place_and_hours_of_the_convened_change_with_a_reason(mission):
    put(mission, "BOB")
    Assignment.objects.update(state=AssignmentState.CONVENED)
    with pytest.raises(missions.ReasonWanted):
        change(mission, [hours()])
    assert change(mission, [hours()], reason="Salle inondée").revision == 1
    (fact,) = audit.facts_on(queries.subject_of(mission), "MissionChanged")
    assert (fact["reason"], fact["convened"]) == ("Salle inondée", 1)
    assert change(queries.mission_by_id("BTS-2017", mission.pk), needed=9).needed == 9


def test_hours_that_somebody_of_the_list_cannot_keep_are_refused(built, mission):
    oral = calls.mission_of(built, hours(day=date(2017, 6, 7), place=CEDRES, title="Oral"))
    put(oral, "BOB")
    put(mission, "BOB")
    with pytest.raises(missions.ConvenedCannotKeep) as refusal:
        change(oral, [hours(place=CEDRES, title="Oral")])
    assert "Bob BADIANE" in str(refusal.value)
    assert [row.day for row in queries.activity_values(oral)] == [date(2017, 6, 7)]


def test_whoever_is_named_stays_named_when_the_board_is_moved(mission):
    row = put(mission, "BOB")
    (board,) = [one for one in queries.activities_of(mission.pk) if one.is_for_named]
    services.name_for_activity(mission_id=mission.pk, assignment_id=row.pk, activity_id=board.pk, by=ODILE, at=BEFORE)
    moved = [
        replace(one, day=date(2017, 6, 2)) if one.is_for_named else one for one in queries.activity_values(mission)
    ]
    change(mission, moved)
    (board,) = [one for one in queries.activities_of(mission.pk) if one.is_for_named]
    assert queries.named_on([row.pk]) == {row.pk: [board.pk]}


def test_a_mission_with_somebody_convened_is_not_deleted(mission):
    put(mission, "BOB")
    Assignment.objects.update(state=AssignmentState.CONVENED)
    with pytest.raises(missions.SomebodyConvened):
        services.delete_mission(mission_id=mission.pk, seen=0, by=ODILE, at=BEFORE)


def test_a_mission_is_deleted_from_the_page_that_shows_it_as_it_is(mission):
    change(mission, needed=9)
    with pytest.raises(missions.MissionChangedMeanwhile):
        services.delete_mission(mission_id=mission.pk, seen=0, by=ODILE, at=BEFORE)


def test_a_day_outside_the_school_year_is_made_when_it_is_meant(built):
    day = hours(day=date(2017, 9, 4), place=PERRIN, title="Rattrapage")
    with pytest.raises(missions.OutsideSchoolYear):
        calls.mission_of(built, day)
    assert calls.mission_of(built, day, is_outside_meant=True).pk


def test_what_lacks_is_counted_until_the_mission_begins(built, mission):
    board = calls.mission_of(built, hours(day=date(2017, 6, 20)), title="Oral de grec")
    lacking = counted(BEFORE).lacking
    assert (lacking.missions, lacking.persons, lacking.begins_at) == (2, 7, mission.begins_at)
    put(board, "BOB")
    put(board, "CHARLIE")
    assert counted(BEFORE).lacking.persons == 5
    assert counted(mission.begins_at).lacking.missions == 0
