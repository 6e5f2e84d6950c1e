"""docs/undo.md, the rows about convocations: each is undone here."""

from datetime import timedelta

import pytest

from massicot.core import draws
from massicot.missions import services
from massicot.missions.models import Assignment
from massicot.missions.queries import convocations
from massicot.missions.queries.expected import uncalled_markers
from massicot.missions.rules import AssignmentState, ConvocationState
from tests import world
from tests.cast import MARKING, ODILE, PERRIN
from tests.missions import calling
from tests.missions.calling import ADDRESSES, ASKED
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    session = world.opened().session
    mission = calling.mission(session)
    calling.put(mission, "BOB")
    return calling.convened(session, mission)


def known():
    row = calling.letters()[-1]
    return convocations.followed_of([row])[row.pk]


@undoes("people convened")
def test_a_run_is_cancelled_and_its_people_convened_again(run):
    services.cancel_run(run_id=run.pk, reason="Reportée", addresses=ADDRESSES, by=ODILE, at=ASKED)
    calling.convened(run.session, *run.missions.all())
    assert [row.state for row in calling.letters()] == [ConvocationState.CANCELLED, ConvocationState.VALID]


@undoes("one person convened")
def test_one_letter_is_cancelled_and_its_reader_put_on_the_list_again(run):
    code = calling.letters()[0].code
    services.cancel_convocation(code=code, reason="Congé", addresses=ADDRESSES, by=ODILE, at=ASKED)
    calling.put(run.missions.get(), "BOB")
    assert Assignment.objects.filter(state=AssignmentState.PROPOSED).count() == 1


@undoes("person told of a convocation")
def test_a_letter_that_came_back_after_all_was_not_told(run):
    code = calling.letters()[0].code
    services.tell_convocation(codes=[code], by=ODILE, at=ASKED)
    services.note_came_back(code=code, note="Mutée", by=ODILE, at=ASKED)
    assert not known().is_known


@undoes("convocation noted as come back")
def test_whoever_is_reached_after_all_knows(run):
    code = calling.letters()[0].code
    services.note_came_back(code=code, note="Mutée", by=ODILE, at=ASKED)
    services.tell_convocation(codes=[code], by=ODILE, at=ASKED)
    assert (known().is_known, known().is_back) == (True, False)


@undoes("person who marks without a convocation convened late")
def test_a_late_letter_is_cancelled_and_its_reader_named_again():
    built = world.handed_out()
    mission = calling.mission(built.session, built.paper, first=MARKING.date())
    calling.put(mission, "CHARLIE")
    calling.convened(built.session, mission)
    at, where = MARKING + timedelta(hours=2), {"paper": built.paper, "centre_uai": PERRIN, "person": "BOB"}
    letter = services.convene_late(**where, addresses=ADDRESSES, draw=draws.from_seed("late"), by=ODILE, at=at)
    assert uncalled_markers(at) == []
    services.cancel_convocation(code=letter.code, reason="Erreur", addresses=ADDRESSES, by=ODILE, at=at)
    assert [row.person.identifier for row in uncalled_markers(at)] == ["BOB"]
    services.convene_late(**where, addresses=ADDRESSES, draw=draws.from_seed("again"), by=ODILE, at=at)
    assert uncalled_markers(at) == []
