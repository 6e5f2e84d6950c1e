"""docs/undo.md, the rows of who came."""

from datetime import time

import pytest

from massicot.presence.models import PresenceLine
from massicot.presence.rules.sending import RegisterIsSent
from tests.keeping import kept
from tests.presence import registers
from tests.presence.registers import ABSENT, EVENING, PRESENT, UNKNOWN, add, confirm, key, letter_of, note, said, scan
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db
built = kept(registers.convened)


@undoes("somebody said present or absent on the register of a half-day, by hand or by their letter")
def test_a_word_of_a_register_is_taken_back_or_said_otherwise_until_it_is_sent(built):
    scan(built, letter_of("BOB").code)
    key(built, "BOB", UNKNOWN, seen=PRESENT)
    assert said(built)["BOB"] is UNKNOWN
    registers.keyed(built)
    key(built, "CHARLIE", PRESENT, seen=ABSENT, at=EVENING)
    assert (said(built)["CHARLIE"], registers.register(built).signatures) == (PRESENT, 2)
    registers.send(built)
    with pytest.raises(RegisterIsSent):
        key(built, "CHARLIE", ABSENT, seen=PRESENT, at=EVENING)


@undoes("somebody added to a register whom nobody had called")
def test_somebody_added_by_mistake_is_taken_off(built):
    add(built, "ALICE")
    key(built, "ALICE", UNKNOWN, seen=PRESENT)
    assert "ALICE" not in said(built)


@undoes("hours noted of somebody who came late or left early")
def test_hours_are_taken_back(built):
    confirm(built, 2, 2)
    note(built, "BOB", time(10), time(11))
    note(built, "BOB")
    assert not PresenceLine.objects.exclude(arrived_at=None, left_at=None).exists()


@undoes("half-day of a register confirmed")
def test_the_confirmation_of_a_half_day_is_taken_back_and_what_was_keyed_alone_stays(built):
    key(built, "CHARLIE", ABSENT)
    confirm(built, 1, 1)
    registers.take_back(built)
    assert said(built) == {"BOB": UNKNOWN, "CHARLIE": ABSENT}
    confirm(built, 1, 1)


@undoes("register of a day sent")
def test_a_register_that_was_sent_is_opened_by_the_office_and_sent_anew(built):
    registers.keyed(built)
    registers.send(built)
    registers.reopen(built)
    note(built, "BOB", time(9, 30))
    registers.send(built)
