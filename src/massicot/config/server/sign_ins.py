"""Sign-ins wait beside the threads that answer: each costs a fifth of a second of computing, whoever sends it.

A thread of their own answers one at a time, by address, then by account in turn; another looks first whether the bound
of their tries is reached already, and those are told so at once and compute nothing (decision 0012).
"""

import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Condition
from typing import Protocol

from django.db import close_old_connections

from massicot.config.server.reading import Reading, environ_of
from massicot.config.server.turns import Path, Turns
from massicot.web.shared import tries
from massicot.web.shared.unread import NO_TURN, SPENT


class Source(Protocol):
    """From where a thread has what it answers."""

    def get(self) -> Reading | None:
        """Give the next one, once there is one; nobody at the end."""


class SignIns:
    """Those of one process."""

    def __init__(self, tell: Callable[[Reading], object]) -> None:
        self.spent: SimpleQueue[Reading | None] = SimpleQueue()
        """Those whose bound is reached."""
        self._tell = tell
        self._come: SimpleQueue[Reading | None] = SimpleQueue()
        self._turns: Turns[Reading] = Turns()
        self._changed = Condition()
        self._is_ended = False

    def receive(self, reading: Reading) -> bool:
        """Take a request that is a sign-in; say whether it is one."""
        if reading.scope.method != "POST" or not tries.is_computing(reading.scope.path):
            return False
        reading.watch(self._leave)
        self._come.put(reading)
        return True

    def look_at_all(self) -> None:
        """Let each that comes wait for its turn, but for those whose tries are spent."""
        while (reading := self._come.get()) is not None:
            path = self._path_of(reading)
            if SPENT in reading.told:
                self.spent.put(reading)
            else:
                self._await_turn(reading, path)
            del reading
        self.spent.put(None)
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
        """Tell those who have waited for too long."""
        with self._changed:
            late = self._turns.look(at)
        for reading in late:
            self._refuse(reading)

    def end(self) -> None:
        """Let the threads answer what they have, and end."""
        self._come.put(None)

    @staticmethod
    def _path_of(reading: Reading) -> Path:
        """Name the line of a sign-in, and note where its tries are spent."""
        try:
            typed = tries.read(environ_of(reading.scope, reading.body))
            if typed.is_spent():
                reading.told = {SPENT: True}
        except Exception:
            # Whatever cannot be read here, or asked of the database, is told by whoever answers it. A connection that
            # the database closed is opened anew for the next one.
            close_old_connections()
            return (reading.address, "", "")
        return typed.line

    def _await_turn(self, reading: Reading, path: Path) -> None:
        with self._changed:
            gives_way = reading if reading.is_gone else self._turns.put(reading, path, time.monotonic())
            self._changed.notify_all()
        if gives_way is not None:
            self._refuse(gives_way)

    def _refuse(self, reading: Reading) -> None:
        reading.refused = NO_TURN
        self._tell(reading)

    def _leave(self, reading: Reading) -> None:
        with self._changed:
            waited = self._turns.leave(reading)
        if waited:
            self._tell(reading)
