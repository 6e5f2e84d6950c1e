"""Somebody leaves the pool while another caseworker puts them on a list: one of the two is refused."""

import pytest

from massicot.missions import queries
from massicot.missions.models import Assignment
from massicot.missions.rules import lists
from massicot.missions.rules.lists import NotInPool
from tests.missions import calls
from tests.missions.calls import fill, put
from tests.missions.test_leaving import leave
from tests.racing import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def mission():
    built = calls.proposed()
    return queries.mission_rows(built.session.pk).get()


def test_whoever_is_leaving_the_pool_is_put_on_no_list(mission):
    answers = meanwhile(lambda: leave(mission), lambda: put(mission, "BOB"))
    assert isinstance(answers[1], NotInPool)
    assert not Assignment.objects.exists()


def test_whoever_is_being_put_on_a_list_stays_in_the_pool(mission):
    answers = meanwhile(lambda: put(mission, "BOB"), lambda: leave(mission))
    assert isinstance(answers[1], lists.OnListsStill)


def test_the_rule_puts_nobody_on_a_list_who_is_leaving_the_pool(mission):
    answers = meanwhile(lambda: leave(mission), lambda: fill(mission))
    assert "BOB" not in answers[1].persons
