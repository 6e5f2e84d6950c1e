"""What the application answers, whole; to requests that did not come whole it is asked once for each wording."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, NamedTuple

from massicot.config.server.reading import Reading, environ_of
from massicot.web.shared.unread import UNREAD

Application = Callable[..., Any]

SPOKEN = ("accept", "accept-language", "content-type", "cookie", "referer", "host")
"""Headers on which the wording of a refusal depends."""

MOST_KEPT = 200

_HARMLESS = frozenset({"HTTP_HOST", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE"})
LAST_RESORT = (
    HTTPStatus.INTERNAL_SERVER_ERROR.value,
    [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", "default-src 'none'")],
    "<!doctype html><title>Massicot</title><p>Le programme s’est trompé et n’a rien écrit.</p>".encode(),
)
"""What is said where the application cannot even say that it made a mistake."""


class Answer(NamedTuple):
    status: int
    headers: list[tuple[str, str]]
    body: bytes


def answer_of(application: Application, environ: dict[str, Any]) -> Answer:
    """Ask an application of WSGI, and wait for all that it says."""
    head: list[tuple[int, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _fault: object = None) -> None:
        head.append((int(status[:3]), headers))

    pieces = application(environ, start_response)
    try:
        return Answer(*head[-1], b"".join(pieces))
    finally:
        if hasattr(pieces, "close"):
            pieces.close()


class Refusals:
    """The answers to requests that are refused unread: who floods the server with them is told by rote."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._kept: dict[tuple[Any, ...], Answer] = {}

    def answer_of(self, reading: Reading) -> Answer:
        """Say what the application says, and that the connection ends with it."""
        wording = (reading.refused, *(reading.scope.headers.get(name) for name in SPOKEN))
        if wording not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            told = answer_of(self._application, self._environ_of(reading))
            self._kept[wording] = told = told._replace(headers=[*told.headers, ("Connection", "close")])
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
