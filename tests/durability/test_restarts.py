"""`kill -9` of what a server is made of: those who are left go on, and what died is started again."""

import os
import signal
from pathlib import Path

import pytest

from tests import programs
from tests.durability.server import server
from tests.durability.test_work import is_gone, wait_until, workers_of
from tests.durability.visitor import Unanswered, Visitor

pytestmark = pytest.mark.once("processes and signals, whatever the database")


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    """A server on a free port, with nothing in its database."""
    with programs.home(tmp_path_factory.mktemp("restarted"), "restarted") as home, server(home) as started:
        started.start()
        yield started


def pages_of(pid):
    """Find the processes of a server that answer people."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes()
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid and b"spawn_main" in words:
                found.append(int(folder.name))
    return found


def is_answered(port):
    visitor = Visitor(port)
    try:
        return visitor.get("/saisie/")[0] == 200
    except Unanswered:
        return False  # it had been given to the one that died, or none of them was open yet
    finally:
        visitor.leave()


def test_a_process_that_dies_takes_no_desk_with_it_and_is_started_again(serving):
    pid = serving.process.pid
    wait_until(lambda: len(pages_of(pid)) == 2)
    dead = pages_of(pid)[0]
    os.kill(dead, signal.SIGKILL)
    assert wait_until(lambda: is_gone(dead))
    assert wait_until(lambda: len([one for one in pages_of(pid) if not is_gone(one)]) == 2)
    assert wait_until(lambda: is_answered(serving.port))
    assert serving.process.poll() is None


def test_the_worker_beside_a_server_is_started_again_and_gives_its_sign(serving):
    pid = serving.process.pid
    dead = wait_until(lambda: workers_of(pid))[0]
    os.kill(dead, signal.SIGKILL)
    other = wait_until(lambda: [one for one in workers_of(pid) if one != dead])[0]
    signs = "SELECT worker FROM jobs_workersign"
    assert wait_until(lambda: [1 for (worker,) in serving.home.rows(signs) if worker.endswith(f":{other}")])
