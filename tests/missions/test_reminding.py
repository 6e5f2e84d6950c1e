"""Whoever has not acknowledged a letter is reminded a week and two days before its first day, each time once."""

from datetime import timedelta

import pytest

from massicot.missions import services
from massicot.missions.rules.runs import reminder_due
from massicot.post import queries as post
from massicot.post.models import Letter
from tests import world
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ADDRESSES, ASKED, FIRST

pytestmark = pytest.mark.django_db
built = kept(world.opened)
STARTS = calling.hour(FIRST, 9)
DAY = timedelta(days=1)


@pytest.fixture
def run(built):
    mission = calling.mission(built.session)
    calling.put(mission, "BOB", "CHARLIE")
    return calling.convened(built.session, mission)


def remind(at):
    return services.remind_unacknowledged(addresses=ADDRESSES, at=at)


def test_each_reminder_is_written_once_to_those_who_have_not_acknowledged(run):
    code = calling.letters(assignment__person__identifier="CHARLIE")[0].code
    services.acknowledge_convocation(code=code, at=ASKED)
    assert [remind(STARTS - before) for before in (8 * DAY, 7 * DAY, 6 * DAY, 2 * DAY, DAY)] == [0, 1, 0, 1, 0]
    mails = Letter.objects.filter(occasion__startswith="convocation-reminder:")
    assert {mail.to for mail in mails} == {"bob@tilleuls.invalid"}
    assert "https://m/p/" in post.body_of(mails[0])


def test_nobody_is_reminded_once_the_mission_began(run):
    assert remind(STARTS) == 0


@pytest.mark.parametrize(
    ("issued", "now", "days"), [(20, 7, 7), (20, 3, 7), (20, 2, 2), (6, 5, None), (6, 1, 2), (1, 0.5, None)]
)
def test_a_letter_is_reminded_of_by_what_came_after_it(issued, now, days):
    due = reminder_due(STARTS - issued * DAY, STARTS, STARTS - now * DAY)
    assert (due and due.days) == days
