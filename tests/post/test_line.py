"""One line to the mail server for many letters: left and opened again whenever it is not as it was."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from massicot.core.actor import SYSTEM
from massicot.post import queries, services
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from massicot.post.services import sending
from tests.post import mail_server

pytestmark = pytest.mark.django_db

NOON = datetime(2017, 4, 25, 12, tzinfo=UTC)


def write(count):
    for rank in range(count):
        services.write_letter(to=f"p{rank}@cedres.invalid", subject="Accès", body="Lien", by=SYSTEM, at=NOON)


def send_all(line):
    """Send all that waits; give the states of the letters."""
    while services.send_next(line=line, sender="massicot@bureau.invalid", at=NOON):
        pass
    return [letter.state for letter in queries.letters().order_by("pk")]


def test_letters_go_over_one_line_and_another_once_that_one_has_had_enough(monkeypatch):
    monkeypatch.setattr(sending, "MOST_ON_A_LINE", 3)
    write(7)
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server, closing(services.Line(server)) as line:
        assert set(send_all(line)) == {LetterState.SENT}
    assert [message["To"] for message in postmaster.accepted] == [f"p{rank}@cedres.invalid" for rank in range(7)]
    assert len(postmaster.lines) == 3


def test_a_server_that_has_hung_up_meanwhile_is_greeted_again():
    postmaster = mail_server.Postmaster()
    write(1)
    with mail_server.listening(postmaster) as server:
        line = services.Line(server)
        send_all(line)
    write(1)
    with mail_server.listening(postmaster, port=server.port), closing(line):
        assert send_all(line) == [LetterState.SENT, LetterState.SENT]
    assert len(postmaster.lines) == 2


class WantsNoMore(mail_server.Postmaster):
    """Takes one letter over a line, and says 421 to whatever comes next."""

    async def handle_RSET(self, server, session, envelope):  # noqa: N802 - the library's name
        return "421 That was enough"


def test_a_server_that_wants_no_more_over_a_line_gets_the_next_letter_over_another():
    postmaster = WantsNoMore()
    write(3)
    with mail_server.listening(postmaster) as server, closing(services.Line(server)) as line:
        assert set(send_all(line)) == {LetterState.SENT}
    assert (len(postmaster.accepted), len(postmaster.lines)) == (3, 3)


class RefusesOne(mail_server.Postmaster):
    """Refuses one address, and takes the others."""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the library's name
        if address == "p1@cedres.invalid":
            return "550 No such person here"
        return await super().handle_RCPT(server, session, envelope, address, options)


def test_a_letter_that_is_refused_holds_none_back_behind_it():
    write(3)
    with mail_server.listening(RefusesOne()) as server, closing(services.Line(server)) as line:
        assert send_all(line) == [LetterState.SENT, LetterState.REFUSED, LetterState.SENT]
    assert Letter.objects.get(to="p1@cedres.invalid").said == "550 No such person here"
