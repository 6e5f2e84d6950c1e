"""Whoever begins a request and falls silent, or signs in without end, holds nobody up, from one address or another."""

import resource
import select
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from urllib.parse import urlencode

import psycopg
import pytest

from tests.durability.server import Server
from tests.durability.visitor import Visitor

pytestmark = pytest.mark.once("sockets, whatever the database")

PATIENCE_S, SILENT, VISITS = 20, 500, 40
HEAD = "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def silent(serving: Server) -> Iterator[list[socket.socket]]:
    """Connections that announced a body and send none."""
    granted, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(granted, min(most, 4 * SILENT)), most))
    with ExitStack() as kept:
        yield [kept.enter_context(begun(serving, "/saisie/", 200 + rank)) for rank in range(SILENT)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (granted, most))


def begun(serving: Server, path: str, length: int, kind: str = FORM) -> socket.socket:
    """Begin a request, and send nothing of its body."""
    line = socket.create_connection(("127.0.0.1", serving.port), PATIENCE_S)
    line.sendall(HEAD.format(path=path, kind=kind, length=length).encode())
    return line


def answer_on(line: socket.socket) -> str:
    """Read what the server says before it closes."""
    told = b""
    while piece := line.recv(65_536):
        told += piece
    return told.decode()


def visit(serving: Server) -> None:
    """Read a page and send a save that is not one's own, again and again."""
    for _ in range(VISITS):
        visitor = Visitor(serving.port)
        assert visitor.get("/saisie/")[0] == 200
        assert visitor.post_json("/saisie/lot/notes", "{}")[0] == 401
        visitor.leave()


def test_visitors_are_served_while_five_hundred_fall_silent(serving: Server, silent: list[socket.socket]) -> None:
    visit(serving)


def test_a_body_that_does_not_come_is_told_so_and_its_connection_closed(serving: Server) -> None:
    with (
        begun(serving, "/saisie/", 300) as silent,
        begun(serving, "/saisie/lot/notes", 60_000, "application/json") as slow,
    ):
        slow.sendall(b"[" * 20_000)
        page, told = answer_on(silent), answer_on(slow)
    assert page.startswith("HTTP/1.1 408")
    assert "n’est pas arrivé à temps" in page
    assert "content-security-policy" in page
    assert told.startswith("HTTP/1.1 408")
    assert '{"error": ' in told


def test_a_body_that_says_no_length_or_too_great_a_one_is_refused_at_once(serving: Server) -> None:
    with begun(serving, "/saisie/", 10**9) as huge:
        assert answer_on(huge).startswith("HTTP/1.1 413")
    with socket.create_connection(("127.0.0.1", serving.port), PATIENCE_S) as endless:
        head = HEAD.format(path="/saisie/", kind=FORM, length="").replace(
            "Content-Length: ", "Transfer-Encoding: chunked"
        )
        endless.sendall(f"{head}5\r\nabcde\r\n".encode())
        assert answer_on(endless).startswith("HTTP/1.1 411")


def test_a_long_body_that_comes_in_pieces_is_read_to_its_end(serving: Server) -> None:
    with begun(serving, "/saisie/lot/notes", 60_000, "application/json") as line:
        for _ in range(6):
            line.sendall(b" " * 10_000)
        assert line.recv(12) == b"HTTP/1.1 403"


SIGN_INS, PROCESSES = 16, 2
TOKEN = "a" * 32


@contextmanager
def no_try_counted(serving: Server) -> Iterator[None]:
    """Hold what every try writes before its password is computed: each process stays at its first one."""
    url = serving.home.database_url
    if url:
        holding = psycopg.connect(url).execute("LOCK TABLE accounts_counter IN EXCLUSIVE MODE").connection
    else:
        holding = sqlite3.connect(serving.home.folder / "massicot.sqlite3", isolation_level=None)
        holding.execute("BEGIN IMMEDIATE")
    with closing(holding):
        yield
        holding.rollback()


def signing_in(serving: Server, name: str) -> socket.socket:
    """Send a sign-in, and do not wait for its answer."""
    form = urlencode({"login": f"{name}@nobody.invalid", "password": "wrong", "csrfmiddlewaretoken": TOKEN}).encode()
    line = begun(serving, "/connexion/", len(form), f"{FORM}\r\nConnection: close\r\nCookie: csrftoken={TOKEN}")
    line.sendall(form)
    return line


def tries_counted(serving: Server) -> int:
    """Tell at how many accounts a password was looked at."""
    return int(serving.home.rows("SELECT count(*) FROM accounts_counter WHERE key LIKE '%by_strangers%'")[0][0])


def test_pages_are_answered_while_more_sign_ins_wait_than_there_are_threads(serving: Server) -> None:
    before = tries_counted(serving)
    with ExitStack() as kept:
        with no_try_counted(serving):
            gone = [kept.enter_context(signing_in(serving, f"gone{rank}")) for rank in range(SIGN_INS)]
            waiting = [kept.enter_context(signing_in(serving, f"waiting{rank}")) for rank in range(PROCESSES)]
            visit(serving)
            assert select.select([*gone, *waiting], [], [], 0)[0] == []
            for one in gone:
                one.close()
            visit(serving)
        assert all(answer_on(one).startswith("HTTP/1.1 422") for one in waiting)
    # Each process was at one; the others hung up before their turn.
    assert tries_counted(serving) - before <= PROCESSES + len(waiting)
