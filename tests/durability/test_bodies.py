"""What is too large for an address, or for who sends it, is refused before it is read; what is taken is held once."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from tests.durability.bodies import (
    END,
    FILE,
    HUGE,
    IMPORTS,
    PARTS,
    PIECE,
    SENT,
    answer_on,
    answer_to,
    begun,
    come_in,
    field,
    memory_mb,
    table_sent,
)
from tests.durability.server import Server

pytestmark = pytest.mark.once("sockets, whatever the database")

MOST_MB = 256
STRANGERS, TABLES = 64, 4
OWN, NOWHERE = "/correcteur/missions/L-1/empechement/", "/nowhere/"
DOCUMENT, FORM, SAVE = 5_000_000, 100_000, 60_000
WHO = ("office", "marker", "office:1000", "marker:1900", "forged", "nobody")
"""Roles, and how many seconds ago the last visit was: the office is gone after 15 minutes, a desk after 30."""

FIELDS = "application/x-www-form-urlencoded"
FIELD = field(SENT, "1").encode()


@pytest.fixture(scope="module")
def session_of(serving: Server) -> dict[str, str]:
    """Let everybody come in; give the keys of their browser sessions."""
    return dict(zip(WHO, [*come_in(serving, *WHO[:-2]), "f" * 32, ""], strict=True))


@pytest.fixture
def log(serving: Server) -> Iterator[None]:
    """What the server writes meanwhile repeats nothing that was sent, and is no traceback."""
    file = serving.home.folder / "server.log"
    before = len(file.read_text())
    yield
    written = file.read_text()[before:]
    assert SENT not in written
    assert "Traceback" not in written


@pytest.mark.parametrize("path", [NOWHERE, "/connexion/", "/saisie/", IMPORTS])
def test_a_hundred_megabytes_of_nobody_are_refused_before_they_are_read(serving, log, path):
    with begun(serving, path, HUGE) as line:
        answer = answer_on(line)
        assert line.recv(1) == b""
    assert answer.startswith("HTTP/1.1 413")
    assert "<h1>" in answer
    assert "connection: close" in answer


TAKEN = {
    (NOWHERE, SAVE): set(WHO),
    (NOWHERE, FORM): {"office", "marker"},
    (NOWHERE, DOCUMENT): set(),
    (OWN, DOCUMENT): {"marker"},
    (OWN, HUGE): set(),
    (IMPORTS, FORM): {"office", "marker"},
    (IMPORTS, DOCUMENT): {"office"},
}


@pytest.mark.parametrize(("path", "size"), TAKEN)
def test_files_are_taken_from_the_desk_that_sends_them_and_forms_from_whoever_is_here(serving, session_of, path, size):
    sessions = serving.home.rows("SELECT * FROM django_session ORDER BY session_key")
    for who, key in session_of.items():
        if who in TAKEN[path, size]:
            assert not answer_to(serving, path, b" " * size, key, "text/plain").startswith("HTTP/1.1 413"), who
        else:
            with begun(serving, path, size, key) as line:
                answer = answer_on(line)
            assert answer.startswith("HTTP/1.1 413"), who
            assert "massicot_seen" not in answer
    assert serving.home.rows("SELECT * FROM django_session ORDER BY session_key") == sessions


def test_tables_are_held_once_while_strangers_send_as_much_and_what_finds_no_room_is_told_when_to_come(
    serving, session_of, log
):
    idle = {process: memory_mb(process, "VmRSS") for process in serving.web_processes()}
    with ThreadPoolExecutor(STRANGERS + TABLES) as senders:
        strangers = [senders.submit(table_sent, serving, "") for _ in range(STRANGERS)]
        tables = [senders.submit(table_sent, serving, session_of["office"]) for _ in range(TABLES)]
    told = [table.result() for table in tables]
    assert {stranger.result()[:12] for stranger in strangers} <= {"HTTP/1.1 413", ""}
    # What was sent is no table of any session: it was read to its end, and its form is refused.
    assert Counter(answer[:12] for answer in told)["HTTP/1.1 422"] >= TABLES // 2
    assert all(answer.startswith("HTTP/1.1 422") or "retry-after: " in answer for answer in told if answer)
    for process, mb in idle.items():
        assert memory_mb(process, "VmHWM") - mb <= MOST_MB


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (FIELD * 100_000 + END, PARTS, 413),
        ((FILE + b"1\r\n") * 1_000 + END, PARTS, 413),
        (b"a=1&" * 1_001, FIELDS, 413),
        (b"a" * 3_000_000, FIELDS, 413),
        (FILE.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n") + b"a" + END, PARTS, 400),
        (FILE, "multipart/form-data", 400),
        (FILE, f"multipart/form-data; boundary={'x' * 300}", 400),
        (FILE[:40], PARTS, 422),
        (b"\xff\x00" * 50_000, PARTS, 400),
    ],
    ids=["parts", "files", "fields", "field", "base64", "bare", "boundary", "cut", "noise"],
)
def test_a_form_that_no_page_sends_is_answered_by_a_page(serving, session_of, log, body, kind, status):
    answer = answer_to(serving, IMPORTS, body, session_of["office"], kind)
    assert answer.startswith(f"HTTP/1.1 {status}")
    assert "<h1>" in answer


def test_a_body_that_is_packed_or_goes_on_past_its_length_is_not_taken(serving, log):
    packed = answer_to(serving, "/connexion/", b"\x1f\x8b", kind=FIELDS, more="Content-Encoding: gzip\r\n")
    assert packed.startswith("HTTP/1.1 400")
    assert "<h1>" in packed
    with begun(serving, "/connexion/", 1_000, kind=FIELDS) as line, suppress(ConnectionError):
        for _ in range(HUGE // len(PIECE)):
            line.sendall(PIECE)
        assert answer_on(line).startswith("HTTP/1.1 403")


def test_a_file_where_none_belongs_is_left_unread(serving, log):
    answer = answer_to(serving, "/connexion/", FILE + PIECE[:SAVE] + END)
    assert answer.startswith("HTTP/1.1 422")
