"""Sign-ins wait beside the threads that answer: each costs a quarter of a second of processor, whoever sends it.

A thread of their own answers one at a time, by address, then by account in turn. Another looks first whether any tries
are left: who has none computes nothing. Whoever is refused is told so within a second, by the thread that tells all who
are refused, and not at once: who tries again as soon as they are told does not try more often than that.
"""

import time
from collections.abc import Callable
from http import HTTPStatus
from queue import SimpleQueue
from threading import Condition
from typing import Protocol

from django.db import close_old_connections

from massicot.config.server.reading import Reading, environ_of
from massicot.config.server.turns import Path, Turns
from massicot.web.shared import tries
from massicot.web.shared.unread import NO_TRIES, NO_TURN


class Source(Protocol):
    """From where a thread has what it answers."""

    def get(self) -> Reading | None:
        """Give the next one, once there is one; nobody at the end."""


class SignIns:
    """Those of one process."""

    def __init__(self, tell: Callable[[Reading], object]) -> None:
        self._tell = tell
        self._come: SimpleQueue[Reading | None] = SimpleQueue()
        self._turns: Turns[Reading] = Turns()
        self._refused: list[Reading] = []
        self._changed = Condition()
        self._is_ended = False

    def receive(self, reading: Reading) -> bool:
        """Take a request that is a sign-in; say whether it is one."""
        if reading.scope.method != "POST" or not tries.is_computing(reading.scope.path):
            return False
        if not isinstance(reading.body, bytes):
            # It is read twice: to see whose turn it is, and to answer it.
            reading.body = reading.body.read()
        reading.watch(self._leave)
        self._come.put(reading)
        return True

    def look_at_all(self) -> None:
        """Let each that comes wait for its turn, but for those that have no tries left."""
        while (reading := self._come.get()) is not None:
            path = self._path_of(reading)
            with self._changed:
                if path is None:
                    self._refuse(reading, NO_TRIES)
                else:
                    self._let_wait(reading, path)
            del reading
        with self._changed:
            self._is_ended = True
            self._changed.notify_all()

    def get(self) -> Reading | None:
        """Give whose turn it is, once there is somebody; nobody at the end."""
        with self._changed:
            while (reading := self._turns.take()) is None and not self._is_ended:
                self._changed.wait()
            return reading

    def look(self, at: float) -> None:
        """Tell those who have waited for too long, and all who were refused since the last look."""
        with self._changed:
            for reading in self._turns.look(at):
                self._refuse(reading, NO_TURN)
            told, self._refused = self._refused, []
        for reading in told:
            self._tell(reading)

    def end(self) -> None:
        """Let the threads answer what they have, and end."""
        self._come.put(None)

    @staticmethod
    def _path_of(reading: Reading) -> Path | None:
        """Name the line in which a sign-in waits; none where no tries are left."""
        try:
            typed = tries.read(environ_of(reading.scope, reading.body))
            return None if typed.is_spent() else typed.line
        except Exception:
            # Whatever cannot be read here, or asked of the database, is told by whoever answers it. A connection that
            # the database closed is opened anew for the next one.
            close_old_connections()
            return (reading.address, "", "")

    def _let_wait(self, reading: Reading, path: Path) -> None:
        gives_way = reading if reading.is_gone else self._turns.put(reading, path, time.monotonic())
        if gives_way is not None:
            self._refuse(gives_way, NO_TURN)
        self._changed.notify_all()

    def _refuse(self, reading: Reading, why: HTTPStatus) -> None:
        reading.refused, reading.body = why, b""
        self._refused.append(reading)

    def _leave(self, reading: Reading) -> None:
        with self._changed:
            if self._turns.leave(reading):
                # Nothing is said to whoever is gone, but what they held is given back.
                self._refused.append(reading)
