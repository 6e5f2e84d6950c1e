"""What follows from a mail server's answer, when a letter is tried again, and how a server is named."""

from datetime import timedelta

import pytest

from massicot.post import rules
from massicot.post.rules import MOVES, LetterState, letters
from massicot.post.rules.letters import Server, ServerAnswer, ServerMalformed, read_server


@pytest.mark.parametrize(
    ("code", "state"),
    [
        (200, LetterState.SENT),
        (250, LetterState.SENT),
        (299, LetterState.SENT),
        (300, LetterState.WAITING),
        (421, LetterState.WAITING),
        (499, LetterState.WAITING),
        (500, LetterState.REFUSED),
        (550, LetterState.REFUSED),
    ],
)
def test_a_server_takes_a_letter_wants_it_later_or_refuses_it(code, state):
    assert letters.read_answer(code, "because") == ServerAnswer(state, f"{code} because")


def test_the_delay_doubles_from_a_minute_to_an_hour():
    assert [letters.delay(attempts) / timedelta(minutes=1) for attempts in (1, 2, 3, 6, 7, 200)] == [
        1,
        2,
        4,
        32,
        60,
        60,
    ]


def test_a_letter_offered_in_vain_for_two_days_is_refused():
    later = ServerAnswer(LetterState.WAITING, "450 later")
    assert letters.after(later, waited=timedelta(hours=47)) is LetterState.WAITING
    assert letters.after(later, waited=timedelta(hours=48)) is LetterState.REFUSED
    assert letters.after(ServerAnswer(LetterState.UNCERTAIN), waited=timedelta(hours=48)) is LetterState.UNCERTAIN


def test_a_letter_that_perhaps_left_is_never_on_its_way_again_by_itself():
    assert LetterState.SENDING not in MOVES[LetterState.UNCERTAIN]
    assert {state for state in LetterState if LetterState.SENDING in MOVES[state]} == {LetterState.WAITING}


TWO_OR_NONE = ["x,y@z", "x,y@z.fr", "x@y.fr,z@y.fr", "<x@y.fr>", "x:y@z.fr;", '"x"@y.fr', "root@localhost"]
"""What reads as one address and is two, another one, or none."""


@pytest.mark.parametrize(
    "address", ["", "nobody", "a b@c.fr", "odile@bureau.fr\nBcc: x@y.fr", "élodie@bureau.fr", *TWO_OR_NONE]
)
def test_an_address_that_no_server_takes_is_refused(address):
    with pytest.raises(rules.AddressMalformed):
        rules.check_address(address)


def test_a_subject_stands_on_one_line():
    assert letters.tidy_subject("Votre\r\nBcc: lien") == "Votre Bcc: lien"
    assert len(letters.tidy_subject("a" * 300)) == letters.SUBJECT_LENGTH


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", Server(host="mail.example", port=25)),
        ("smtp://u:p%40s@mail.example:2525", Server(host="mail.example", port=2525, user="u", password="p@s")),
        ("smtp://mail.example?tls=yes", Server(host="mail.example", port=587, is_encrypted_after_greeting=True)),
        ("smtps://u@mail.example", Server(host="mail.example", port=465, user="u", is_encrypted=True)),
    ],
)
def test_a_server_is_named_by_its_address(url, server):
    assert read_server(url) == server


def test_no_address_is_no_server():
    assert read_server(" ") is None


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example:none"])
def test_an_address_that_cannot_be_read_is_refused_without_repeating_it(url):
    with pytest.raises(ServerMalformed) as refusal:
        read_server(url)
    assert "example" not in str(refusal.value)
