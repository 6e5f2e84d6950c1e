"""The register wins over what was announced: half-days end, or are to be explained; both are kept."""

from datetime import timedelta

import pytest

from massicot.absences import queries as absences
from massicot.absences import services as absence_acts
from massicot.absences.models import Absence
from massicot.absences.rules import AbsenceKind, AbsenceState, Who
from massicot.absences.rules.absences import SaidOfAbsence
from massicot.absences.rules.life import DecisionTyped
from massicot.core import draws
from massicot.core.actor import Actor
from massicot.missions.rules.hours import HalfDay
from massicot.presence import services
from tests.cast import CEDRES, ODILE
from tests.keeping import kept
from tests.missions.calling import ADDRESSES, FIRST
from tests.presence import registers
from tests.presence.registers import ABSENT, NINE, PRESENT, UNKNOWN, add, confirm, key, letter_of, person, take_back

pytestmark = pytest.mark.django_db
built = kept(registers.convened)

MORNING, AFTERNOON = (FIRST, HalfDay.MORNING), (FIRST, HalfDay.AFTERNOON)
BEFORE = NINE - timedelta(days=1)


def assignment_of(who):
    return letter_of(who).assignment_id


def announce(who, *halves):
    said = SaidOfAbsence(AbsenceKind.ILLNESS)
    reader = Actor(person(who).email)
    about = {"assignment_id": assignment_of(who), "halves": halves, "said": said, "way": Who.PERSON}
    return services.announce_absence(**about, by=reader, at=BEFORE)


def away(who):
    return set(absences.halves_away(assignment_of(who)))


def states():
    return list(Absence.objects.order_by("pk").values_list("state", flat=True))


def test_whoever_did_not_sign_is_of_an_absence_to_be_explained(built):
    key(built, "CHARLIE", ABSENT)
    assert (away("CHARLIE"), states()) == ({MORNING}, [AbsenceState.OBSERVED])


def test_nobody_keyed_is_of_no_absence(built):
    key(built, "CHARLIE", ABSENT)
    confirm(built, 1, 1)
    assert away("BOB") == set()


def test_whoever_is_announced_and_absent_is_of_one_absence(built):
    announce("CHARLIE", MORNING, AFTERNOON)
    key(built, "CHARLIE", ABSENT)
    assert states() == [AbsenceState.ANNOUNCED]
    assert away("CHARLIE") == {MORNING, AFTERNOON}


def test_whoever_is_announced_and_comes_was_not_away_that_half_day(built):
    absence = announce("CHARLIE", MORNING, AFTERNOON)
    confirm(built, 2, 2)
    assert (away("CHARLIE"), states()) == ({AFTERNOON}, [AbsenceState.ANNOUNCED])
    absence.refresh_from_db()
    assert absence.came_at == NINE


def test_an_absent_word_taken_back_takes_back_what_the_register_found_and_nothing_announced(built):
    announce("BOB", MORNING)
    key(built, "BOB", ABSENT)
    key(built, "CHARLIE", ABSENT)
    for who in ("BOB", "CHARLIE"):
        key(built, who, UNKNOWN, seen=ABSENT)
    assert (away("BOB"), away("CHARLIE")) == ({MORNING}, set())


def test_everybody_absent_by_mistake_is_taken_back_with_the_half_day(built):
    confirm(built, 2, 0, word=ABSENT)
    assert (away("BOB"), away("CHARLIE")) == ({MORNING}, {MORNING})
    take_back(built)
    assert (away("BOB"), away("CHARLIE")) == (set(), set())


def test_who_came_late_after_being_keyed_absent_is_present(built):
    key(built, "CHARLIE", ABSENT)
    key(built, "CHARLIE", PRESENT, seen=ABSENT)
    assert (away("CHARLIE"), states()) == (set(), [AbsenceState.WITHDRAWN])


def exempted():
    """Let Bob off the first day, for which he was announced to be ill."""
    absence = announce("BOB", MORNING, AFTERNOON)
    typed, draw = DecisionTyped("Le recteur", BEFORE.date(), "42"), draws.from_seed("exempted")
    answer = {"typed": typed, "halves": [MORNING, AFTERNOON], "addresses": ADDRESSES, "draw": draw}
    absence_acts.grant_exemption(absence_id=absence.pk, **answer, by=ODILE, at=BEFORE)
    return absence


def test_who_was_let_off_and_comes_uncalled_was_not_away_that_half_day(built):
    absence = exempted()
    add(built, "BOB")
    assert (away("BOB"), states()) == ({AFTERNOON}, [AbsenceState.EXEMPTED])
    absence.refresh_from_db()
    assert absence.came_at == NINE
    key(built, "BOB", UNKNOWN, seen=PRESENT)
    assert away("BOB") == {AFTERNOON}


def test_who_comes_uncalled_to_another_centre_stays_away_from_this_one(built):
    exempted()
    add(built, "BOB", place=CEDRES)
    assert away("BOB") == {MORNING, AFTERNOON}
