"""What is acknowledged is on disk: the system calls of the server, from the save that it reads to the answer it sends.

A kill proves nothing of the sort: what a process wrote, the system keeps. Traced on the embedded database, where the
server itself writes; that PostgreSQL waits for the disk is asserted on every connection (tests/store).
"""

import json
import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import programs
from tests.durability.server import server
from tests.durability.typist import Typist

CALLS = "read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,pwrite64,fsync,fdatasync"
PATIENCE_S = 60
WAITED = re.compile(
    r"f(?:data)?sync\([0-9]+<[^>]*sqlite3-wal>(?: <unfinished \.\.\.>\n[0-9]+ +<\.\.\. f(?:data)?sync resumed>)?\) += 0"
)
# Goes round the guard of every connection, which refuses this: it is put on once the guard has looked.
CARELESS = """
from massicot.store.sqlite import base
checked = base.DatabaseWrapper.init_connection_state
def careless(self):
    checked(self)
    self.cursor().execute("PRAGMA synchronous=OFF")
base.DatabaseWrapper.init_connection_state = careless
"""


def why_not_traced() -> str:
    """Say why nothing can be traced here; nothing when it can."""
    if programs.SERVER:
        return "the embedded database writes in the server's own process; this run has PostgreSQL"
    if shutil.which("strace") is None:
        return "strace is not installed"
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        try:
            with traced([sleeper.pid], Path(os.devnull)):
                return ""
        except AssertionError as refused:
            return f"tracing is forbidden here: {refused}"
        finally:
            sleeper.kill()


@contextmanager
def traced(pids: Sequence[int], trace: Path) -> Iterator[None]:
    """Write the calls of some processes, and of what they start, as long as this lasts."""
    command = ["strace", "-f", "-y", "-s", "4000", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(trace)]
    with subprocess.Popen([*command, *(f"-p{pid}" for pid in pids)], stderr=subprocess.PIPE, text=True) as tracer:
        try:
            for _ in pids:
                told = tracer.stderr.readline()
                assert "attached" in told, told.strip()
            yield
        finally:
            tracer.send_signal(signal.SIGINT)
            tracer.communicate(timeout=PATIENCE_S)


def processes_of(group: int) -> list[int]:
    """List the processes of a group: a server, its workers, and the one beside them."""
    pids = (int(place.name) for place in Path("/proc").iterdir() if place.name.isdecimal())
    return [pid for pid in pids if group_of(pid) == group]


def group_of(pid: int) -> int:
    """Tell the group of a process; 0 when it has ended meanwhile."""
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


pytestmark = pytest.mark.skipif(bool(why_not_traced()), reason=why_not_traced())


@pytest.fixture(scope="module")
def demo(tmp_path_factory, demonstration):
    """Give a demonstration whose marks are being typed, and the sheet of one batch."""
    with demonstration(tmp_path_factory.mktemp("traced"), "traced") as home:
        yield home, json.loads((home.folder / "demo.json").read_text())["batches"][0]


def calls_of_a_save(demo, seed: int, trace: Path, **environment: str) -> list[str]:
    """Trace one save of a typist: the calls from the one that read it to the one that answered."""
    home, sheet = demo
    with server(home, **environment) as serving:
        serving.start()
        typist = Typist(sheet, seed, serving.port)
        save = typist._draw_save()
        with traced(processes_of(serving.process.pid), trace):
            assert typist._send(save)["saved"]
        typist.visitor.leave()
    lines = trace.read_text(errors="replace").splitlines()
    read = next(rank for rank, line in enumerate(lines) if save["save_id"] in line)
    answered = next(rank for rank, line in enumerate(lines[read:], read) if '\\"saved\\"' in line)
    return lines[read : answered + 1]


def synced_before_the_answer(calls: list[str]) -> int:
    """Count the waits for the log of the database that ended after the last write to it and before the answer.

    Those of the thread that saved, which writes most of the log meanwhile: the worker has moments of its own. A thread
    that saves for the first time waits for the folder of the log besides.
    """
    log = re.compile(r"massicot\.sqlite3-wal>")
    writes = [rank for rank, line in enumerate(calls) if log.search(line) and "write" in line]
    [(thread, _)] = Counter(calls[rank].split()[0] for rank in writes).most_common(1)
    own = [line for line in calls if line.split()[0] == thread]
    written = max(rank for rank, line in enumerate(own) if log.search(line) and "write" in line)
    return len(WAITED.findall("\n".join(own[written:])))


def test_a_save_waits_for_the_disk_once_between_its_write_and_its_answer(demo, tmp_path):
    assert synced_before_the_answer(calls_of_a_save(demo, 1, tmp_path / "trace")) == 1


def test_the_same_trace_shows_a_server_that_does_not_wait(demo, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(CARELESS)
    assert synced_before_the_answer(calls_of_a_save(demo, 2, tmp_path / "trace", PYTHONPATH=str(tmp_path))) == 0
