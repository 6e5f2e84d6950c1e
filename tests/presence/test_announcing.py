"""What a register says wins, whenever an absence is announced: nobody is absent who was there."""

import pytest

from massicot.absences import queries as absences
from massicot.absences.models import Absence
from massicot.absences.rules import Who
from massicot.absences.rules.absences import AwayAlready, SaidOfAbsence
from massicot.audit.models import JournalLine
from massicot.presence import services
from massicot.presence.models import DayRegister
from massicot.presence.queries.registers import halves_to_announce
from massicot.presence.rules.sending import PresentThen, PresentThenAndSent
from tests.cast import CEDRES, ODILE
from tests.keeping import kept
from tests.missions.calling import FIRST
from tests.presence import registers
from tests.presence.registers import (
    ABSENT,
    EVENING,
    PRESENT,
    UNKNOWN,
    add,
    confirm,
    key,
    keyed,
    letter_of,
    reopen,
    send,
)
from tests.presence.test_reconciling import AFTERNOON, BEFORE, MORNING, away, states

pytestmark = pytest.mark.django_db
built = kept(registers.convened)


def announce(who, *halves, at=EVENING, way=Who.PERSON):
    about = {"assignment_id": letter_of(who).assignment_id, "halves": halves, "said": SaidOfAbsence()}
    return services.announce_absence(**about, way=way, by=ODILE, at=at)


def test_whoever_the_register_has_present_is_not_announced_absent_and_nothing_is_written(built):
    confirm(built, 2, 2)
    lines = JournalLine.objects.count()
    with pytest.raises(PresentThen, match=r"Perrin has Bob BADIANE present on 01/06/2017 .the morning."):
        announce("BOB", AFTERNOON, MORNING)
    assert (Absence.objects.count(), JournalLine.objects.count()) == (0, lines)


@pytest.mark.parametrize("way", [Who.PERSON, Who.HEAD, Who.CENTRE, Who.OFFICE])
def test_of_a_register_that_was_sent_the_office_is_named_who_opens_it_again(built, way):
    keyed(built)
    send(built)
    with pytest.raises(PresentThenAndSent, match="the office opens it again"):
        announce("BOB", MORNING, way=way)


def test_once_the_centre_says_that_they_were_not_there_the_absence_is_known(built):
    keyed(built)
    send(built)
    reopen(built)
    key(built, "BOB", ABSENT, seen=PRESENT, at=EVENING)
    assert (away("BOB"), states()[-1]) == ({MORNING}, "observed")
    with pytest.raises(AwayAlready):
        announce("BOB", MORNING)


def test_who_left_early_was_there(built):
    key(built, "BOB", PRESENT)
    registers.note(built, "BOB", left=registers.NINE.time())
    with pytest.raises(PresentThen):
        announce("BOB", MORNING)
    announce("BOB", AFTERNOON)
    assert away("BOB") == {AFTERNOON}


def test_a_register_that_knows_nothing_stands_in_the_way_of_nothing_even_once_it_is_sent(built):
    confirm(built, 2, 2)
    send(built, remark="liste de l’après-midi égarée")
    announce("BOB", AFTERNOON)
    assert away("BOB") == {AFTERNOON}


def test_whoever_went_to_another_place_is_absent_from_where_their_letter_calls_them(built):
    add(built, "BOB", place=CEDRES)
    announce("BOB", MORNING)
    assert away("BOB") == {MORNING}


def test_half_days_to_announce_are_those_on_which_somebody_is_neither_away_nor_was_there(built):
    key(built, "BOB", PRESENT)
    key(built, "CHARLIE", ABSENT)
    for who in ("BOB", "CHARLIE"):
        assert halves_to_announce(letter_of(who))[0] == AFTERNOON
    key(built, "BOB", UNKNOWN, seen=PRESENT)
    assert halves_to_announce(letter_of("BOB"))[0] == MORNING


def test_days_to_come_have_no_register_for_that(built):
    announce("BOB", MORNING, at=BEFORE)
    assert not DayRegister.objects.filter(day=FIRST).exists()
    assert absences.open_absences(built.session.pk).count() == 1
