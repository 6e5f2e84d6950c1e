"""Two caseworkers replace the same person at once: one of them convenes somebody, the other is told who comes."""

import threading

import pytest
from django.db import IntegrityError, transaction

from massicot.absences.models import Absence, AbsentHalf
from massicot.absences.rules import AbsenceState, Who
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.replacements import ThereAlready
from massicot.replacements import services
from massicot.replacements.models import ReplacedHalf, Replacement
from massicot.replacements.queries import standing_halves
from massicot.replacements.rules import AlreadyReplaced, ReplacedMeanwhile, ReplacementState
from tests.cast import ODILE, OMAR
from tests.missions import calling
from tests.racing import WAIT_S, at_once, meanwhile
from tests.replacements import morning
from tests.replacements.morning import NOW, TODAY, announce, place, replace

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def built(transactional_db):
    return morning.called()


def look_then_fill(identifier, both):
    """Fill a half-day as whoever looks first and holds nothing; the table alone stands in the way."""
    absent, stand_in = place("BOB"), place("CHARLIE")
    try:
        with transaction.atomic():
            assert not standing_halves(absent)
            both.wait()
            state = ReplacementState.CONVENED
            said = {"state": state, "stand_in": stand_in, "said_by": identifier, "said_at": NOW}
            row = Replacement.objects.create(absent=absent, person=stand_in.person, **said)
            day, half = TODAY[0]
            ReplacedHalf.objects.create(replacement=row, absent=absent, day=day, half=half)
    except IntegrityError:
        return "broken"
    return "filled"


def test_without_the_guard_the_second_one_runs_into_the_table():
    both = threading.Barrier(2, timeout=WAIT_S)
    answers = at_once(lambda: look_then_fill("odile", both), lambda: look_then_fill("omar", both))
    assert sorted(answers) == ["broken", "filled"]


def test_two_caseworkers_wait_for_one_another_and_the_second_is_told_who_comes():
    answers = meanwhile(lambda: replace("ALICE", by=ODILE), lambda: replace("DIANE", by=OMAR))
    assert [type(answer) for answer in answers] == [Replacement, AlreadyReplaced]
    valid = calling.letters(state=ConvocationState.VALID)
    assert sorted(row.assignment.person.identifier for row in valid) == ["ALICE", "CHARLIE"]


def withdraw_as_looked(absence, looked, is_replaced):
    """Withdraw an absence as whoever looks first whether another comes, and holds nothing."""
    with transaction.atomic():
        assert not standing_halves(place("BOB"))
        looked.set()
        assert is_replaced.wait(WAIT_S)
        AbsentHalf.objects.filter(absence=absence).update(ended_at=NOW)
        Absence.objects.filter(pk=absence.pk).update(state=AbsenceState.WITHDRAWN)


def test_without_the_guard_somebody_is_replaced_who_is_away_no_more():
    absence = announce("BOB", TODAY)
    looked, is_replaced = threading.Event(), threading.Event()

    def replace_meanwhile():
        assert looked.wait(WAIT_S)
        replace("ALICE", TODAY)
        is_replaced.set()

    at_once(lambda: withdraw_as_looked(absence, looked, is_replaced), replace_meanwhile)
    assert standing_halves(place("BOB")).keys() == set(TODAY)
    assert Absence.objects.get().state == AbsenceState.WITHDRAWN


def test_an_absence_is_withdrawn_or_replaced_and_not_both():
    absence = announce("BOB", TODAY)
    withdrawn = {"absence_id": absence.pk, "reason": "Il vient", "who": Who.OFFICE, "by": OMAR, "at": NOW}
    answers = meanwhile(lambda: replace("ALICE", TODAY), lambda: services.withdraw_absence(**withdrawn))
    assert [type(answer) for answer in answers] == [Replacement, ReplacedMeanwhile]


def test_one_person_is_convened_in_the_stead_of_one_alone():
    answers = meanwhile(lambda: replace("ALICE"), lambda: replace("ALICE", absent="CHARLIE", by=OMAR))
    assert [type(answer) for answer in answers] == [Replacement, ThereAlready]
    assert ReplacedHalf.objects.filter(absent=place("CHARLIE")).count() == 0
