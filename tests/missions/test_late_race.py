"""Two caseworkers who convene the same person late: one letter, whoever comes first."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from massicot.core import draws
from massicot.missions import services
from massicot.missions.models import Assignment, Convocation
from massicot.missions.queries.uncalled import uncalled_markers
from massicot.missions.rules.late import CalledMeanwhile
from massicot.persons.models import Person
from tests import world
from tests.cast import MARKING, ODILE, OMAR, PERRIN
from tests.missions import calling
from tests.missions.calling import ADDRESSES
from tests.racing import at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

AT = MARKING + timedelta(hours=2)


@pytest.fixture
def mission():
    """Bob has batches; Charlie alone is convened."""
    built = world.handed_out()
    row = calling.mission(built.session, built.paper, first=date(2017, 5, 31))
    calling.put(row, "CHARLIE")
    calling.convened(built.session, row)
    return row


def convene(mission, by):
    asked = {"paper": mission.paper, "centre_uai": PERRIN, "person": "BOB"}
    seed = draws.from_seed("late", by.login)
    return services.convene_late(**asked, addresses=ADDRESSES, draw=seed, by=by, at=AT)


def look_then_put(mission):
    """Put somebody on the list as whoever looks first and holds nothing; the database alone stands in the way."""
    try:
        with transaction.atomic():
            assert uncalled_markers(AT)
            person = Person.objects.get(identifier="BOB")
            Assignment.objects.create(mission=mission, person=person, put_by=ODILE.login, put_at=AT)
    except IntegrityError:
        return "broken"
    return "put"


def test_without_the_guard_the_second_one_runs_into_the_table(mission):
    assert sorted(at_once(lambda: look_then_put(mission), lambda: look_then_put(mission))) == ["broken", "put"]


def test_two_caseworkers_wait_for_one_another_and_the_second_is_told(mission):
    answers = meanwhile(lambda: convene(mission, ODILE), lambda: convene(mission, OMAR))
    assert [type(answer) for answer in answers] == [Convocation, CalledMeanwhile]
    assert len(calling.letters(assignment__person__identifier="BOB")) == 1
