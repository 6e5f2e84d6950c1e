"""Whoever begins a request and falls silent holds nobody up, from the same address or another."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack

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


def test_visitors_are_served_while_five_hundred_fall_silent(serving: Server, silent: list[socket.socket]) -> None:
    for _ in range(VISITS):
        visitor = Visitor(serving.port)
        assert visitor.get("/saisie/")[0] == 200
        assert visitor.post_json("/saisie/lot/notes", "{}")[0] == 401
        visitor.leave()


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
