"""`kill -9` of a worker that convenes people, and an urgent letter beside a large run: real processes, real mail."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from tests.durability.convening import SaysNothing, check, convene, killed_worker, mailed, written
from tests.durability.server import server
from tests.durability.test_work import wait_until, write
from tests.post import mail_server
from tests.programs import Home

PEOPLE, MAILED_ONE_IN = 450, 15
"""Three parts; one in fifteen has an address, as one institution in fifteen of their eighteen."""
MAILS = 32
BEHIND = 1000
"""Five parts, with a mail to everybody."""


@pytest.fixture
def home(tmp_path, demonstration) -> Iterator[Home]:
    with demonstration(tmp_path, "convening") as copied:
        write(copied, "DELETE FROM post_letter")
        yield copied


def test_killed_as_it_writes_and_as_it_sends_a_worker_leaves_each_letter_once(home):
    convene(home, PEOPLE, 30, mailed_one_in=MAILED_ONE_IN)
    with killed_worker(home):
        wait_until(lambda: written(home)[0])
    first, second = SaysNothing(takes=7), mail_server.Postmaster()
    with mail_server.listening(first) as at, killed_worker(home, **mailed(at)):
        assert first.is_silent.wait(60)
    with mail_server.listening(second) as at:
        assert home.run("work", "--once", **mailed(at)).returncode == 0
    check(home, PEOPLE, MAILS, first.accepted + second.accepted, kills=1)
    assert home.rows("SELECT count(*) FROM post_letter WHERE state = 'uncertain'") == [(1,)]


def test_an_urgent_convocation_overtakes_a_large_run_of_the_one_worker_of_a_server(home):
    convene(home, BEHIND, 30)
    postmaster = mail_server.Postmaster()
    with mail_server.listening(postmaster) as at, server(home, **mailed(at)) as serving:
        serving.start()
        wait_until(lambda: postmaster.accepted)
        convene(home, 1, 2, "--by-the-worker")
        wait_until(lambda: urgent(home, "state = 'sent'"))
        left = home.rows("SELECT count(*) FROM jobs_job WHERE kind = 'convene' AND state = 'waiting'")[0][0]
    assert left > 1
    ((to, written_at, sent_at),) = urgent(home)
    assert to in {message["To"] for message in postmaster.accepted}
    assert when(sent_at) - when(written_at) < timedelta(seconds=30)


def urgent(home, which="1 = 1"):
    return home.rows(
        'SELECT "to", written_at, sent_at FROM post_letter '
        f"WHERE is_urgent AND occasion LIKE 'convocation:%' AND {which}"
    )


def when(instant):
    """Read an instant of a database: SQLite keeps it as a text."""
    return datetime.fromisoformat(instant) if isinstance(instant, str) else instant
