"""Two caseworkers, or two workers, at once: one control run, one official run, each letter once."""

import pytest

from massicot.jobs.models import Job
from massicot.jobs.rules import Work
from massicot.missions import services
from massicot.missions.models import ConvocationRun
from massicot.missions.rules import RunKind, runs
from tests import world
from tests.cast import ODILE, OMAR
from tests.missions import calling
from tests.missions.calling import ASKED
from tests.racing import at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def mission(monkeypatch):
    monkeypatch.setattr(runs, "PART", 1)
    built = world.opened()
    row = calling.mission(built.session, built.paper)
    calling.put(row, "BOB", "CHARLIE")
    return row


def test_two_who_ask_for_one_control_run_wait_and_get_the_same(mission):
    about = {"session": mission.session, "mission_ids": [mission.pk], "at": ASKED}
    asks = [lambda by=by: services.ask_control_run(by=by, **about) for by in (ODILE, OMAR)]
    one, other = meanwhile(*asks)
    assert (one, ConvocationRun.objects.count()) == (other, 1)


def test_two_workers_that_draw_up_one_run_draw_up_the_same(mission):
    run = calling.checked(mission.session, mission)
    run.parts.update(done_at=None)
    draw = [lambda: services.draw_up_run(run_id=run.pk, watched=calling.in_order, at=ASKED)] * 2
    assert at_once(*draw) == [2, 2]


def test_two_workers_that_open_one_official_run_wait_and_open_it_once(mission):
    control = calling.checked(mission.session, mission)
    one, other = meanwhile(lambda: calling.started(control), lambda: calling.started(control))
    assert (one, ConvocationRun.objects.filter(kind=RunKind.OFFICIAL).count()) == (other, 1)
    assert Job.objects.filter(kind=Work.CONVENE).count() == 2
