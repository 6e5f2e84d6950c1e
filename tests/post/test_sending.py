"""Letters handed to real mail servers on this machine: accepted, put off, refused, away, cut off."""

from datetime import UTC, datetime, timedelta

import pytest

from massicot.core.actor import SYSTEM
from massicot.post import queries, services
from massicot.post.models import Letter
from massicot.post.rules import LetterState, letters
from massicot.post.rules.letters import SENDING_LASTS, Server
from tests.post import mail_server, posting

pytestmark = pytest.mark.django_db

NOON = datetime(2017, 4, 25, 12, tzinfo=UTC)
BODY = "Madame,\n.\nVotre journée n’est pas close.\n"


@pytest.fixture
def letter():
    return services.write_letter(to="claire@cedres.invalid", subject="Journée à clore", body=BODY, by=SYSTEM, at=NOON)


def send(server, at=NOON):
    return posting.send(server, sender="Massicot <massicot@bureau.invalid>", at=at)


def test_a_letter_arrives_whole_with_who_what_and_a_lasting_identifier(letter):
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        assert send(server).said == "250 Message accepted"
    message = postmaster.accepted[0]
    assert (message["From"], message["To"]) == ("Massicot <massicot@bureau.invalid>", "claire@cedres.invalid")
    assert (message["Subject"], message.get_content().replace("\r\n", "\n")) == ("Journée à clore", BODY)
    assert message["Message-ID"] == f"<{letter.reference}@bureau.invalid>"


def test_a_letter_is_sent_once_however_often_the_worker_comes_by(letter):
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        assert send(server).state == LetterState.SENT
        assert send(server, NOON + timedelta(days=3)) is None
    assert len(postmaster.accepted) == 1


@pytest.mark.parametrize("answers", [{"to_rcpt": "450 Mailbox busy"}, {"to_data": "452 Disk full"}])
def test_a_server_that_says_later_is_tried_again_later(letter, answers):
    with mail_server.listening(mail_server.Postmaster(**answers)) as server:
        put_off = send(server)
        assert (put_off.state, put_off.next_at) == (LetterState.WAITING, NOON + timedelta(minutes=1))
        assert put_off.said == next(iter(answers.values()))
        assert send(server, NOON + timedelta(seconds=59)) is None
        again = send(server, NOON + timedelta(minutes=1))
    assert (again.attempts, again.next_at) == (2, NOON + timedelta(minutes=3))


@pytest.mark.parametrize("answers", [{"to_rcpt": "550 No such person here"}, {"to_data": "554 Not wanted"}])
def test_a_letter_refused_for_good_is_kept_with_the_words_of_the_server(letter, answers):
    with mail_server.listening(mail_server.Postmaster(**answers)) as server:
        refused = send(server)
        assert send(server, NOON + timedelta(days=1)) is None
    assert (refused.state, refused.said) == (LetterState.REFUSED, next(iter(answers.values())))
    assert queries.body_of(refused) == BODY


def test_a_server_that_is_away_is_tried_again_for_two_days(letter):
    away, at = mail_server.dead(), NOON
    while (put_off := send(away, at)).state == LetterState.WAITING:
        at = put_off.next_at
    assert put_off.state == LetterState.REFUSED
    assert letters.TRIED_FOR <= at - NOON <= letters.TRIED_FOR + letters.LONGEST_DELAY
    assert "refused" in put_off.said.lower()


def test_a_line_cut_after_the_message_leaves_it_uncertain_and_unsent(letter):
    with mail_server.hangs_up_after_the_message() as server:
        assert send(server).state == LetterState.UNCERTAIN
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        assert send(server, NOON + timedelta(days=1)) is None
    assert postmaster.accepted == []


def test_a_worker_killed_while_it_sends_leaves_the_letter_uncertain(letter):
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.SENDING, claimed_at=NOON, attempts=1)
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        send(server, NOON + SENDING_LASTS - timedelta(seconds=1))
        assert queries.letter_by_id(letter.pk).state == LetterState.SENDING
        send(server, NOON + SENDING_LASTS)
    assert (queries.letter_by_id(letter.pk).state, postmaster.accepted) == (LetterState.UNCERTAIN, [])


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # the line stays on this machine
def test_a_wrong_password_keeps_the_letter_and_the_right_one_sends_it(letter):
    postmaster = mail_server.Postmaster()
    check = mail_server.accepts_only("massicot", "secret")
    with mail_server.listening(postmaster, authenticator=check, auth_required=True, auth_require_tls=False) as server:
        wrong = send(Server(host=server.host, port=server.port, user="massicot", password="wrong"))
        assert (wrong.state, wrong.said[:3]) == (LetterState.WAITING, "535")
        sent = send(
            Server(host=server.host, port=server.port, user="massicot", password="secret"), NOON + timedelta(minutes=1)
        )
    assert sent.state == LetterState.SENT


def test_a_line_that_should_be_encrypted_is_never_used_in_clear(letter):
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        put_off = send(Server(host=server.host, port=server.port, is_encrypted_after_greeting=True))
    assert (put_off.state, postmaster.accepted) == (LetterState.WAITING, [])


def test_a_letter_whose_seal_is_broken_is_shown_and_not_sent(letter):
    Letter.objects.filter(pk=letter.pk).update(sealed=b"another key sealed this")
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        assert send(server).state == LetterState.REFUSED
    assert postmaster.accepted == []
