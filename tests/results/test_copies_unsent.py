"""A request that is answered by mail waits until its mail has left, whatever keeps that; then it is answered."""

from datetime import UTC, datetime, timedelta

import pytest

from massicot.exams import queries as exams
from massicot.expenses import services as expense_acts
from massicot.post import services as post
from massicot.results import queries, services
from massicot.results.queries.consultations import papers_asked_about, waiting_consultations
from massicot.results.queries.destruction import asked_entries
from massicot.results.rules.archiving import RequestsWait
from massicot.results.rules.consultations import ConsultationOpen, ConsultationStep
from massicot.results.rules.exports import ExportKind
from tests.cast import ODILE, TYPING, candidate_number
from tests.documents.reading import Reader
from tests.keeping import kept
from tests.results import mailing
from tests.results.archived import archive
from tests.results.asking import ask, follow, state_of
from tests.results.mailing import NEVER_LEFT, leave, letter_of, mailed, send
from tests.results.test_consultations_archived import back
from tests.results.test_exports import rows_of
from tests.web.office.lifting.lately import key_there

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(key_there.__name__)]

built = kept(back)

NEXT_DAY = TYPING + timedelta(days=1)


def told(built):
    return [
        (row["numero_candidat"], row["suite"], row["repondue_le"]) for row in rows_of(built, ExportKind.CONSULTATIONS)
    ]


@pytest.mark.parametrize("happens", NEVER_LEFT, ids=lambda act: act.__name__)
def test_a_mail_that_has_not_left_is_no_answer(built, happens):
    one = mailed(built, 9)
    assert state_of(one) == "sent"
    happens(one)
    expense_acts.copy_session(
        copied_from=built.session, code="BTS-2018", title="BTS 2018", year=2018, by=ODILE, at=TYPING
    )
    other = exams.paper_by_code("BTS-2018", "CGE")
    assert list(waiting_consultations()) == [one]
    assert papers_asked_about([other, built.paper]) == ["CGE"]
    assert queries.asked_since(one.entry_id) == TYPING.date()
    assert asked_entries(built.paper) == {one.entry_id}
    asked = {paper: queries.matters_of([paper.pk])[paper.pk].asked for paper in (built.paper, other)}
    assert asked == {built.paper: [(TYPING.date(), letter_of(one).state)], other: []}
    assert told(built) == [(candidate_number(9), "unsent", "")]
    with pytest.raises(RequestsWait):
        archive(built)
    with pytest.raises(ConsultationOpen):
        ask(built, 9)


def test_of_two_the_one_whose_mail_left_is_answered_on_that_day_and_the_other_waits(built):
    first, second = mailed(built, 9), mailed(built, 5)
    left = leave(at=NEXT_DAY)
    assert [letter_of(one).sent_at for one in (first, second)] == [left.sent_at, None]
    assert list(waiting_consultations()) == [second]
    assert asked_entries(built.paper) == {second.entry_id}
    day = exams.local(built.paper, NEXT_DAY).date().isoformat()
    assert told(built) == [(candidate_number(9), "sent", day), (candidate_number(5), "unsent", "")]
    with pytest.raises(RequestsWait):
        archive(built)
    leave(at=NEXT_DAY)
    archive(built)
    assert not waiting_consultations().exists()


def test_the_day_on_which_a_mail_left_is_that_of_the_clock_of_its_session(built):
    one = mailed(built, 9)
    late = datetime(2017, 7, 21, 22, 30, tzinfo=UTC)
    leave(at=late)
    assert told(built) == [(candidate_number(9), "sent", "2017-07-22")]
    assert queries.answered_on(built.paper, one, queries.mails_of([one])[one.pk]).isoformat() == "2017-07-22"


def test_the_printed_register_counts_a_mail_that_has_not_left_among_what_waits(built):
    mailed(built, 9)
    at = {"at": NEXT_DAY}
    text = Reader(services.print_consultation_register(paper=built.paper, **at)).text
    assert "en attente (le courriel" in text
    assert "1 attend sa réponse" in text
    leave()
    text = Reader(services.print_consultation_register(paper=built.paper, **at)).text
    assert "copie envoyée" in text
    assert "attend sa réponse" not in text


@pytest.mark.parametrize(
    "happens", [mailing.is_refused, mailing.loses_its_copy, mailing.is_given_up], ids=lambda act: act.__name__
)
def test_taken_back_it_is_sent_to_another_address_and_answered_as_that_leaves(built, happens):
    one = mailed(built, 9)
    happens(one)
    follow(built, one, ConsultationStep.TAKE_BACK, words="Autre adresse.")
    assert state_of(one) == "checked"
    send(built, one, to="iris@bureau.invalid")
    assert [letter.state for letter in queries.ranks_mailed(one).values()] == ["given-up", "waiting"]
    assert list(queries.ranks_mailed(one)) == [3, 5]
    assert list(waiting_consultations()) == [one]
    assert leave().to == "iris@bureau.invalid"
    assert not waiting_consultations().exists()


def test_sent_otherwise_after_a_mail_that_was_given_up_it_is_answered(built):
    one = mailed(built, 9)
    mailing.is_given_up(one)
    follow(built, one, ConsultationStep.TAKE_BACK, words="Par la poste.")
    follow(built, one, ConsultationStep.SEND)
    one.refresh_from_db()
    assert queries.mails_of([one]) == {}
    assert told(built) == [(candidate_number(9), "sent", TYPING.date().isoformat())]
    assert not waiting_consultations().exists()
    archive(built)


def test_a_mail_that_was_refused_is_sent_again_and_answers_as_it_leaves(built):
    one = mailed(built, 9)
    mailing.is_refused(one)
    post.send_again(letter_id=letter_of(one).pk, by=ODILE, at=NEXT_DAY)
    assert list(waiting_consultations()) == [one]
    leave(at=NEXT_DAY)
    assert not waiting_consultations().exists()
    assert ask(built, 9).pk != one.pk
