"""`kill -9` of a worker in the middle of its work, and of the server that started one."""

import os
import signal
import sqlite3
import subprocess
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tests import programs
from tests.durability.server import server
from tests.programs import MASSICOT

pytestmark = pytest.mark.once("who may take up a job is asked of both databases by tests/jobs")

PATIENCE_S = 60
BETWEEN_LOOKS_S = 0.02

pause = threading.Event()


def wait_until(seen):
    """Look again and again until something is there; give it."""
    for _ in range(int(PATIENCE_S / BETWEEN_LOOKS_S)):
        if found := seen():
            return found
        pause.wait(BETWEEN_LOOKS_S)
    raise AssertionError("nothing came")


@pytest.fixture(scope="module")
def demo(tmp_path_factory, demonstration):
    """Give a demonstration whose batches are made up, and no job asked for."""
    with demonstration(tmp_path_factory.mktemp("worked"), "worked") as home:
        yield home


def write(home, statement, *values):
    """Write behind the program's back: what a page asks for, and time that has passed."""
    if home.database_url:
        with psycopg.connect(home.database_url) as connection:
            connection.execute(statement.replace("?", "%s"), values)
    else:
        with closing(sqlite3.connect(home.folder / "massicot.sqlite3", timeout=20)) as connection, connection:
            connection.execute(statement, values)


def ask_for_mark_sheets(home):
    paper = home.rows("SELECT id FROM exams_paper")[0][0]
    row = {
        "kind": "print",
        "subject": f'{{"again":1,"kind":"mark-sheets","only":"","paper":{paper}}}',
        "box": "box-of-the-test",
        "asked_by": "odile@bureau.invalid",
        "asked_at": datetime.now(UTC).isoformat(" "),
        "state": "waiting",
        **dict.fromkeys(("worker", "outcome", "sentence", "values"), ""),
        **dict.fromkeys(("steps_done", "steps_total", "attempts"), 0),
    }
    names = ", ".join(f'"{name}"' for name in row)
    write(home, f"INSERT INTO jobs_job ({names}) VALUES ({', '.join('?' * len(row))})", *row.values())


def made(home):
    folder = home.folder / "sealed" / "box-of-the-test"
    files = folder.iterdir() if folder.is_dir() else ()
    return {path.name: path.stat().st_mtime_ns for path in files if not path.name.startswith(".")}


def printed(home):
    """List the files of the mark sheets whose printing is done, since the job was asked for."""
    rows = home.rows(
        "SELECT code FROM batches_batch WHERE printed_at >= (SELECT asked_at FROM jobs_job WHERE kind = 'print')"
    )
    return {f"mark-sheets-CGE-{code}.pdf" for (code,) in rows}


def killed_at_its_second_document(home):
    """Start a worker and kill it in the middle of a job; give what it had made by then."""
    worker = subprocess.Popen([MASSICOT, "work"], env=home.environment)
    try:
        wait_until(lambda: len(made(home)) > 1)
    finally:
        worker.kill()
        worker.wait()
    return made(home)


def test_a_job_cut_short_by_a_kill_is_taken_up_where_it_stood_and_ends_once(demo):
    ask_for_mark_sheets(demo)
    before = killed_at_its_second_document(demo)
    done = printed(demo)  # one more may lie there, sealed by an act that was undone: it is made anew
    assert done
    assert done <= before.keys()
    assert len(before.keys() - done) <= 1
    assert demo.rows("SELECT state, attempts FROM jobs_job WHERE kind = 'print'") == [("running", 1)]
    assert demo.run("work", "--once").returncode == 0  # its lease still holds: nobody takes it
    assert demo.rows("SELECT state, attempts FROM jobs_job WHERE kind = 'print'") == [("running", 1)]
    write(demo, "UPDATE jobs_job SET lease_until = '2017-01-01 00:00:00+00:00' WHERE kind = 'print'")
    assert demo.run("work", "--once").returncode == 0
    assert demo.rows("SELECT state, attempts FROM jobs_job WHERE kind = 'print'") == [("done", 2)]
    after = made(demo)
    assert {name: before[name] for name in done}.items() <= after.items()
    assert printed(demo) == after.keys()
    assert len(after) > len(before)


def workers_of(pid):
    """Find the workers that a server started."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"--beside" in words and str(pid).encode() in words:
                found.append(int(folder.name))
    return found


def listens_to_signals(pid):
    """Say whether a process has taken SIGTERM over: told to stop before, it would simply die."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("SigCgt"))
    return bool(int(line.split()[1], 16) & 1 << (signal.SIGTERM - 1))


def is_gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_the_worker_of_a_server_ends_with_it(tmp_path, end):
    with programs.home(tmp_path, f"beside_{end.name.lower()}") as home, server(home) as serving:
        serving.start()
        worker = wait_until(lambda: workers_of(serving.process.pid))[0]
        os.kill(serving.process.pid, end)
        assert wait_until(lambda: is_gone(worker))


def test_a_worker_told_to_stop_ends_at_once(demo):
    worker = subprocess.Popen([MASSICOT, "work"], env=demo.environment)
    wait_until(lambda: listens_to_signals(worker.pid))
    worker.terminate()
    assert worker.wait(PATIENCE_S) == 0
