"""Answers that leave piece by piece: as their readers take them, whole or cut off, and nobody waits for anybody."""

import socket
from contextvars import ContextVar, copy_context
from queue import Queue
from threading import Lock
from types import SimpleNamespace

import pytest

from massicot.config.server import streams as rules
from massicot.config.server.answers import Streamed
from massicot.config.server.arrivals import Arrivals
from massicot.config.server.reading import Reading
from massicot.config.server.streams import Leaving, Streams

PATIENCE_S, PIECE = 20, b"x" * 100_000
ASKED = b"GET / HTTP/1.1\r\n\r\n"
KEPT_BY_THE_SYSTEM = 4_000_000
"""What a reader's own system may take for it; ours is asked for less."""
SPOKEN = ContextVar("SPOKEN", default="")


class Pieces:
    """What an application answers, and what became of it."""

    def __init__(self, pieces):
        self.pieces = pieces
        self.became = Queue()

    def __iter__(self):
        return self.pieces

    def close(self):
        self.became.put("closed")

    def when_taken(self):
        self.became.put("taken")

    def wait(self):
        return self.became.get(timeout=PATIENCE_S)


@pytest.fixture
def door():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.fixture
def broken():
    return Queue()


@pytest.fixture
def streams(broken):
    made = Streams(lambda _, fault: broken.put(fault), lambda _: None, [])
    made.thread.start()
    yield made
    made.stop()
    made.thread.join(PATIENCE_S)
    assert not made.thread.is_alive()


def place(address):
    return f"{address[0]}:{address[1]}"


def asked(door, version="1.1"):
    """Come to the door; give both ends, and the request as it was read."""
    reader = socket.create_connection(door.getsockname(), PATIENCE_S)
    line, _ = door.accept()
    reader.sendall(ASKED)
    assert line.recv(len(ASKED)) == ASKED
    scope = SimpleNamespace(
        server=place(line.getsockname()), client=place(line.getpeername()), http_version=version, headers={}
    )
    return reader, line, Reading(scope, None, Arrivals(), Lock(), lambda _: None, lambda _: None)


def told(pieces):
    return Streamed(200, [("Content-Type", "text/csv")], pieces, copy_context())


def read(reader):
    heard = b""
    try:
        while piece := reader.recv(1_000_000):
            heard += piece
            if heard.endswith(b"0\r\n\r\n"):
                break
    finally:
        reader.close()
    return heard


def test_an_answer_comes_in_its_frames_and_is_taken_once_its_reader_closes(door, streams):
    pieces = Pieces(iter([b"a" * 70_000, b"", b"b"]))
    reader, line, reading = asked(door)
    with line:
        assert streams.take(reading, told(pieces))
        head, _, body = read(reader).partition(b"\r\n\r\n")
        assert [pieces.wait(), pieces.wait()] == ["taken", "closed"]
    assert head.startswith(b"HTTP/1.1 200 OK\r\nDate: ")
    assert b"Connection: close\r\nTransfer-Encoding: chunked" in head
    frames = body.split(b"\r\n")
    assert [int(size, 16) for size in frames[::2] if size] == [rules.FRAME, 70_000 - rules.FRAME, 1, 0]


def test_a_reader_who_takes_nothing_has_nothing_made_and_keeps_nobody_waiting(door, streams):
    made = []
    endless = Pieces(made.append(None) or PIECE for _ in iter(int, 1))
    slow, line, reading = asked(door)
    with slow, line:
        streams.take(reading, told(endless))
        for _ in range(50):
            quick, other, reading = asked(door)
            with other:
                streams.take(reading, told(Pieces(iter([PIECE]))))
                assert len(read(quick)) > len(PIECE)
        assert len(made) * len(PIECE) < KEPT_BY_THE_SYSTEM
    assert endless.wait() == "closed"


def failing():
    yield PIECE
    raise RuntimeError("wormwood")


@pytest.mark.parametrize("version", ["1.1", "1"])
def test_one_that_breaks_off_is_cut_and_the_log_names_the_place_and_nothing_else(door, streams, caplog, version):
    pieces = Pieces(failing())
    reader, line, reading = asked(door, version)
    streams.take(reading, told(pieces))
    assert pieces.wait() == "closed"
    line.close()
    with pytest.raises(ConnectionResetError):
        read(reader)
    assert pieces.became.empty()
    assert f"RuntimeError at {__file__}:" in caplog.text
    assert "wormwood" not in caplog.text


def test_a_fault_before_anything_is_sent_is_told_as_of_any_page(door, streams, broken):
    reader, line, reading = asked(door)
    with reader, line:
        streams.take(reading, told(Pieces(1 // 0 for _ in "one")))
        assert isinstance(broken.get(timeout=PATIENCE_S), ZeroDivisionError)
        line.sendall(b"a page")
        assert reader.recv(100) == b"a page"


def test_one_whose_reader_goes_before_the_end_was_not_taken(door, streams):
    pieces = Pieces(iter([PIECE]))
    reader, line, reading = asked(door)
    with line:
        streams.take(reading, told(pieces))
        reader.recv(1_000)
        reader.close()
        assert pieces.wait() == "closed"
    assert pieces.became.empty()


def test_there_is_room_for_so_many_and_again_once_one_has_gone(door, streams):
    lines = []
    for _ in range(rules.MOST):
        *ends, reading = asked(door)
        lines.append(ends)
        assert streams.take(reading, told(pieces := Pieces(PIECE for _ in iter(int, 1))))
    *ends, reading = asked(door)
    lines.append(ends)
    assert not streams.take(reading, told(Pieces(iter(()))))
    lines[-2][0].close()
    assert pieces.wait() == "closed"
    while not streams.take(reading, told(Pieces(iter(())))):
        pass
    for end in (end for ends in lines for end in ends):
        end.close()


def test_pieces_are_made_in_the_words_of_whoever_asked(door, streams):
    SPOKEN.set("français")
    answer = told(Pieces(SPOKEN.get().encode() for _ in "one"))
    SPOKEN.set("English")
    reader, line, reading = asked(door)
    with line:
        streams.take(reading, answer)
        assert "français".encode() in read(reader)


def test_a_reader_is_let_go_who_takes_too_little_in_a_minute(door):
    reader, line, reading = asked(door)
    leaving = Leaving(reading, told(Pieces(PIECE for _ in iter(int, 1))))
    with reader, line:
        leaving.begin(at=0.0)
        for _ in range(100):
            leaving.go_on(at=0.0)
        assert [leaving.is_slow(at) for at in (1.0, rules.EACH_S, 2 * rules.EACH_S)] == [False, False, True]
        reader.settimeout(0)
        while len(reader.recv(1_000_000, socket.MSG_PEEK)) < leaving.line.taken:
            pass
        leaving.line.cut()
