"""Whoever has not acknowledged a letter is reminded a week and two days before its first day, each time once."""

from datetime import timedelta

import pytest
from django.db.models import F

from massicot.core import draws
from massicot.missions import services
from massicot.missions.models import Activity
from massicot.missions.rules.runs import reminder_due
from massicot.post import queries as post
from massicot.post.models import Letter
from tests import world
from tests.cast import ODILE
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ADDRESSES, ASKED, FIRST

pytestmark = pytest.mark.django_db
built = kept(world.opened)
STARTS = calling.hour(FIRST, 9)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
REMINDERS = "convocation-reminder:"


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
    mails = Letter.objects.filter(occasion__startswith=REMINDERS)
    assert {mail.to for mail in mails} == {"bob@tilleuls.invalid"}
    assert "https://m/p/" in post.body_of(mails[0])


def waiting():
    return {letter.to for letter in Letter.objects.filter(occasion__startswith=REMINDERS, state="waiting")}


def letter_of(person):
    (letter,) = calling.letters(assignment__person__identifier=person, state="valid")
    return letter


@pytest.mark.parametrize(
    "known",
    [
        lambda letter: services.acknowledge_convocation(code=letter.code, at=STARTS - DAY),
        lambda letter: services.tell_convocation(codes=[letter.code], by=ODILE, at=STARTS - DAY),
        lambda letter: services.cancel_convocation(
            code=letter.code, reason="Jury complet", addresses=ADDRESSES, by=ODILE, at=STARTS - DAY
        ),
    ],
    ids=["acknowledged", "told", "cancelled"],
)
def test_a_reminder_that_has_not_left_never_does_once_its_letter_is_known_or_void(run, known):
    remind(STARTS - 7 * DAY)
    remind(STARTS - 2 * DAY)
    assert len(waiting()) == 2
    known(letter_of("BOB"))
    assert waiting() == {"charlie@tilleuls.invalid"}


def test_no_reminder_of_a_run_that_is_cancelled_leaves(run):
    remind(STARTS - 7 * DAY)
    services.cancel_run(run_id=run.pk, reason="Reportée", addresses=ADDRESSES, by=ODILE, at=STARTS - 3 * DAY)
    assert waiting() == set()


def test_neither_a_letter_that_has_not_left_nor_its_reminder_leaves_once_another_takes_its_place(run):
    remind(STARTS - 7 * DAY)
    mission = letter_of("BOB").assignment.mission
    Activity.objects.filter(mission=mission).update(ends_at=F("ends_at") + HOUR)
    again = draws.from_seed("again")
    services.reissue_letters(mission_id=mission.pk, addresses=ADDRESSES, draw=again, by=ODILE, at=STARTS - 3 * DAY)
    assert waiting() == set()
    assert remind(STARTS - DAY) == 2


def test_nobody_is_reminded_once_the_mission_began(run):
    assert remind(STARTS) == 0


@pytest.mark.parametrize(
    ("issued", "now", "days"), [(20, 7, 7), (20, 3, 7), (20, 2, 2), (6, 5, None), (6, 1, 2), (1, 0.5, None)]
)
def test_a_letter_is_reminded_of_by_what_came_after_it(issued, now, days):
    due = reminder_due(STARTS - issued * DAY, STARTS, STARTS - now * DAY)
    assert (due and due.days) == days
