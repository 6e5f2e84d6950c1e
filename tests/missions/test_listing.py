"""The list of a mission by hand: what bars it, what is only told, who may come from where."""

from datetime import date, timedelta

import pytest

from massicot.core.actor import Role
from massicot.markers import services as markers
from massicot.missions import queries, services
from massicot.missions.models import Assignment
from massicot.missions.queries import obstacles as obstacle_reads
from massicot.missions.rules import AssignmentState, MissionKind, lists
from massicot.missions.rules.lists import ObstacleKind
from massicot.persons.models import Person
from tests.cast import CEDRES, ODILE, PERRIN, TILLEULS
from tests.keeping import kept
from tests.missions import calls
from tests.missions.calls import BEFORE, hours, put

pytestmark = pytest.mark.django_db

built = kept(calls.proposed)


@pytest.fixture
def mission(built):
    return queries.mission_rows(built.session.pk).get()


def obstacles(mission, identifier):
    person = Person.objects.get(identifier=identifier)
    return [row.kind for row in obstacle_reads.around(mission, [person.pk]).obstacles(person)]


def test_whoever_is_on_a_list_at_these_hours_is_refused_with_the_other_mission(built, mission):
    put(calls.mission_of(built), "BOB")
    with pytest.raises(lists.CannotKeepBoth) as refusal:
        put(mission, "BOB")
    assert (refusal.value.values["other"], refusal.value.values["day"]) == ("Oral de latin", "31/05/2017")


def test_two_places_on_one_half_day_are_refused_and_two_half_days_are_not(built, mission):
    put(mission, "BOB")
    with pytest.raises(lists.CannotKeepBoth):
        put(calls.mission_of(built, hours(starts=8, ends=9, place=CEDRES, title="Oral")), "BOB")
    evening = calls.mission_of(built, hours(day=date(2017, 6, 5), place=CEDRES, title="Oral"))
    assert put(evening, "BOB").person.identifier == "BOB"


def test_a_mission_at_another_place_in_the_other_half_day_may_be_kept(built):
    put(calls.mission_of(built, hours(starts=9, ends=13, place=CEDRES, title="Oral")), "BOB")
    assert put(calls.mission_of(built, hours(starts=14, ends=17, place=TILLEULS, title="Oral 2")), "BOB")


def test_the_board_counts_only_for_whoever_is_named(built):
    board = hours(starts=11, ends=12, place=CEDRES, title="Commission", is_for_named=True)
    kept_by_all = hours(day=date(2017, 6, 6), place=CEDRES, title="Oral")
    mission = calls.mission_of(built, kept_by_all, board)
    row = put(mission, "BOB")
    put(calls.mission_of(built), "BOB")
    (activity,) = [one for one in queries.activities_of(mission.pk) if one.is_for_named]
    with pytest.raises(lists.CannotKeepBoth):
        services.name_for_activity(
            mission_id=mission.pk, assignment_id=row.pk, activity_id=activity.pk, by=ODILE, at=BEFORE
        )


@pytest.mark.parametrize(
    ("place", "refusal"),
    [("BOB", lists.OnListAlready), ("EVE", lists.ListFull)],
)
def test_one_too_many_and_one_twice_are_refused(built, place, refusal):
    mission = calls.mission_of(built, needed=1)
    put(mission, "BOB")
    with pytest.raises(refusal):
        put(mission, place)


def test_somebody_set_aside_is_refused(mission):
    Person.objects.filter(identifier="BOB").update(set_aside_at=BEFORE, set_aside_reason="Retraité")
    assert obstacles(mission, "BOB") == [ObstacleKind.SET_ASIDE]
    with pytest.raises(lists.PersonSetAside):
        put(mission, "BOB")


def test_a_role_on_the_side_of_names_is_told_where_numbers_are_seen(built, mission):
    Person.objects.filter(identifier="BOB").update(email="autre@tilleuls.invalid")
    markers.appoint(email="bob@tilleuls.invalid", role=Role.EXAM_CENTRE, scope=CEDRES, by=ODILE, at=BEFORE)
    Person.objects.filter(identifier="BOB").update(email="bob@tilleuls.invalid")
    assert obstacles(mission, "BOB") == [ObstacleKind.NAMES]
    assert obstacles(calls.mission_of(built), "BOB") == []


def test_staff_of_an_exam_centre_come_from_outside_the_pool(built, mission):
    Person.objects.create(identifier="OLGA", surname="OSEILLE", first_name="Olga", email="olga@ville.invalid")
    with pytest.raises(lists.NotInPool):
        put(mission, "OLGA")
    staff = calls.mission_of(built, hours(place=CEDRES, title="Surveillance"), kind=MissionKind.EXAM_STAFF)
    assert put(staff, "OLGA").distance_m is None


def test_whoever_is_convened_is_not_taken_off(mission):
    row = put(mission, "BOB")
    Assignment.objects.update(state=AssignmentState.CONVENED)
    with pytest.raises(lists.PersonConvened):
        services.take_off_list(mission_id=mission.pk, assignment_id=row.pk, by=ODILE, at=BEFORE)
    with pytest.raises(lists.NobodyToTakeOff):
        services.clear_list(mission_id=mission.pk, by=ODILE, at=BEFORE)


def test_a_list_keeps_what_was_said_when_somebody_was_put_there(built, mission):
    put(calls.mission_of(built, hours(day=date(2017, 3, 1), place=CEDRES, title="Blanc")), "BOB")
    row = put(mission, "BOB")
    assert (row.times_called, row.rank_in_institution, row.of_institution) == (1, 4, 4)
    assert row.distance_m == pytest.approx(1374, abs=2)


def test_last_years_reserve_comes_before_the_others(built):
    before = calls.mission_of(built, hours(day=date(2016, 3, 1), place=CEDRES, title="2016"), needed=1, reserve=1,
                              is_outside_meant=True)  # fmt: skip
    put(before, "ALICE")
    put(before, "CHARLIE")
    Assignment.objects.update(state=AssignmentState.CONVENED)
    mission = calls.mission_of(built, hours(place=PERRIN, title="Oral"), place_uai=PERRIN, discipline="Lettres")
    rows = {row.person.identifier: row.proposal for row in queries.proposals_for(mission, BEFORE.date())}
    assert rows["CHARLIE"].person.was_reserve
    assert not rows["ALICE"].person.was_reserve


def test_slots_are_found_around_a_mission_only(built, mission):
    put(mission, "BOB")
    (first, *_) = queries.activities_of(mission.pk)
    day = timedelta(days=1)
    assert obstacle_reads.slots_between(first.starts_at - 3 * day, first.starts_at - day) == {}
    (kept_hours,) = obstacle_reads.slots_between(first.starts_at, first.starts_at + day).values()
    assert [slot.starts_at.hour for slot in kept_hours] == [9, 11]
