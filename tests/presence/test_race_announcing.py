"""An absence announced while a register is keyed: whoever comes second sees what the first one did."""

import pytest

from massicot.absences.models import Absence, AbsentHalf
from massicot.absences.rules import AbsenceState
from massicot.presence.rules.announcing import PresentThen, PresentThenAndSent
from tests.presence import registers
from tests.presence.registers import EVENING, PRESENT, key, keyed, said, send
from tests.presence.test_announcing import announce
from tests.presence.test_reconciling import MORNING
from tests.racing import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def test_announced_while_their_presence_is_keyed_they_are_present():
    built = registers.convened()
    answers = meanwhile(lambda: key(built, "BOB", PRESENT), lambda: announce("BOB", MORNING))
    assert isinstance(answers[1], PresentThen)
    assert not Absence.objects.exists()


def test_keyed_present_while_they_are_announced_that_half_day_ends():
    built = registers.convened()
    answers = meanwhile(lambda: announce("BOB", MORNING), lambda: key(built, "BOB", PRESENT))
    assert answers[1] is None
    assert said(built)["BOB"] is PRESENT
    assert not AbsentHalf.objects.filter(ended_at=None).exists()
    assert Absence.objects.get().state == AbsenceState.WITHDRAWN


def test_announced_while_the_register_is_sent_the_office_is_named():
    built = registers.convened()
    keyed(built)
    answers = meanwhile(lambda: send(built), lambda: announce("BOB", MORNING, at=EVENING))
    assert isinstance(answers[1], PresentThenAndSent)
