"""The connection of a request, found by its two ends: whoever has taken the port of one who was cut off is nobody."""

import socket
import struct
import time
from contextlib import ExitStack

import pytest

from massicot.config.server.connections import ReaderGone, connection_of

RESET = struct.pack("ii", 1, 0)
ASKED = b"GET / HTTP/1.1\r\n\r\n"


@pytest.fixture
def come():
    """Let somebody come, from a port, and say something; give both ends of the connection."""
    with ExitStack() as stack, socket.create_server(("127.0.0.1", 0)) as server:

        def come(said, port=0):
            mine = stack.enter_context(socket.socket())
            mine.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            mine.bind(("127.0.0.1", port))
            mine.connect(server.getsockname())
            theirs = stack.enter_context(server.accept()[0])
            mine.sendall(said)
            assert not said or theirs.recv(len(said)) == said
            return mine, theirs

        yield come


def found(theirs, asked_at):
    return connection_of(*(":".join(map(str, name)) for name in (theirs.getsockname(), theirs.getpeername())), asked_at)


def test_whoever_asked_is_found(come):
    mine, theirs = come(ASKED)
    connection = found(theirs, time.monotonic())
    connection.give(memoryview(b"1"))
    assert mine.recv(1) == b"1"
    connection.close()


def test_whoever_takes_the_port_of_one_who_was_cut_off_and_says_nothing_is_not_found(come):
    mine, _ = come(ASKED)
    asked_at = time.monotonic()
    port = mine.getsockname()[1]
    mine.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    mine.close()
    _, theirs = come(b"", port)
    with pytest.raises(ReaderGone):
        found(theirs, asked_at)


def test_whoever_said_something_since_is_not_found(come):
    _, theirs = come(ASKED)
    with pytest.raises(ReaderGone):
        found(theirs, time.monotonic() - 1)
