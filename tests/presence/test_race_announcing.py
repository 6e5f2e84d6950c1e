"""An absence announced while a register is keyed: whoever comes second sees what the first one did."""

import threading

import pytest
from django.db import transaction

from massicot.absences.models import Absence, AbsentHalf
from massicot.absences.rules import AbsenceState
from massicot.missions.queries import letters
from massicot.presence.queries.registers import said_present
from massicot.presence.rules.sending import PresentThen, PresentThenAndSent
from tests.cast import PERRIN
from tests.presence import registers
from tests.presence.registers import EVENING, PRESENT, key, keyed, said, send
from tests.presence.test_announcing import announce
from tests.presence.test_reconciling import MORNING, assignment_of, away
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


def announce_as_looked(looked, is_keyed):
    """Announce an absence as whoever looks at the register first and holds nothing."""
    with transaction.atomic():
        place, called = letters.places_called(assignment_of("BOB"))
        assert not said_present(place, called)
        looked.set()
        assert is_keyed.wait(WAIT_S)
        said = {"state": AbsenceState.ANNOUNCED, "way": "office", "said_at": EVENING, "said_by": "odile"}
        row = Absence.objects.create(assignment=place, **said)
        day, half = MORNING
        AbsentHalf.objects.create(absence=row, assignment=place, day=day, half=half, place_uai=PERRIN)


def test_without_the_guard_somebody_is_present_and_away():
    built = registers.convened()
    looked, is_keyed = threading.Event(), threading.Event()

    def key_meanwhile():
        assert looked.wait(WAIT_S)
        key(built, "BOB", PRESENT)
        is_keyed.set()

    at_once(lambda: announce_as_looked(looked, is_keyed), key_meanwhile)
    assert (said(built)["BOB"], away("BOB")) == (PRESENT, {MORNING})


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
