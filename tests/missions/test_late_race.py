"""Two caseworkers who convene the same person late: one letter, whoever comes first."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from massicot.batches import queries as batches
from massicot.core import draws
from massicot.missions import services
from massicot.missions.models import Assignment, Convocation
from massicot.missions.queries.expected import uncalled_markers
from massicot.missions.rules import AssignmentState, ConvocationState
from massicot.missions.rules.uncalled import CalledMeanwhile
from massicot.persons.models import Person
from tests import world
from tests.cast import MARKING, ODILE, OMAR, PERRIN
from tests.missions import calling
from tests.missions.calling import ADDRESSES
from tests.racing import WAIT_S, at_once, meanwhile, somebody_waits

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

AT = MARKING + timedelta(hours=2)
NEXT = MARKING + timedelta(days=1)


@pytest.fixture
def mission():
    """Bob has batches; Charlie alone is convened."""
    built = world.handed_out()
    row = calling.mission(built.session, built.paper, first=date(2017, 5, 31))
    calling.put(row, "CHARLIE")
    calling.convened(built.session, row)
    return row


def convene(mission, by, at=AT):
    asked = {"paper": mission.paper, "centre_uai": PERRIN, "person": "BOB"}
    seed = draws.from_seed("late", by.login, at.isoformat())
    return services.convene_late(**asked, addresses=ADDRESSES, draw=seed, by=by, at=at)


def look_then_put(mission, both):
    """Put somebody on the list as whoever looks first and holds nothing; the database alone stands in the way."""
    try:
        with transaction.atomic():
            assert uncalled_markers(AT)
            both.wait()
            person = Person.objects.get(identifier="BOB")
            Assignment.objects.create(mission=mission, person=person, put_by=ODILE.login, put_at=AT)
    except IntegrityError:
        return "broken"
    return "put"


def test_without_the_guard_the_second_one_runs_into_the_table(mission):
    both = threading.Barrier(2, timeout=WAIT_S)
    assert sorted(at_once(*[lambda: look_then_put(mission, both)] * 2)) == ["broken", "put"]


def test_two_caseworkers_wait_for_one_another_and_the_second_is_told(mission):
    answers = meanwhile(lambda: convene(mission, ODILE), lambda: convene(mission, OMAR))
    assert [type(answer) for answer in answers] == [Convocation, CalledMeanwhile]
    assert len(calling.letters(assignment__person__identifier="BOB")) == 1


@pytest.fixture
def regularised():
    """Bob has a letter for the first day, and had a batch on the second as well; Charlie alone was convened."""
    built = world.handed_out()
    row = calling.mission(built.session, built.paper, first=date(2017, 5, 31), days=3)
    calling.put(row, "CHARLIE")
    calling.convened(built.session, row)
    for batch in batches.batches_of(built.paper.pk):
        world.give_back(batch, at=MARKING + timedelta(hours=8))
    convene(row, ODILE, at=MARKING + timedelta(hours=20))
    world.lend(batches.batches_of(built.paper.pk)[0], "BOB", at=NEXT)
    return row


def hold_letter_then_person(is_held):
    """Hold the letter of Bob, then his place on the list, as whoever cancels one letter does."""
    with transaction.atomic():
        (held,) = calling.letters(state=ConvocationState.VALID, assignment__person__identifier="BOB")
        Convocation.objects.select_for_update().get(pk=held.pk)
        is_held.set()
        assert somebody_waits()
        return Assignment.objects.filter(pk=held.assignment_id).update(is_reserve=False)


def test_the_letter_is_held_before_the_place_on_the_list_by_all(regularised):
    is_held = threading.Event()

    def convene_meanwhile():
        assert is_held.wait(WAIT_S)
        return convene(regularised, ODILE, at=NEXT)

    count, letter = at_once(lambda: hold_letter_then_person(is_held), convene_meanwhile)
    assert (count, type(letter)) == (1, Convocation)


def test_convened_late_while_the_letter_is_cancelled_somebody_is_given_another(regularised):
    code = calling.letters()[-1].code
    about = {"code": code, "reason": "Erreur", "addresses": ADDRESSES, "by": OMAR, "at": NEXT}
    _, letter = meanwhile(lambda: services.cancel_convocation(**about), lambda: convene(regularised, ODILE, at=NEXT))
    assert (letter.state, letter.assignment.state) == (ConvocationState.VALID, AssignmentState.CONVENED)
    assert len(calling.letters(state=ConvocationState.VALID, assignment__person__identifier="BOB")) == 1
