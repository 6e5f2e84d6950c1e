"""Letters written, kept sealed, sent again or given up."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from massicot.audit import queries as audit
from massicot.core.actor import Actor
from massicot.post import queries, rules, services
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from tests.post import mail_server, posting

pytestmark = pytest.mark.django_db

ODILE = Actor("odile@bureau.invalid")
NOON = datetime(2017, 4, 25, 12, tzinfo=UTC)
LINK = "http://127.0.0.1:8000/bienvenue/a-one-time-link/"
SENDER = "massicot@bureau.invalid"


def write(**changes):
    letter = {"to": "claire@cedres.invalid", "subject": "Votre accès", "body": f"Votre lien : {LINK}"}
    return services.write_letter(**letter | changes, by=ODILE, at=NOON)


def send(server, at=NOON):
    return posting.send(server, at=at)


def test_a_letter_is_sealed_while_it_waits_and_empty_once_sent():
    letter = write()
    assert LINK.encode() not in bytes(letter.sealed)
    assert queries.body_of(letter).endswith(LINK)
    with mail_server.listening(mail_server.Postmaster()) as server:
        sent = send(server)
    assert (sent.state, bytes(sent.sealed), sent.sent_at) == (LetterState.SENT, b"", NOON)


def test_a_letter_of_an_act_that_is_undone_is_never_written():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


def test_one_person_is_written_to_once_on_an_occasion():
    assert write(occasion="day-open:CGE:9900001W").pk == write(occasion="day-open:CGE:9900001W").pk
    assert write(occasion="day-open:CGE:9900001W", to="marc@perrin.invalid").pk != Letter.objects.first().pk
    assert Letter.objects.count() == 2
    assert queries.is_written("day-open:CGE:9900001W", "claire@cedres.invalid")
    assert not queries.is_written("day-open:CGE:9900002X", "claire@cedres.invalid")
    assert not queries.is_written("day-open:CGE:9900001W", "odile@bureau.invalid")


def test_a_letter_refused_may_be_sent_again_and_the_journal_tells_it():
    write()
    with mail_server.listening(mail_server.Postmaster(to_rcpt="550 No such person here")) as server:
        refused = send(server)
    services.send_again(letter_id=refused.pk, by=ODILE, at=NOON)
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        assert send(server).state == LetterState.SENT
    assert [message["To"] for message in postmaster.accepted] == ["claire@cedres.invalid"]
    assert [line.act for line in audit.acts_of(f"letter:{refused.pk}")] == ["LetterSentAgain"]


def test_what_has_left_is_not_withdrawn_with_what_waits():
    left = write(occasion="invitation:1")
    with mail_server.listening(mail_server.Postmaster()) as server:
        send(server)
    waits = write(occasion="invitation:2")
    services.withdraw_letters(to=left.to, occasion_start="invitation:")
    states = [queries.letter_by_id(letter.pk).state for letter in (left, waits)]
    assert states == [LetterState.SENT, LetterState.GIVEN_UP]


def test_a_letter_given_up_is_emptied_and_never_leaves():
    letter = write()
    services.give_up(letter_id=letter.pk, by=ODILE, at=NOON)
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        assert send(server, NOON + timedelta(days=1)) is None
    assert bytes(queries.letter_by_id(letter.pk).sealed) == b""
    assert postmaster.accepted == []


@pytest.mark.parametrize("act", [services.send_again, services.give_up])
def test_a_letter_that_was_sent_is_left_alone(act):
    letter = write()
    with mail_server.listening(mail_server.Postmaster()) as server:
        send(server)
    with pytest.raises(rules.LetterMovedOn):
        act(letter_id=letter.pk, by=ODILE, at=NOON)


def test_a_letter_that_waits_its_turn_is_not_pushed_in_twice():
    letter = write()
    with pytest.raises(rules.LetterMovedOn):
        services.send_again(letter_id=letter.pk, by=ODILE, at=NOON)


def test_the_outbox_is_counted_by_state():
    write(), write()
    services.give_up(letter_id=Letter.objects.first().pk, by=ODILE, at=NOON)
    assert queries.count_by_state() == {LetterState.GIVEN_UP: 1, LetterState.WAITING: 1}
