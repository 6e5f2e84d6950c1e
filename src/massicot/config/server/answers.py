"""What the application answers, whole or piece by piece.

To requests that did not come whole it is asked once for each wording.
"""

import traceback
from collections.abc import Callable, Iterable
from contextvars import Context, copy_context
from http import HTTPMethod, HTTPStatus
from typing import Any, NamedTuple

from massicot.config.server.reading import Reading, environ_of
from massicot.web.shared.unread import UNREAD

Application = Callable[..., Any]

SPOKEN = ("accept", "accept-language", "content-type", "cookie", "referer", "host")
"""Headers on which the wording of a refusal depends."""

MOST_KEPT, WORDS_KEPT = 200, 2_000
"""Wordings that are kept, and the most signs of their headers: with longer ones anybody would fill the memory."""

_HARMLESS = frozenset({"HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE"})
LAST_RESORT = (
    HTTPStatus.INTERNAL_SERVER_ERROR.value,
    [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", "default-src 'none'")],
    "<!doctype html><title>Massicot</title><p>Le programme s’est trompé et n’a rien écrit.</p>".encode(),
)
"""What is said where the application cannot even say that it made a mistake."""

Headers = list[tuple[str, str]]


class Answer(NamedTuple):
    status: int
    headers: Headers
    body: bytes


class Streamed(NamedTuple):
    """An answer of which nobody knows how long it is: its pieces are made as they are taken, in the same context."""

    status: int
    headers: Headers
    pieces: Iterable[bytes]
    context: Context

    def close(self) -> None:
        """Ask for no more of it."""
        self.context.run(_close, self.pieces)


def told_of(application: Application, environ: dict[str, Any]) -> Answer | Streamed:
    """Ask an application of WSGI, and wait for all that it says, unless it says that piece by piece."""
    status, headers, pieces = _ask(application, environ)
    if not _is_endless(pieces):
        return _whole(status, headers, pieces)
    if environ["REQUEST_METHOD"] != HTTPMethod.HEAD:
        return Streamed(status, headers, pieces, copy_context())
    _close(pieces)
    return Answer(status, headers, b"")


def answer_of(application: Application, environ: dict[str, Any]) -> Answer:
    """Ask an application of WSGI, and wait for all that it says."""
    return _whole(*_ask(application, environ))


def _close(pieces: Iterable[bytes]) -> None:
    if hasattr(pieces, "close"):
        pieces.close()


def _ask(application: Application, environ: dict[str, Any]) -> tuple[int, Headers, Any]:
    head: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: Headers, _fault: object = None) -> None:
        head.append((int(status[:3]), headers))

    pieces = application(environ, start_response)
    return *head[-1], pieces


def _is_endless(pieces: Any) -> bool:
    # What is read from a file says its length, and is small: it goes whole, and its connection stays open.
    return getattr(pieces, "streaming", False) and not pieces.has_header("Content-Length")


def _whole(status: int, headers: Headers, pieces: Iterable[bytes]) -> Answer:
    try:
        return Answer(status, headers, b"".join(pieces))
    finally:
        _close(pieces)


def place_of(fault: Exception) -> str:
    """Name a fault and where it happened; what it says may repeat what was sent."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    return f"{type(fault).__name__} at {last.filename}:{last.lineno}"


class Refusals:
    """The answers to requests that are refused unread: who floods the server with them is told by rote."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._kept: dict[tuple[Any, ...], Answer] = {}

    def answer_of(self, reading: Reading) -> Answer:
        """Say what the application says, and that the connection ends with it."""
        wording = (reading.refused, *(reading.scope.headers.get(name) for name in SPOKEN))
        if wording not in self._kept:
            told = answer_of(self._application, self._environ_of(reading))
            told = told._replace(headers=[*told.headers, ("Connection", "close")])
            if sum(len(value or "") for value in wording[1:]) > WORDS_KEPT:
                return told
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[wording] = told
            return told
        return self._kept[wording]

    @staticmethod
    def _environ_of(reading: Reading) -> dict[str, Any]:
        environ = environ_of(reading.scope, b"") | {"CONTENT_LENGTH": "0", UNREAD: int(reading.refused or 0)}
        if reading.refused is HTTPStatus.INTERNAL_SERVER_ERROR:
            # Something of it could not be read: its answer asks for the reader's language and for nothing else.
            environ |= {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "", "CONTENT_TYPE": ""}
            return {name: value for name, value in environ.items() if not name.startswith("HTTP_") or name in _HARMLESS}
        return environ
