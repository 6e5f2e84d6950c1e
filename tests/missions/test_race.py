"""Two caseworkers at once: one mission filled twice, one person put on two lists of the same hours."""

import threading

import pytest
from django.db import transaction

from massicot.core.refused import Refused
from massicot.missions import queries
from massicot.missions.models import Assignment
from massicot.missions.queries import obstacles
from massicot.missions.rules.hours import clashes
from massicot.missions.rules.lists import CannotKeepBoth, ListFull
from tests.cast import ODILE
from tests.missions import calls
from tests.missions.calls import BEFORE, fill, put
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def clashing(person):
    (slots,) = obstacles.slots_between(calls.BEFORE, calls.BEFORE.replace(month=7), [person]).values()
    missions = sorted({slot.mission for slot in slots})
    one = [slot for slot in slots if slot.mission == missions[0]]
    return clashes(one, [slot for slot in slots if slot.mission != missions[0]])


def look_then_put(mission, person, looked, other_is_there):
    """Put somebody on a list as whoever looks first and holds nobody."""
    with transaction.atomic():
        assert obstacles.around(mission, [person.pk]).obstacles(person) == ()
        looked.set()
        assert other_is_there.wait(WAIT_S)
        Assignment.objects.create(mission=mission, person=person, put_by=ODILE.login, put_at=BEFORE)


def test_without_the_guard_one_person_is_on_two_lists_of_the_same_hours():
    built = calls.proposed()
    marking, oral = queries.mission_rows(built.session.pk).get(), calls.mission_of(built)
    person = queries.proposals_for(marking, BEFORE.date())[0].person
    looked, there = threading.Event(), threading.Event()

    def put_meanwhile():
        assert looked.wait(WAIT_S)
        put(oral, person.identifier)
        there.set()

    at_once(lambda: look_then_put(marking, person, looked, there), put_meanwhile)
    assert clashing(person.pk)


def test_two_who_want_one_person_at_the_same_hours_wait_and_one_is_refused():
    built = calls.proposed()
    marking, oral = queries.mission_rows(built.session.pk).get(), calls.mission_of(built)
    answers = meanwhile(lambda: put(marking, "BOB"), lambda: put(oral, "BOB"))
    assert [type(answer) for answer in answers] == [Assignment, CannotKeepBoth]


def test_two_who_fill_one_mission_fill_it_once():
    built = calls.proposed()
    mission = queries.mission_rows(built.session.pk).get()
    answers = meanwhile(lambda: fill(mission), lambda: fill(mission))
    assert isinstance(answers[1], ListFull)
    assert queries.count_listed(mission.pk) == (4, 1, 0)


def test_two_lists_filled_at_once_share_nobody_at_the_same_hours():
    built = calls.proposed()
    marking, oral = queries.mission_rows(built.session.pk).get(), calls.mission_of(built, needed=5)
    answers = at_once(lambda: fill(marking), lambda: fill(oral))
    put_there = [answer.persons for answer in answers if not isinstance(answer, Refused)]
    assert sum(map(len, put_there)) == len({name for names in put_there for name in names})
