"""An absence is announced: of half-days to which the letter calls, each once; the letter holds."""

from datetime import date

import pytest

from massicot.absences import queries, services
from massicot.absences.models import Absence, AbsentHalf
from massicot.absences.queries import absences
from massicot.absences.rules import AbsenceKind, AbsenceState, Who
from massicot.absences.rules.absences import AwayAlready, HalfNotCalled, NoHalfDays, SaidOfAbsence
from massicot.audit.models import JournalLine
from massicot.core.wall import TextNamesCandidate
from massicot.missions import services as missions
from massicot.missions.queries import convocations
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.hours import HalfDay
from massicot.missions.rules.lists import NotOnList
from tests.absences import absent
from tests.absences.absent import AFTERNOON, ALL, MORNING, NEXT_MORNING
from tests.cast import ODILE, PERRIN, candidate_number
from tests.keeping import kept
from tests.missions import calling
from tests.missions.calling import ADDRESSES, ASKED

pytestmark = pytest.mark.django_db
built = kept(absent.called)


def letter():
    return calling.letters(assignment=absent.place_of())[0]


def test_an_absence_is_of_the_half_days_that_are_named_at_their_place(built):
    absence = absent.announce("BOB", AFTERNOON, MORNING)
    assert queries.halves_of(absence) == [MORNING, AFTERNOON]
    assert {row.place_uai for row in AbsentHalf.objects.all()} == {PERRIN}
    assert (absence.state, absence.kind, absence.letter_code) == (AbsenceState.ANNOUNCED, "illness", letter().code)


def test_the_letter_holds_and_says_that_its_reader_is_announced_absent(built):
    absent.announce()
    row = convocations.followed_by_code(letter().code)
    assert (row.state, row.standing) == (ConvocationState.VALID, "cannot-come")


def test_two_absences_of_one_half_day_are_refused_and_of_two_are_not(built):
    absent.announce("BOB", MORNING)
    with pytest.raises(AwayAlready, match="01/06/2017"):
        absent.announce("BOB", MORNING, AFTERNOON)
    absent.announce("BOB", AFTERNOON)
    assert Absence.objects.count() == 2


def test_a_day_to_which_no_letter_calls_is_refused_and_so_is_none_at_all(built):
    with pytest.raises(HalfNotCalled, match="Bob BADIANE is not called on 09/06/2017"):
        absent.announce("BOB", (date(2017, 6, 9), HalfDay.MORNING))
    with pytest.raises(NoHalfDays, match="Bob BADIANE"):
        services.announce_unchecked_register(
            assignment_id=absent.place_of().pk, halves=(), said=SaidOfAbsence(), way=Who.PERSON, by=ODILE, at=ASKED
        )


def test_whoever_is_called_no_more_is_not_announced_absent(built):
    code = letter().code
    missions.cancel_convocation(code=code, reason="Report", addresses=ADDRESSES, by=ODILE, at=ASKED)
    with pytest.raises(HalfNotCalled):
        services.announce_unchecked_register(
            **absent.where(), halves=[MORNING], said=SaidOfAbsence(), way=Who.OFFICE, by=ODILE, at=ASKED
        )


def test_a_place_on_a_list_that_is_not_there_is_refused(built):
    with pytest.raises(NotOnList):
        services.announce_unchecked_register(
            assignment_id=0, halves=ALL, said=SaidOfAbsence(), way=Who.OFFICE, by=ODILE, at=ASKED
        )


def test_the_journal_knows_which_absence_and_nothing_of_it(built):
    absence = absent.announce(said=SaidOfAbsence(AbsenceKind.STRIKE, "Piquet devant la gare"))
    (line,) = JournalLine.objects.filter(subject=absences.subject_of(absence.pk))
    assert (line.act, line.facts) == ("AbsenceAnnounced", f'{{"absence":{absence.pk}}}')


def test_words_hold_no_sign_that_nobody_sees(built):
    absence = absent.announce(
        said=SaidOfAbsence(words="Je suis\N{RIGHT-TO-LEFT OVERRIDE}\a retenue\n à\N{NO-BREAK SPACE}Pau")
    )
    assert absence.words == "Je suis retenue à Pau"


def test_words_hold_no_candidate_number(built):
    with pytest.raises(TextNamesCandidate):
        absent.announce(said=SaidOfAbsence(words=f"Je garde {candidate_number(1)}"))
    absence = absent.announce()
    withdrawn = {"absence_id": absence.pk, "who": Who.PERSON, "by": ODILE, "at": ASKED}
    with pytest.raises(TextNamesCandidate):
        services.withdraw_absence_unchecked_replacement(reason=f"{candidate_number(1)} ne vient pas", **withdrawn)


def test_who_is_away_is_told_half_day_by_half_day_by_place_and_by_day(built):
    absent.announce("BOB", NEXT_MORNING, AFTERNOON, MORNING)
    absent.announce("ALICE", MORNING, way=Who.CENTRE)
    session = built.session.pk
    assert [(row.day, row.half) for row in queries.away_at(session)] == [MORNING, MORNING, AFTERNOON, NEXT_MORNING]
    assert [row.day for row in queries.away_at(session, PERRIN, absent.SECOND)] == [absent.SECOND]
    assert queries.away_at(session, "9900001W") == []
    assert [row.way for row in queries.open_absences(session)] == [Who.PERSON, Who.CENTRE]
