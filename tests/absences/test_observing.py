"""What registers say: somebody away whom nobody had announced, somebody there who was announced away."""

import pytest

from massicot.absences import queries
from massicot.absences.models import Absence, AbsentHalf
from massicot.absences.rules import AbsenceKind, AbsenceState, Who
from massicot.missions.queries import convocations
from tests.absences import absent
from tests.absences.absent import AFTERNOON, ALL, MORNING, NEXT_MORNING
from tests.keeping import kept
from tests.missions import calling

pytestmark = pytest.mark.django_db
built = kept(absent.called)


def state_of(absence):
    return Absence.objects.get(pk=absence.pk).state


def standing():
    (row,) = calling.letters(assignment=absent.place_of())
    return convocations.followed_by_code(row.code).standing


def test_half_days_that_nobody_had_announced_are_one_absence(built):
    absence = absent.observe()
    assert absent.observe(half=AFTERNOON) == absence
    assert (absence.state, absence.kind, absence.way) == (AbsenceState.OBSERVED, AbsenceKind.NONE_GIVEN, Who.REGISTER)
    assert queries.halves_of(absence) == [MORNING, AFTERNOON]


def test_what_was_announced_is_not_found_a_second_time(built):
    announced = absent.announce("BOB", MORNING)
    assert absent.observe() == announced
    assert (Absence.objects.count(), AbsentHalf.objects.count()) == (1, 1)


def test_the_register_wins_and_both_are_kept(built):
    absence = absent.announce("BOB", MORNING, NEXT_MORNING)
    absent.come()
    assert queries.halves_of(absence) == [NEXT_MORNING]
    ended = AbsentHalf.objects.get(day=absent.FIRST)
    assert (ended.ended_at, ended.ended_by) == (absent.AFTER, "marc@perrin.invalid")
    assert state_of(absence) == AbsenceState.ANNOUNCED
    assert Absence.objects.get().came_at == absent.AFTER


def test_once_its_last_half_day_ended_an_absence_waits_for_nothing(built):
    absence = absent.announce("BOB", MORNING)
    assert standing() == "cannot-come"
    absent.come()
    assert state_of(absence) == AbsenceState.WITHDRAWN
    assert (standing(), queries.away_at(built.session.pk)) == ("opened", [])


def test_another_absence_that_waits_keeps_the_letter_announced(built):
    absent.announce("BOB", MORNING)
    absent.announce("BOB", NEXT_MORNING)
    absent.come()
    assert standing() == "cannot-come"


def test_a_register_corrected_finds_the_same_half_day_anew(built):
    absent.observe()
    assert absent.come() is not None
    assert Absence.objects.get().came_at is None
    absent.observe()
    assert sorted(Absence.objects.values_list("state", flat=True)) == ["observed", "withdrawn"]


def test_whoever_nobody_took_for_away_is_none_of_this(built):
    assert absent.come() is None
    absent.announce("BOB", *ALL)
    assert absent.come("ALICE") is None
