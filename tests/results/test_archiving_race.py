"""One clerk archives a session while another begins something in it, or archives it as well."""

import pytest

from massicot.anonymity import services as anonymity
from massicot.core import draws
from massicot.exams.models import Paper
from massicot.exams.rules import sessions as rules
from massicot.results import services
from tests import world
from tests.cast import KEY, ODILE, OMAR, PREPARED
from tests.racing import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def built():
    made = world.opened()
    anonymity.confirm_key(key=KEY, by=ODILE, at=PREPARED)
    return made


def archive(built, by):
    services.archive_session(session=built.session, reason="Abandonnée.", by=by, at=PREPARED)


def prepare(built):
    anonymity.prepare(paper=built.paper, key=KEY, draw=draws.from_seed(1, "x"), by=OMAR, at=PREPARED)


def test_numbers_are_not_drawn_in_a_session_that_is_being_archived(built):
    _, answer = meanwhile(lambda: archive(built, ODILE), lambda: prepare(built))
    assert isinstance(answer, rules.SessionIsArchived)
    assert Paper.objects.get().prepared_at is None


def test_two_who_archive_one_session_do_it_once(built):
    answers = meanwhile(lambda: archive(built, ODILE), lambda: archive(built, OMAR))
    assert (answers[0], type(answers[1])) == (None, rules.ArchivedAlready)
