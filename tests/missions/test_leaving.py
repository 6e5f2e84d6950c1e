"""Who leaves a pool, or turns out to be somebody else, is first off every list that calls them."""

import pytest

from massicot.audit import queries as audit
from massicot.markers import queries as markers
from massicot.markers.rules import MarkerUnknown, OutsideSession
from massicot.missions import queries, services
from massicot.missions.rules import MissionKind, lists
from massicot.persons.rules.addresses import DoubleOnLists
from tests.cast import ODILE
from tests.keeping import kept
from tests.missions import calls
from tests.missions.calls import BEFORE
from tests.persons.calling import person

pytestmark = pytest.mark.django_db
built = kept(calls.pooled)


def leave(built, identifier="BOB"):
    services.take_out_of_pool(person=person(identifier), session=built.session, by=ODILE, at=BEFORE)


def say_double(at=BEFORE):
    services.say_double(person=person("BOB"), kept="CHARLIE", reason="Muté", by=ODILE, at=at)


def test_somebody_put_into_a_pool_by_mistake_is_taken_out_and_stays_a_person(built):
    leave(built)
    assert not markers.is_in_pool(built.session.pk, person().pk)
    with pytest.raises(MarkerUnknown):
        markers.hold_marker(built.session.pk, "BOB")
    with pytest.raises(OutsideSession):
        leave(built)
    (line,) = audit.facts_on("session:BTS-2017", "TakenOutOfPool")
    assert line == {"identifier": "BOB", "discipline": "Lettres"}


def test_who_is_on_a_list_of_the_session_stays_in_its_pool_until_they_are_off(built):
    mission = calls.mission_of(built)
    row = calls.put(mission, "BOB")
    with pytest.raises(lists.OnListsStill, match="Oral de latin"):
        leave(built)
    services.take_off_list(mission_id=mission.pk, assignment_id=row.pk, by=ODILE, at=BEFORE)
    leave(built)


def test_a_mission_that_calls_from_anywhere_holds_nobody_in_a_pool(built):
    calls.put(calls.mission_of(built, kind=MissionKind.EXAM_STAFF), "BOB")
    leave(built)
    assert queries.list_rows(queries.mission_rows(built.session.pk).get().pk).count() == 1


def test_a_double_is_off_the_lists_to_come_before_it_is_one(built):
    mission = calls.mission_of(built)
    calls.put(mission, "BOB")
    with pytest.raises(DoubleOnLists):
        say_double()
    assert person().set_aside_at is None
    say_double(at=BEFORE.replace(month=7))
    assert person().double_of == person("CHARLIE")
