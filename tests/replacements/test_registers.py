"""Whoever the register has present is replaced on the half-days that follow, and on that one by nobody."""

import pytest

from massicot.absences.models import Absence
from massicot.presence.rules.sending import PresentThen
from massicot.replacements.models import Replacement
from massicot.replacements.queries import choices_for
from tests.keeping import kept
from tests.presence import registers
from tests.presence.registers import PRESENT, key
from tests.replacements import morning
from tests.replacements.morning import BOTH, NOW, TODAY, place, replace

pytestmark = pytest.mark.django_db
built = kept(morning.called)


def test_whoever_is_there_is_not_replaced_on_that_half_day_and_nothing_is_written(built):
    key(built, "BOB", PRESENT, at=NOW)
    with pytest.raises(PresentThen, match="has Bob BADIANE present on 01/06/2017"):
        replace("ALICE")
    assert not Absence.objects.exists()
    assert not Replacement.objects.exists()


def test_who_goes_home_at_ten_is_proposed_to_be_replaced_from_the_afternoon_on(built):
    key(built, "BOB", PRESENT, at=NOW)
    registers.note(built, "BOB", left=registers.NINE.time(), at=NOW)
    choices = choices_for(place().pk, NOW)
    assert (choices.open_halves, choices.halves) == (BOTH[1:], BOTH[1:])
    replace("ALICE", choices.halves)
    assert registers.said(built)["BOB"] is PRESENT
    assert sorted(registers.said(built, registers.AFTERNOON)) == ["ALICE", "CHARLIE"]


def test_whoever_was_away_in_the_morning_and_comes_is_to_be_replaced_no_more(built):
    morning.announce("BOB", TODAY)
    key(built, "BOB", PRESENT, at=NOW)
    assert choices_for(place().pk, NOW).halves == TODAY[1:]
