"""What leaves piece by piece, as it is served: slow readers cost little, and one that is cut off loses nothing."""

import io
import json
import secrets
import socket
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pypdf import PdfWriter

from massicot.core import keys
from massicot.core.tables import report as reports
from massicot.store import strongbox
from tests.durability.clerk import Clerk
from tests.durability.conftest import Demonstration
from tests.durability.server import Server, server
from tests.durability.test_work import wait_until, write
from tests.programs import Home

pytestmark = pytest.mark.once("sockets and sealed files; who takes documents is written down by tests/jobs on both")

FAULTS, READERS, VISITS, MOST_MB = 100_000, 20, 5, 64
MOST_READ, END = 10_000_000, b"0\r\n\r\n"


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory, demonstration: Demonstration) -> Iterator[Server]:
    """A demonstration that is served."""
    with demonstration(tmp_path_factory.mktemp("leaving"), "leaving") as home, server(home) as started:
        started.start()
        yield started


@pytest.fixture(scope="module")
def clerk(serving: Server) -> Iterator[Clerk]:
    """Somebody of the office, who signs in once: a code is good for one time."""
    signed_in = Clerk(serving.home, serving.port)
    yield signed_in
    signed_in.leave()


def ended(home: Home, login: str, kind: str, subject: dict[str, object]) -> tuple[int, str]:
    """Write down work that somebody asked for and that is done; give its number and the name of its box."""
    box = secrets.token_hex(16)
    row = {
        "kind": kind,
        "subject": json.dumps(subject, sort_keys=True),
        "box": box,
        "asked_by": login,
        "asked_at": "2017-01-01 00:00:00+00:00",
        "state": "done",
        "outcome": '{"documents":3}',
        **dict.fromkeys(("worker", "sentence", "values"), ""),
        **dict.fromkeys(("steps_done", "steps_total", "attempts"), 0),
    }
    names = ", ".join(f'"{name}"' for name in row)
    write(home, f"INSERT INTO jobs_job ({names}) VALUES ({', '.join('?' * len(row))})", *row.values())
    ((number,),) = home.rows(f"SELECT id FROM jobs_job WHERE box = '{box}'")
    return number, box


def memory(serving: Server) -> dict[str, int]:
    """Tell how many megabytes each process that answers has held at most since it was asked for the last time."""
    assert serving.process is not None
    own = serving.process.pid
    held = {}
    for number in Path(f"/proc/{own}/task/{own}/children").read_text().split():
        process = Path("/proc") / number
        if b"spawn_main" in (process / "cmdline").read_bytes():
            lines = (process / "status").read_text().splitlines()
            held[number] = next(int(line.split()[1]) // 1_024 for line in lines if line.startswith("VmHWM"))
            (process / "clear_refs").write_text("5")
    return held


def test_twenty_slow_readers_of_a_long_report_cost_little_and_keep_nobody_waiting(
    serving: Server, clerk: Clerk
) -> None:
    home = serving.home
    secret = keys.Key((home.folder / "secret-key").read_bytes().strip())
    box = strongbox.box(home.folder / "sealed", "report", secret.sub_key("uploads"))
    fault = reports.Remark(2, "uai_centre", "9900001W", "{uai} is unknown.", {"uai": "9900001W"})
    for name, part in reports.pack(reports.Report(faults=[fault] * FAULTS)):
        box.put(name, part)
    subject = {"session": "BTS-2017", "table": "candidates", "centre": "", "upload": "report"}
    number, _ = ended(home, clerk.login, "preview-table", subject)
    with ExitStack() as kept:
        memory(serving)
        before = memory(serving)
        lines = [kept.enter_context(clerk.begin(f"/bureau/imports/{number}/?format=csv")) for _ in range(READERS)]
        for line in lines:
            assert line.recv(12) == b"HTTP/1.1 200"
        for _ in range(VISITS):
            clerk.leave()  # another connection, and perhaps the other process
            assert clerk.get("/bureau/")[0] == 200
        assert read(lines[0], 2_000_000).count("refusé".encode()) > 10_000
    after = memory(serving)
    assert max(after[number] - before[number] for number in before) <= MOST_MB


def read(line: socket.socket, most: int) -> bytes:
    """Read what comes, frames and all, to its end or so far."""
    told = bytearray()
    while not told.endswith(END) and len(told) < most:
        piece = line.recv(1_000_000)
        assert piece, "cut off"
        told += piece
    return bytes(told)


@pytest.fixture
def printed(serving: Server, clerk: Clerk) -> int:
    """Documents that are ready, of a megabyte each; give the number of their work."""
    home = serving.home
    ((paper,),) = home.rows("SELECT id FROM exams_paper")
    subject = {"again": 1, "kind": "labels", "only": "", "paper": paper}
    number, name = ended(home, clerk.login, "print", subject)
    sub_key = keys.read_key_file(home.folder / "anonymity.key").sub_key("documents-of-jobs")
    box = strongbox.box(home.folder / "sealed", name, sub_key)
    for uai in ("9900001W", "9900002X", "9900003Y"):
        box.put(f"labels-CGE-{uai}.pdf", large_document())
    return number


def large_document() -> bytes:
    """Write a page that weighs a megabyte."""
    page, content = PdfWriter(), io.BytesIO()
    page.add_blank_page(210, 297)
    page.add_attachment("weight", secrets.token_bytes(1_000_000))
    page.write(content)
    return content.getvalue()


def unframed(answer: bytes) -> bytes:
    """Take an answer out of its frames."""
    content, rest = b"", answer.partition(b"\r\n\r\n")[2]
    while (size := int(rest[: rest.index(b"\r\n")], 16)) > 0:
        start = rest.index(b"\r\n") + 2
        content, rest = content + rest[start : start + size], rest[start + size + 2 :]
    return content


def times_taken(home: Home, number: int) -> int:
    """Count the lines of the journal that say that documents were taken away."""
    ((count,),) = home.rows(
        f"SELECT count(*) FROM audit_journalline WHERE act = 'DocumentsTaken' AND subject = 'job:{number}'"
    )
    return int(count)


def test_a_download_that_breaks_off_is_taken_again_and_one_taken_whole_is_gone(
    serving: Server, clerk: Clerk, printed: int
) -> None:
    address = f"/bureau/travaux/{printed}/fichier/"
    for _ in range(2):
        with clerk.begin(address, form="_=") as line:
            assert line.recv(12) == b"HTTP/1.1 200"
    with clerk.begin(address, form="_=") as beside, clerk.begin(address, form="_=") as line:
        assert beside.recv(12) == b"HTTP/1.1 200"
        archive = zipfile.ZipFile(io.BytesIO(unframed(read(line, MOST_READ))))
        assert archive.testzip() is None
        assert len(archive.namelist()) == 4
        assert times_taken(serving.home, printed) == 0
    wait_until(lambda: times_taken(serving.home, printed))
    with clerk.begin(address, form="_=") as late:
        assert late.recv(12) == b"HTTP/1.1 410"
    assert times_taken(serving.home, printed) == 1
    assert "Vous avez emporté ces documents" in clerk.get(f"/bureau/travaux/{printed}/")[1]


def test_a_download_is_there_after_its_server_was_killed_in_the_middle(
    serving: Server, clerk: Clerk, printed: int
) -> None:
    address = f"/bureau/travaux/{printed}/fichier/"
    with clerk.begin(address, form="_=") as line:
        assert line.recv(12) == b"HTTP/1.1 200"
        serving.kill()
    clerk.leave()  # their own connection went with the server
    serving.start()
    with clerk.begin(address, form="_=") as again:
        assert zipfile.ZipFile(io.BytesIO(unframed(read(again, MOST_READ)))).testzip() is None
    wait_until(lambda: times_taken(serving.home, printed))
