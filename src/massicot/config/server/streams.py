"""Answers that leave piece by piece, as their readers take them: one thread of a process makes and sends them all.

A piece is made once the one before it has gone: a reader who is behind costs a connection and one piece, and no thread.
What asks the database, or speaks one language, goes on in one thread and in the context in which it was begun. Whoever
takes less than forty kilobytes in a minute is let go; an answer that breaks off is cut off, never ended. It was taken
whole once its reader has everything and closed the connection in order, as whoever is told `Connection: close` does.

granian's own stream keeps all that its reader has not taken, however much that is, and has no word for an answer that
broke off: these are written onto the connection itself, and granian learns of it when it is closed.
"""

import logging
import selectors
import socket
import time
from collections.abc import Callable, Sized
from contextlib import suppress
from email.utils import formatdate
from http import HTTPStatus
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from django.db import connections

from massicot.config.server.answers import Streamed, place_of
from massicot.config.server.connections import ReaderGone, connection_of
from massicot.config.server.reading import Reading

MOST = 24
"""Answers that leave one process piece by piece at a time; whoever comes after them is told to come back."""

FRAME = 64_000
EACH_S = 60.0
LEAST_IN_EACH = 40_000
"""Bytes that a reader takes in that time, or all that it was given."""

LAST_S = 300.0
"""How long a reader, or the front server before it, may take to close the connection after the last byte."""

LOOK_EVERY_S = 1.0
GIVING_WAY_S, TURNS_GIVEN = 0.005, 10
"""While pages are answered, no piece is made beside them for so many times so long."""

OLD = "1"
"""As granian writes HTTP/1.0, whose answers have no other end than that of the connection."""

_LOG = logging.getLogger("django.request")


class Leaving:
    """One answer on its way: what is left of it, and how far its reader is."""

    def __init__(self, reading: Reading, answer: Streamed) -> None:
        self.reading, self.answer = reading, answer
        self.when_taken: Callable[[], object] | None = getattr(answer.pieces, "when_taken", None)
        self.is_begun = False
        self._pieces = iter(answer.pieces)
        self._is_framed = reading.scope.http_version != OLD
        self._is_all_made = False
        self._piece = self._left = memoryview(b"")
        self._looked_at = self._given_at = 0.0
        self._taken_before = 0

    def begin(self, at: float) -> None:
        """Make the first piece, whose fault is still told on a page, then find the connection; raise ReaderGone."""
        self._make()
        self.line = connection_of(self.reading.scope.server, self.reading.scope.client, self.reading.whole_at)
        self.is_begun = True
        head = _head_of(self.answer, is_framed=self._is_framed)
        self._left = memoryview(head + self._end if self._is_all_made else head)
        self._looked_at = at

    @property
    def is_given(self) -> bool:
        """Whether nothing of it is left here."""
        return self._is_all_made and not self._left

    def go_on(self, at: float) -> None:
        """Give as much as there is room for, of the next piece once the one before it has gone; raise ReaderGone."""
        if not self._left:
            self._left = self._next_frame()
        if self._left:
            self._left = self._left[self.line.give(self._left) :]
        if self.is_given:
            self._given_at = at
            if not self._is_framed:
                self.line.end()

    def is_slow(self, at: float) -> bool:
        """Say whether its reader takes too little of what it was given."""
        is_behind = self.line.owed > 0
        if is_behind and at - self._looked_at < EACH_S:
            return False
        total = self.line.taken
        is_slow = is_behind and total - self._taken_before < LEAST_IN_EACH
        self._looked_at, self._taken_before = at, total
        return is_slow

    def is_late(self, at: float) -> bool:
        """Say whether its reader was given all of it long ago, and has not closed the connection."""
        return self.is_given and at - self._given_at >= LAST_S

    def in_context(self, act: Callable[..., Any], *about: Any) -> Any:
        """Let the application go on as if it still answered the request."""
        return self.answer.context.run(act, *about)

    @property
    def _end(self) -> bytes:
        return b"0\r\n\r\n" if self._is_framed else b""

    def _make(self) -> None:
        piece = self.in_context(next, self._pieces, None)
        self._is_all_made = piece is None
        self._piece = memoryview(piece or b"")

    def _next_frame(self) -> memoryview:
        if not self._piece:
            self._make()
        if not self._piece:
            # Nothing to give yet: the others have their turn before the next piece is made.
            return memoryview(self._end if self._is_all_made else b"")
        part, self._piece = self._piece[:FRAME], self._piece[FRAME:]
        return memoryview(b"%x\r\n%b\r\n" % (len(part), bytes(part))) if self._is_framed else part


class Streams:
    """Those of one process.

    `broke` is told of a fault that a page may still tell, `end` of every request's end; `at_work` holds something while
    pages are answered.
    """

    def __init__(
        self, broke: Callable[[Reading, Exception], object], end: Callable[[Reading], object], at_work: Sized
    ) -> None:
        self._broke, self._end, self._at_work = broke, end, at_work
        self._new: SimpleQueue[Leaving | None] = SimpleQueue()
        self._leaving: set[Leaving] = set()
        self._count = 0
        self._lock = Lock()
        self._is_stopped, self._looked_at = False, 0.0
        self._heard, self._bell = socket.socketpair()
        self._ready = selectors.DefaultSelector()
        self._ready.register(self._heard, selectors.EVENT_READ)
        self.thread = Thread(target=self._go_round, daemon=True)

    def take(self, reading: Reading, answer: Streamed) -> bool:
        """Take an answer over, and say so; there may be no room for it."""
        with self._lock:
            if self._count >= MOST:
                return False
            self._count += 1
        self._ring(Leaving(reading, answer))
        return True

    def stop(self) -> None:
        """Cut off what is on its way, and end."""
        self._ring(None)

    def _ring(self, new: Leaving | None) -> None:
        self._new.put(new)
        self._bell.send(b"!")

    def _go_round(self) -> None:
        while not self._is_stopped:
            # Nothing is held here while nothing leaves: it would keep a connection open.
            self._go_on_with_all()
        for leaving in list(self._leaving):
            self._cut(leaving)
        for one in (self._ready, self._heard, self._bell):
            one.close()

    def _give_way(self) -> None:
        for _ in range(TURNS_GIVEN):
            if not self._at_work:
                return
            time.sleep(GIVING_WAY_S)

    def _go_on_with_all(self) -> None:
        for key, _ in self._ready.select(LOOK_EVERY_S if self._leaving else None):
            if key.data is None:
                self._begin_next()
            else:
                self._give_way()
                self._try(key.data, self._go_on)
        if time.monotonic() - self._looked_at >= LOOK_EVERY_S:
            self._looked_at = time.monotonic()
            for leaving in list(self._leaving):
                self._try(leaving, self._look)

    def _begin_next(self) -> None:
        self._heard.recv(1)
        leaving = self._new.get()
        if leaving is None:
            self._is_stopped = True
        else:
            self._try(leaving, self._begin)

    def _begin(self, leaving: Leaving) -> None:
        leaving.begin(time.monotonic())
        self._leaving.add(leaving)
        self._ready.register(leaving.line, selectors.EVENT_WRITE, leaving)

    def _go_on(self, leaving: Leaving) -> None:
        if not leaving.is_given:
            leaving.go_on(time.monotonic())
            if leaving.is_given and leaving.when_taken is None:
                # The system sends what it still has; nobody asks here whether that was taken.
                self._close(leaving)
            elif leaving.is_given:
                self._ready.modify(leaving.line, selectors.EVENT_READ, leaving)
        elif not self._ends(leaving):
            # Whatever it has to say, nobody listens any more: it is looked at now and then until it closes.
            self._ready.unregister(leaving.line)

    def _look(self, leaving: Leaving) -> None:
        at = time.monotonic()
        if leaving.is_given and self._ends(leaving):
            return
        if leaving.is_late(at):
            self._close(leaving)
        elif leaving.is_slow(at):
            raise ReaderGone

    def _ends(self, leaving: Leaving) -> bool:
        if not leaving.line.is_closed_in_order():
            return False
        if leaving.when_taken is not None:
            leaving.in_context(leaving.when_taken)
        self._close(leaving)
        return True

    def _try(self, leaving: Leaving, act: Callable[[Leaving], object]) -> None:
        """Let one answer go on; whatever happens to it, the others do."""
        try:
            act(leaving)
        except ReaderGone:
            self._cut(leaving)
        except Exception as fault:
            if leaving.is_begun:
                _LOG.error("an answer broke off: %s", place_of(fault))
            else:
                self._broke(leaving.reading, fault)
            self._cut(leaving)

    def _close(self, leaving: Leaving) -> None:
        self._forget(leaving, leaving.line.close)

    def _cut(self, leaving: Leaving) -> None:
        self._forget(leaving, leaving.line.cut if leaving.is_begun else _nothing)

    def _forget(self, leaving: Leaving, leave: Callable[[], object]) -> None:
        if leaving in self._leaving:
            with suppress(KeyError):
                self._ready.unregister(leaving.line)
        self._leaving.discard(leaving)
        leave()
        try:
            leaving.answer.close()
            if not self._leaving:
                # This thread asks the database so rarely that its connection would be stale by then.
                connections.close_all()
        except Exception as fault:
            _LOG.error("an answer did not close: %s", place_of(fault))
        with self._lock:
            self._count -= 1
        self._end(leaving.reading)


def _nothing() -> None:
    """Do what follows from an answer of which nothing follows."""


def _head_of(answer: Streamed, *, is_framed: bool) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", f"Date: {formatdate(usegmt=True)}"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    lines += ["Connection: close", *(["Transfer-Encoding: chunked"] if is_framed else [])]
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode("latin-1")
