"""The front of one process: requests are read whole beside the threads that answer, of which there are a few.

A thread that waits for a body serves nobody, and eight of them are soon waiting. Here nobody waits for a body: granian
says when one came, and `arrivals` for how long it may be on its way. What is refused is answered by the application
too, which knows the reader's language: it is told by `UNREAD` why there is no body.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from queue import SimpleQueue
from threading import Lock, Thread
from types import CoroutineType
from typing import Any

from granian.rsgi import Scope

from massicot.config.server.answers import (
    LAST_RESORT,
    Answer,
    Application,
    Refusals,
    Streamed,
    place_of,
    told_of,
)
from massicot.config.server.arrivals import Arrivals
from massicot.config.server.asking import Asking
from massicot.config.server.reading import Exchange, Reading, environ_of
from massicot.config.server.sign_ins import SignIns, Source
from massicot.config.server.streams import Streams

THREADS = 4
LOOK_EVERY_S = 1.0
PATIENCE_S = 3

_LOG = logging.getLogger("django.request")


class Front:
    """An application of WSGI behind granian's own interface.

    One thread of granian's begins every request and hears of every body, and does no more of it than to hand it on.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self._arrivals = Arrivals()
        self._lock = Lock()
        self._whole: SimpleQueue[Reading | None] = SimpleQueue()
        self._answered: deque[Reading] = deque()
        self._refused: SimpleQueue[Reading | None] = SimpleQueue()
        self._at_work: list[None] = []
        self._refusals = Refusals(application)
        self._asking = Asking(application)
        self._sign_ins = SignIns(self._refused.put)
        self._streams = Streams(self._answer_fault, self._end, self._at_work)
        self._threads = [
            *(Thread(target=self._answer_all, args=(self._whole, self._answer), daemon=True) for _ in range(THREADS)),
            # Of its own: however many are refused, they keep nobody waiting who is not.
            Thread(target=self._answer_all, args=(self._refused, self._refusals.answer_of), daemon=True),
            self._asking.thread,
            # One at a time is computed, and whoever waits for it holds none of the four.
            Thread(target=self._answer_all, args=(self._sign_ins, self._answer), daemon=True),
            Thread(target=self._sign_ins.look_at_all, daemon=True),
            self._streams.thread,
        ]

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin, before the first request."""
        self._loop = loop
        self._later = loop.call_soon_threadsafe
        # A loop that is woken for each step of each request costs a tenth of a save (decision 0012).
        vars(loop)["call_soon_threadsafe"] = self._step_at_once
        for thread in self._threads:
            thread.start()
        loop.call_later(LOOK_EVERY_S, self._look)

    def __rsgi_del__(self, _loop: asyncio.AbstractEventLoop) -> None:
        """Let the threads answer what they have, and end."""
        for queue in (*[self._whole] * THREADS, self._refused):
            queue.put(None)
        self._asking.end()
        self._sign_ins.end()
        self._streams.stop()
        for thread in self._threads:
            thread.join(PATIENCE_S / THREADS)

    def __rsgi__(self, scope: Scope, exchange: Exchange) -> Reading:
        """Begin to read a request; what is given back is awaited until it is answered."""
        reading = Reading(scope, exchange, self._arrivals, self._lock, self._hand_on, self._asking.ask)
        reading.begin()
        return reading

    def _hand_on(self, reading: Reading) -> None:
        if reading.refused is not None:
            self._refused.put(reading)
        elif not self._sign_ins.receive(reading):
            self._whole.put(reading)

    def _step_at_once(self, callback: Callable[..., Any], *about: Any, context: Any = None) -> Any:
        if about and isinstance(about[0], CoroutineType):
            reading = about[0].send(None)
            reading.resume = about[0].send
            return None
        if isinstance(getattr(callback, "__self__", None), Reading):
            return callback(*about)
        return self._later(callback, *about, context=context)

    def _let_go(self) -> None:
        while True:
            try:
                reading = self._answered.popleft()
            except IndexError:  # every thread comes here, and another may have let the last one go
                return
            if reading.resume is None:  # answered while it was begun: the next one lets it go
                self._answered.append(reading)
                return
            with suppress(StopIteration):
                reading.resume(None)

    def _look(self) -> None:
        with self._lock:
            self._arrivals.look(time.monotonic())
        self._sign_ins.look(time.monotonic())
        self._let_go()
        self._loop.call_later(LOOK_EVERY_S, self._look)

    def _answer(self, reading: Reading) -> Answer | Streamed:
        return told_of(self._application, environ_of(reading.scope, reading.body))

    def _answer_fault(self, reading: Reading, fault: Exception) -> None:
        """Say that the program made a mistake, and where; the log repeats nothing that was sent."""
        _LOG.error("the application did not answer: %s", place_of(fault))
        reading.refused = HTTPStatus.INTERNAL_SERVER_ERROR
        try:
            answer = self._refusals.answer_of(reading)
        except Exception:
            # The same fault once more, told above: what is left needs no application.
            answer = Answer(*LAST_RESORT)
        # Whoever asked may be gone, or answered halfway; a thread that ends here would serve nobody any more.
        with suppress(Exception):
            reading.exchange.response_bytes(*answer)

    def _send(self, reading: Reading, answer: Answer | Streamed) -> bool:
        """Answer, and say whether that is all; what leaves piece by piece is ended once it has left."""
        if isinstance(answer, Streamed):
            if self._streams.take(reading, answer):
                return False
            answer.close()
            reading.refused = HTTPStatus.SERVICE_UNAVAILABLE
            answer = self._refusals.answer_of(reading)
        reading.exchange.response_bytes(*answer)
        return True

    def _answer_all(self, queue: Source, answer: Callable[[Reading], Answer | Streamed]) -> None:
        while (reading := queue.get()) is not None:
            is_all = True
            self._at_work.append(None)
            try:
                is_all = reading.is_gone or self._send(reading, answer(reading))
            except Exception as fault:
                self._answer_fault(reading, fault)
            self._at_work.pop()
            reading.release()
            if is_all:
                self._end(reading)
            # Whatever is held here keeps a connection open whose body nobody reads any more.
            del reading

    def _end(self, reading: Reading) -> None:
        self._answered.append(reading)
        del reading
        self._let_go()
