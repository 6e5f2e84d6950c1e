"""Heads that no browser writes: each is answered by a page of ours with its headers, and the log repeats none of it."""

import random
import socket
from collections import Counter
from pathlib import Path

import pytest

from tests.durability.server import Server
from tests.hostile.heads import KINDS, SENT, drawn_head

pytestmark = pytest.mark.once("sockets, whatever the database")

PATIENCE_S, SHOTS = 20, 400


@pytest.fixture
def log(serving: Server) -> Path:
    """What the server writes while it runs."""
    return serving.home.folder / "server.log"


def answer_to(serving: Server, head: str, body: bytes = b"") -> str:
    """Send a head as it is, and read what comes until the server closes."""
    with socket.create_connection(("127.0.0.1", serving.port), PATIENCE_S) as line:
        line.sendall(f"{head}Connection: close\r\n\r\n".encode("latin-1", "replace") + body)
        told = b""
        while piece := line.recv(65_536):
            told += piece
    return told.decode("utf-8", "replace")


def posted(serving: Server, kind: str) -> str:
    """Send a small form of a kind, with a query, to a page that takes forms."""
    head = f"POST /connexion/?{SENT}=1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: 3\r\n"
    return answer_to(serving, head, b"a=b")


@pytest.mark.parametrize("kind", KINDS)
def test_a_code_that_is_not_ours_is_refused_with_a_page(serving: Server, log: Path, kind: str) -> None:
    answer = posted(serving, kind)
    assert answer.startswith("HTTP/1.1 400")
    assert "content-security-policy: default-src 'self'" in answer
    assert "<h1>" in answer
    assert SENT not in log.read_text()


@pytest.mark.parametrize("kind", ["", "application/x-www-form-urlencoded", "text/plain; charset=UTF-8"])
def test_a_form_in_our_code_is_read(serving: Server, kind: str) -> None:
    assert posted(serving, kind).startswith(("HTTP/1.1 403", "HTTP/1.1 422"))


def test_no_drawn_head_breaks_the_server_or_is_repeated_in_its_log(serving: Server, log: Path) -> None:
    draw = random.Random(28)
    statuses: Counter[int] = Counter()
    for _ in range(SHOTS):
        head = drawn_head(draw)
        answer = answer_to(serving, head)
        status = int(answer[9:12] or 0)
        statuses[status] += 1
        # What is no HTTP at all, the server beneath answers with a bare 400 or closes.
        assert status < 500, head
        assert status in (0, 400) or "content-security-policy" in answer, head
    assert len(statuses) > 3
    assert SENT not in log.read_text()
