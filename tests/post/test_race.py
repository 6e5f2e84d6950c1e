"""Two workers reach for one letter at the same time: the race with the guard off, then the guard."""

import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest

from massicot.core.actor import SYSTEM
from massicot.post import queries, services
from massicot.post.models import Letter
from massicot.post.rules import LetterState
from massicot.post.services.sending import _offer
from tests.post import mail_server, posting
from tests.racing import WAIT_S, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]

NOON = datetime(2017, 4, 25, 12, tzinfo=UTC)
SENDER = "massicot@bureau.invalid"


@pytest.fixture(autouse=True)
def _letter(transactional_db):
    services.write_letter(to="claire@cedres.invalid", subject="Accès", body="Lien", by=SYSTEM, at=NOON)


def test_without_the_guard_a_letter_is_sent_twice():
    postmaster, both = mail_server.Postmaster(), threading.Barrier(2, timeout=WAIT_S)
    with mail_server.listening(postmaster) as server:

        def look_then_send():
            letter = queries.next_due(NOON)
            both.wait()
            with closing(services.Line(server)) as line:
                _offer(letter, line, SENDER, {}, NOON)

        at_once(look_then_send, look_then_send)
    assert len(postmaster.accepted) == 2


def test_of_many_workers_one_sends_the_letter():
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as server:
        at_once(*[lambda: posting.send(server, at=NOON) for _ in range(6)])
    assert len(postmaster.accepted) == 1
    assert Letter.objects.get().state == LetterState.SENT
