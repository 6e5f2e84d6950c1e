"""People convened by processes of their own, and what must hold however often one of them is killed.

The long one is bench/bench_kill_worker.py.
"""

import asyncio
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.durability.test_work import write
from tests.post import mail_server
from tests.programs import MASSICOT, Home

ROOT = Path(__file__).parents[2]
LONG_AGO = "2017-01-01 00:00:00+00:00"


class SaysNothing(mail_server.Postmaster):
    """Takes so many letters as any server; the next one it keeps as well, and never says so."""

    def __init__(self, takes):
        super().__init__()
        self.takes, self.is_silent = takes, threading.Event()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        """Take a letter, and answer only the first ones."""
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.accepted) > self.takes:
            self.is_silent.set()
            await asyncio.Event().wait()
        return answer


def convene(home: Home, people: int, days: int, *options: str, mailed_one_in: int = 1) -> None:
    """Have so many people more convened, to a day so many days ahead, by a program of its own."""
    arguments = [*map(str, (people, days, mailed_one_in)), *options]
    command = [sys.executable, "-m", "tests.durability.convene", *arguments]
    subprocess.run(command, cwd=ROOT, env=home.environment, check=True)


def mailed(server) -> dict[str, str]:
    """Name a mail server to a program."""
    return {"MASSICOT_EMAIL_URL": f"smtp://{server.host}:{server.port}"}


@contextmanager
def killed_worker(home: Home, **environment: str) -> Iterator[None]:
    """Let a worker work, and kill it; nobody waits for its leases and its claims to run out."""
    process = subprocess.Popen([MASSICOT, "work"], env=home.environment | environment)
    try:
        yield
    finally:
        process.kill()
        process.wait()
    write(home, "UPDATE jobs_job SET lease_until = ?, attempts = 1 WHERE lease_until IS NOT NULL", LONG_AGO)
    write(home, "UPDATE post_letter SET claimed_at = ? WHERE claimed_at IS NOT NULL", LONG_AGO)


def written(home: Home) -> tuple[int, int]:
    """Count the letters of the last official run, and the people whom they call."""
    last = "SELECT max(id) FROM missions_convocationrun WHERE kind = 'official'"
    letters = f"SELECT count(*), count(DISTINCT assignment_id) FROM missions_convocation WHERE run_id = ({last})"
    return home.rows(letters)[0]


def check(home: Home, people: int, mails: int, taken: list, *, kills: int) -> None:
    """Check that each has a letter and a mail, none two, and that each killed worker left one mail in doubt at most.

    Mails on other occasions, a reminder of the morning among them, are none of this.
    """
    assert written(home) == (people, people)
    sent = home.rows("SELECT \"to\", state FROM post_letter WHERE occasion LIKE 'convocation%'")
    outbox = Counter(to for to, _ in sent)
    assert (len(outbox), set(outbox.values())) == (mails, {1})
    arrived = Counter(message["To"] for message in taken if message["To"] in outbox)
    assert set(arrived.values()) == {1}
    states = Counter(state for _, state in sent)
    doubtful = states.pop("uncertain", 0)
    assert doubtful <= kills
    assert states == {"sent": mails - doubtful}
    assert outbox.keys() - arrived.keys() <= {to for to, state in sent if state != "sent"}
