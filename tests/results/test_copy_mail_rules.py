"""How far the mail is that takes a copy along, by what is known of its letter and of its copy."""

import pytest

from massicot.post.rules import NOT_LEFT, LetterState, is_servers_word
from massicot.results.rules.script_copies import CopyMail, asks_for_somebody, occasion_of, occasions_of, where_mail_is


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (LetterState.WAITING, CopyMail.WAITING),
        (LetterState.SENDING, CopyMail.SENDING),
        (LetterState.SENT, CopyMail.LEFT),
        (LetterState.REFUSED, CopyMail.REFUSED),
        (LetterState.UNCERTAIN, CopyMail.UNCERTAIN),
        (LetterState.GIVEN_UP, CopyMail.GIVEN_UP),
    ],
)
def test_with_a_server_and_its_copy_a_mail_is_where_its_letter_is(state, told):
    assert where_mail_is(state, is_copy_destroyed=False, has_server=True) is told


def test_without_a_server_what_waits_does_not_leave_and_what_left_has_left():
    without = {state: where_mail_is(state, is_copy_destroyed=False, has_server=False) for state in LetterState}
    assert without[LetterState.WAITING] is CopyMail.NO_SERVER
    assert without[LetterState.SENT] is CopyMail.LEFT


@pytest.mark.parametrize("has_server", [True, False])
def test_without_its_copy_a_mail_does_not_leave_whatever_else_is_told_of_it(has_server):
    told = {state: where_mail_is(state, is_copy_destroyed=True, has_server=has_server) for state in LetterState}
    gone = {state for state, mail in told.items() if mail is CopyMail.COPY_DESTROYED}
    assert gone == {LetterState.WAITING, LetterState.REFUSED}
    assert (told[LetterState.SENT], told[LetterState.UNCERTAIN]) == (CopyMail.LEFT, CopyMail.UNCERTAIN)


def test_somebody_is_asked_for_what_does_not_leave_by_itself():
    stuck = {LetterState.REFUSED, LetterState.UNCERTAIN, LetterState.GIVEN_UP}
    assert {state for state in LetterState if asks_for_somebody(state, has_server=True)} == stuck
    assert {state for state in LetterState if asks_for_somebody(state, has_server=False)} == stuck | {
        LetterState.WAITING
    }
    assert not asks_for_somebody("", has_server=False)


def test_every_state_but_one_has_not_left():
    assert set(LetterState) - NOT_LEFT == {LetterState.SENT}


def test_the_mail_of_each_step_has_an_occasion_of_its_own():
    assert [occasion_of(7, 3), occasion_of(7, 5)] == ["script-copy:7:3", "script-copy:7:5"]
    assert not occasion_of(71, 3).startswith(occasions_of(7))


@pytest.mark.parametrize(
    ("said", "is_so"),
    [
        ("550 No such person", True),
        ("421 Later", True),
        ("[Errno 111] Connection refused", False),
        ("This document was destroyed: only the day on which it was handed in is known.", False),
        ("", False),
    ],
)
def test_the_words_of_a_server_begin_with_its_code(said, is_so):
    assert is_servers_word(said) is is_so
