"""Somebody changes a list while a part of a run is written: nobody is off it with a letter that holds."""

from datetime import date, timedelta

import pytest
from django.db.models import F

from massicot.core import draws
from massicot.missions import services
from massicot.missions.models import Assignment, Convocation
from massicot.missions.rules import AssignmentState, ConvocationState
from massicot.missions.rules.lists import NobodyToTakeOff, PersonConvened
from massicot.missions.rules.missions import SomebodyConvened
from massicot.missions.rules.runs import LettersStillRight
from massicot.missions.rules.uncalled import CalledMeanwhile
from tests import world
from tests.cast import MARKING, ODILE, OMAR, PERRIN
from tests.missions import calling
from tests.missions.calling import ADDRESSES, ASKED
from tests.racing import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def run():
    """Bob and Charlie wait for their letters in one part."""
    built = world.opened()
    row = calling.mission(built.session, built.paper)
    calling.put(row, "BOB", "CHARLIE")
    return calling.official(built.session, row)


def write(run):
    seed = draws.from_seed("part", run.pk)
    return services.convene_part(run_id=run.pk, number=1, addresses=ADDRESSES, draw=seed, by=ODILE, at=ASKED)


def off_with_a_letter():
    off = Assignment.objects.filter(state=AssignmentState.WITHDRAWN)
    return Convocation.objects.filter(assignment__in=off, state=ConvocationState.VALID).count()


def test_whoever_is_taken_off_meanwhile_is_convened_already(run):
    row = Assignment.objects.get(person__identifier="BOB")
    acts = {"mission_id": row.mission_id, "by": OMAR, "at": ASKED}
    _, answer = meanwhile(lambda: write(run), lambda: services.take_off_list(assignment_id=row.pk, **acts))
    assert (type(answer), off_with_a_letter()) == (PersonConvened, 0)


def test_a_list_cleared_meanwhile_has_nobody_to_take_off(run):
    mission = run.missions.get()
    acts = {"mission_id": mission.pk, "by": OMAR, "at": ASKED}
    _, answer = meanwhile(lambda: write(run), lambda: services.clear_list(**acts))
    assert (type(answer), Assignment.objects.count()) == (NobodyToTakeOff, 2)


def test_a_mission_deleted_meanwhile_has_somebody_convened(run):
    mission = run.missions.get()
    acts = {"mission_id": mission.pk, "seen": mission.revision, "by": OMAR, "at": ASKED}
    _, answer = meanwhile(lambda: write(run), lambda: services.delete_mission(**acts))
    assert type(answer) is SomebodyConvened


def test_whoever_is_convened_late_meanwhile_keeps_all_days_of_their_letter():
    built = world.handed_out()
    row = calling.mission(built.session, built.paper, first=date(2017, 5, 31))
    calling.put(row, "CHARLIE")
    calling.convened(built.session, row)
    calling.put(row, "BOB")
    official = calling.official(built.session, row)
    at = MARKING + timedelta(hours=2)
    asked = {"paper": row.paper, "centre_uai": PERRIN, "person": "BOB"}
    late = {"addresses": ADDRESSES, "draw": draws.from_seed("late"), "by": OMAR, "at": at}
    _, answer = meanwhile(lambda: write(official), lambda: services.convene_late(**asked, **late))
    assert (type(answer), calling.letters(state=ConvocationState.REPLACED)) == (CalledMeanwhile, [])


@pytest.fixture
def stale():
    """Bob and Charlie are convened; their mission moved by an hour since, and their letters with it."""
    built = world.opened()
    row = calling.mission(built.session, built.paper)
    calling.put(row, "BOB", "CHARLIE")
    calling.convened(built.session, row)
    row.activities.update(ends_at=F("ends_at") + timedelta(hours=1))
    return row


def cancel(run_id):
    about = {"run_id": run_id, "reason": "Épreuve reportée", "addresses": ADDRESSES}
    return services.cancel_run(**about, by=ODILE, at=ASKED)


def reissue(mission):
    about = {"mission_id": mission.pk, "addresses": ADDRESSES, "draw": draws.from_seed("again")}
    return services.reissue_letters(**about, by=OMAR, at=ASKED)


def test_letters_issued_again_while_their_run_is_cancelled_are_cancelled(stale):
    run = calling.letters()[0].run_id
    assert meanwhile(lambda: reissue(stale), lambda: cancel(run)) == [2, 2]
    assert not calling.letters(state=ConvocationState.VALID)


def test_a_run_cancelled_while_its_letters_are_issued_again_leaves_none_to_issue(stale):
    run = calling.letters()[0].run_id
    count, answer = meanwhile(lambda: cancel(run), lambda: reissue(stale))
    assert (count, type(answer), calling.letters(state=ConvocationState.VALID)) == (2, LettersStillRight, [])
