"""Somebody presses in two windows at once, on the pages of two letters: one mail leaves, and its link is good."""

import pytest

from massicot.missions import services
from massicot.missions.rules.letters import AccessAnswer
from massicot.post.models import Letter
from tests import world
from tests.missions import calling
from tests.missions.calling import ASKED
from tests.racing import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def presses():
    """Give what presses the button of each of two letters of Bob."""
    built = world.opened()
    for title, days in (("Correction", 0), ("Oral", 5)):
        row = calling.mission(built.session, title=title, first=calling.FIRST.replace(day=1 + days))
        calling.put(row, "BOB")
        calling.convened(built.session, row)
    codes = [row.code for row in calling.letters()]
    address = "https://m/{}/".format
    return [lambda code=code: services.ask_for_account(code=code, link_address=address, at=ASKED) for code in codes]


def invitations():
    return Letter.objects.filter(occasion__startswith="invitation").count()


def test_two_who_press_at_once_get_one_mail(presses):
    assert sorted(at_once(*presses)) == [AccessAnswer.ON_ITS_WAY, AccessAnswer.WRITTEN]
    assert invitations() == 1
