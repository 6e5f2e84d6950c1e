"""A request to see a script: by name and never by number, step by step, each with its way back."""

import json
from datetime import date, timedelta

import pytest

from massicot.accounts.rules import NotFromOffice
from massicot.audit import queries as audit
from massicot.core import codes
from massicot.exams import queries as exams
from massicot.expenses import services as expense_acts
from massicot.results import queries
from massicot.results.models import Consultation, ConsultationMove, Lifting
from massicot.results.rules import access
from massicot.results.rules import consultations as rules
from massicot.results.rules.access import Asker
from massicot.results.rules.consultations import AskerProof, ConsultationState, ConsultationStep
from tests import later_world, room_reports
from tests.cast import CLAIRE, MARC, ODILE, OMAR, TYPING, candidate_number
from tests.results.asking import ask, follow, state_of

pytestmark = pytest.mark.django_db


def test_it_is_asked_checked_and_shown_and_its_file_says_so(lifted):
    asked = ask(lifted, 5)
    follow(lifted, asked, ConsultationStep.CHECK, proof=AskerProof.PASSPORT)
    follow(lifted, asked, ConsultationStep.SHOW, words="  Odile, et  la mère ", by=OMAR)
    moves = queries.moves_of(queries.consultation_of(lifted.paper, asked.pk))
    assert [(move.step, move.proof, move.words, move.taken_by) for move in moves] == [
        ("ask", "", "", ODILE.login),
        ("check", "passport", "", ODILE.login),
        ("show", "", "Odile, et la mère", OMAR.login),
    ]
    assert state_of(asked) == ConsultationState.SHOWN


def test_a_copy_has_its_price_and_may_follow_a_look(lifted):
    asked = ask(lifted, 5)
    follow(lifted, asked, ConsultationStep.CHECK, proof=AskerProof.IDENTITY_CARD)
    follow(lifted, asked, ConsultationStep.SHOW, words="Odile")
    follow(lifted, asked, ConsultationStep.COPY, pages=4)
    assert [(move.pages, move.price_cents) for move in queries.moves_of(asked)][-1] == (4, 72)


def test_neither_its_rows_nor_its_lines_hold_the_number_of_a_script(lifted):
    asked = ask(lifted, 5)
    follow(lifted, asked, ConsultationStep.CHECK, proof=AskerProof.PASSPORT)
    follow(lifted, asked, ConsultationStep.SHOW, words="Odile")
    lines = [line for line in audit.acts_of(exams.subject_of(lifted.paper)) if line.act.startswith("Consultation")]
    assert [json.loads(line.facts)["candidate_number"] for line in lines] == [candidate_number(5)] * 3
    rows = [*Consultation.objects.values(), *ConsultationMove.objects.values()]
    whole = json.dumps([rows, [line.facts for line in lines]], default=str)
    assert later_world.number_of(lifted, 5) not in whole
    assert not codes.number_within(whole)
    assert "Odile" not in "".join(line.facts for line in lines)


def test_two_candidates_of_a_paper_have_a_file_each_and_one_has_one_at_a_time(lifted):
    first, second = ask(lifted, 5), ask(lifted, 9)
    with pytest.raises(rules.ConsultationOpen) as refused:
        ask(lifted, 5)
    assert refused.value.values == {"candidate": candidate_number(5), "paper": "CGE"}
    follow(lifted, first, ConsultationStep.WITHDRAW, words="Par erreur.")
    assert ask(lifted, 5).pk not in (first.pk, second.pk)
    with pytest.raises(rules.ConsultationOpen):
        follow(lifted, first, ConsultationStep.TAKE_BACK, words="Non.")
    assert (state_of(first), state_of(second)) == (ConsultationState.WITHDRAWN, ConsultationState.ASKED)


@pytest.mark.parametrize(
    "who",
    [
        {"candidate_number": candidate_number(9)},
        {"born_on": date(1990, 1, 1)},
        {"candidate_number": "0999999999"},
        {"candidate_number": "Iris"},
    ],
)
def test_number_and_birth_both_say_who_it_is(lifted, who):
    with pytest.raises(rules.AskerNotFound):
        ask(lifted, 5, **who)
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    ("received_on", "refusal"),
    [
        (TYPING.date() + timedelta(days=1), rules.ReceivedTomorrow),
        (date(2017, 5, 1), rules.ReceivedBeforeThePaper),
    ],
)
def test_a_request_of_an_impossible_day_is_refused(lifted, received_on, refusal):
    with pytest.raises(refusal):
        ask(lifted, 5, received_on=received_on)


def test_a_representative_asks_for_a_minor_only(lifted):
    with pytest.raises(rules.CandidateOfAge):
        ask(lifted, 5, asked_by=Asker.REPRESENTATIVE)
    assert ask(lifted, 5, asked_by=Asker.LAWYER).asked_by == "lawyer"


@pytest.mark.parametrize("proof", [AskerProof.MANDATE, AskerProof.COURT_ORDER])
def test_what_proves_somebody_else_proves_nothing(lifted, proof):
    asked = ask(lifted, 5)
    with pytest.raises(rules.ProofDoesNotFit):
        follow(lifted, asked, ConsultationStep.CHECK, proof=proof)
    assert state_of(asked) == ConsultationState.ASKED


def test_nothing_is_shown_of_an_absent_before_a_check_or_before_the_lifting(lifted):
    absent, present = ask(lifted, 2), ask(lifted, 5)
    for asked in (absent, present):
        with pytest.raises(rules.ConsultationMoved):
            follow(lifted, asked, ConsultationStep.SHOW, words="Odile")
        follow(lifted, asked, ConsultationStep.CHECK, proof=AskerProof.PASSPORT)
    with pytest.raises(rules.NothingWasWritten):
        follow(lifted, absent, ConsultationStep.SHOW, words="Odile")
    Lifting.objects.update(lifted_by="", lifted_at=None)
    with pytest.raises(access.AccessNotYet):
        follow(lifted, present, ConsultationStep.SEND)


def test_a_fraud_file_withholds_one_script_and_not_its_neighbour(lifted):
    room_reports.follow(lifted, room_reports.note(lifted, rank=5))
    held, free = ask(lifted, 5), ask(lifted, 9)
    for asked in (held, free):
        follow(lifted, asked, ConsultationStep.CHECK, proof=AskerProof.PASSPORT)
    with pytest.raises(access.ResultWithheld) as refused:
        follow(lifted, held, ConsultationStep.SHOW, words="Odile")
    assert refused.value.values == {"candidate": candidate_number(5)}
    follow(lifted, free, ConsultationStep.SHOW, words="Odile")
    follow(lifted, held, ConsultationStep.REFUSE, words="Dossier en cours.")


def test_who_acts_from_an_older_page_is_refused(lifted):
    asked = ask(lifted, 5)
    follow(lifted, asked, ConsultationStep.CHECK, proof=AskerProof.PASSPORT)
    follow(lifted, asked, ConsultationStep.SHOW, words="Odile")
    follow(lifted, asked, ConsultationStep.TAKE_BACK, words="Pas venu.")
    with pytest.raises(rules.ConsultationMoved):
        follow(lifted, asked, ConsultationStep.TAKE_BACK, words="Pas venu.", seen=3)
    assert state_of(asked) == ConsultationState.CHECKED


def test_words_are_wanted_and_hold_no_number_of_a_script(lifted):
    asked = ask(lifted, 5)
    with pytest.raises(rules.StepReasonMissing):
        follow(lifted, asked, ConsultationStep.REFUSE, words="  ")
    with pytest.raises(rules.FileNamesScript):
        follow(lifted, asked, ConsultationStep.REFUSE, words=f"Copie {later_world.number_of(lifted, 5)}.")
    assert state_of(asked) == ConsultationState.ASKED


def test_a_request_is_of_its_paper_only_and_waits_there(lifted):
    asked = ask(lifted, 5)
    expense_acts.copy_session(
        copied_from=lifted.session, code="BTS-2018", title="BTS 2018", year=2018, by=ODILE, at=TYPING
    )
    other = exams.paper_by_code("BTS-2018", "CGE")
    with pytest.raises(rules.ConsultationUnknown):
        queries.consultation_of(other, asked.pk)
    assert [list(queries.consultations_of(paper)) for paper in (lifted.paper, other)] == [[asked], []]
    waiting = queries.matters_of([lifted.paper.pk, other.pk])
    assert [waiting[paper.pk].asked for paper in (lifted.paper, other)] == [[(TYPING.date(), "")], []]


@pytest.mark.parametrize("by", [CLAIRE, MARC])
def test_only_the_office_notes_and_follows_requests(lifted, by):
    asked = ask(lifted, 5)
    with pytest.raises(NotFromOffice):
        ask(lifted, 9, by=by)
    with pytest.raises(NotFromOffice):
        follow(lifted, asked, ConsultationStep.CHECK, proof=AskerProof.PASSPORT, by=by)
