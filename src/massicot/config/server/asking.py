"""Who may send as much as they announce: asked of the application before a byte of it is read.

Asked of large bodies alone, on a thread of their own: a question goes to the database, and neither what hears of
requests nor what answers them waits for it.
"""

import logging
from http import HTTPStatus
from queue import SimpleQueue
from threading import Thread

from massicot.config.server.answers import Application, answer_of
from massicot.config.server.reading import Reading, environ_of
from massicot.web.shared.unread import ASKED

_LOG = logging.getLogger("django.request")
_TOLD = frozenset(
    {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.NO_CONTENT}
)


class Asking:
    """The question, and the thread that asks it of one request after the other."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._waiting: SimpleQueue[Reading | None] = SimpleQueue()
        self.thread = Thread(target=self._ask_all, daemon=True)

    def ask(self, reading: Reading) -> None:
        """Have a request asked about; it is let in or turned away by whoever asks."""
        self._waiting.put(reading)

    def end(self) -> None:
        """Ask about those that wait, and end."""
        self._waiting.put(None)

    def _ask_all(self) -> None:
        while (reading := self._waiting.get()) is not None:
            try:
                why = self._answer_to(reading)
                if why is HTTPStatus.NO_CONTENT:
                    reading.let_in()
                else:
                    reading.turn_away(why)
            except Exception as fault:
                _LOG.error("nobody said whether a body is taken: %s", type(fault).__name__)
                reading.turn_away(HTTPStatus.INTERNAL_SERVER_ERROR)
            del reading

    def _answer_to(self, reading: Reading) -> HTTPStatus:
        bare = {"REQUEST_METHOD": "GET", "CONTENT_TYPE": "", "CONTENT_LENGTH": "0", ASKED: reading.length}
        status = answer_of(self._application, environ_of(reading.scope, b"") | bare).status
        return HTTPStatus(status) if status in _TOLD else HTTPStatus.REQUEST_ENTITY_TOO_LARGE
