"""One request while it is read: from its head to its last byte, or to what is said instead; as WSGI has it."""

import io
import math
import sys
import time
from collections.abc import Callable, Generator, Sequence
from email.errors import MessageError
from http import HTTPStatus
from threading import Lock
from typing import Any, Protocol

from django.conf import settings
from django.utils.http import parse_header_parameters
from granian.rsgi import Scope

from massicot.config.server.arrivals import LEAST_IN_EACH, Arrival, Arrivals
from massicot.core.held import HeldBytes, PassingBytes
from massicot.exams.rules import networks
from massicot.web.shared.bodies import LARGEST, MOST_OF_ANYBODY
from massicot.web.shared.unread import UNREAD

_ALWAYS: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "granian",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.input_terminated": True,
}
_OUR_CODES = frozenset({"", "utf-8", "utf8"})
_OF_WSGI = {"HTTP_CONTENT_TYPE": "CONTENT_TYPE", "HTTP_CONTENT_LENGTH": "CONTENT_LENGTH"}


def environ_of(scope: Scope, body: bytes | HeldBytes) -> dict[str, Any]:
    """Write a whole request as an application of WSGI reads it; a header with an underscore passes for no other."""
    server, _, port = scope.server.rpartition(":")
    environ = {
        **_ALWAYS,
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": address_of(scope),
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body) if isinstance(body, bytes) else body,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = "HTTP_" + name.upper().replace("-", "_")
        key = _OF_WSGI.get(key, key)
        between = "; " if name == "cookie" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    if "HTTP_HOST" not in environ and scope.authority:
        environ["HTTP_HOST"] = scope.authority
    if not _is_in_our_code(environ.get("CONTENT_TYPE", "")):
        environ |= {"CONTENT_TYPE": "", UNREAD: HTTPStatus.BAD_REQUEST.value}
    return environ


def _is_in_our_code(content_type: str) -> bool:
    """Say whether what is sent is said to be in the code of our pages, or in none.

    Django looks for any other as it makes the request, before a line of ours is asked, and breaks on what is no code of
    texts (base64) or cannot be parsed.
    """
    try:
        code = parse_header_parameters(content_type)[1].get("charset", "")
    except (ValueError, LookupError, TypeError, MessageError):
        return False
    return str(code).lower() in _OUR_CODES


def address_of(scope: Scope) -> str:
    """Tell the address of whoever asks, without its port."""
    return networks.one_spelling(scope.client.rpartition(":")[0].strip("[]"))


class Coming(Protocol):
    """Something of a body that granian will have, and to whom it says so."""

    def add_done_callback(self, callback: Callable[["Coming"], object]) -> None:
        """Say who is told, once."""

    def result(self) -> bytes:
        """Give it; raise RuntimeError when its sender is gone."""

    def cancel(self) -> object:
        """Await it no longer; who awaited it is told so."""


class Exchange(Protocol):
    """One request and its answer, as granian hands them on; answered from any thread, once."""

    def __call__(self) -> Coming:
        """Ask for the whole body."""

    def __aiter__(self) -> Any:
        """Begin to read the body piece by piece."""

    def __anext__(self) -> Coming:
        """Ask for the next piece; they end early, without a word, when the sender is gone."""

    def client_disconnect(self) -> Coming:
        """Ask to be told when the sender is gone."""

    def response_bytes(self, status: int, headers: Sequence[tuple[str, str]], body: bytes) -> None:
        """Answer."""


class Reading(Arrival):
    """A request, its body as far as it came, or the status with which it is refused."""

    def __init__(
        self,
        scope: Scope,
        exchange: Exchange,
        arrivals: Arrivals,
        lock: Lock,
        hand_on: Callable[["Reading"], object],
        ask: Callable[["Reading"], object],
    ) -> None:
        super().__init__(address_of(scope), time.monotonic())
        self.whole_at = self.looked_at
        self.scope, self.exchange = scope, exchange
        self.body: bytes | HeldBytes = b""
        self.refused = _refusal_of(scope)
        self.is_gone = False
        self.resume: Callable[[None], object] | None = None
        self._arrivals, self._lock, self._hand_on, self._ask = arrivals, lock, hand_on, ask
        self._held = PassingBytes()
        self.length = int(scope.headers.get("content-length") or 0)
        self._coming: Coming | None = None

    def __await__(self) -> Generator["Reading", None, None]:
        """Stay until the answer is out."""
        yield self

    def begin(self) -> None:
        """Hand on what is whole or refused already, and await the body of any other."""
        if self.refused is not None or not self.length:
            self._hand_on(self)
            return
        with self._lock:
            self._arrivals.begin(self)
        if self.length <= LEAST_IN_EACH:
            self._await(self.exchange(), self._hear_all)
        elif self.length <= MOST_OF_ANYBODY:
            self._begin_pieces()
        else:
            # It is silent because nothing of it is read.
            self.looked_at = math.inf
            self._ask(self)

    def let_in(self) -> None:
        """Begin to read a body of which it was asked whether it is taken; it may have given way meanwhile."""
        with self._lock:
            if self.refused is not None:
                return
            self.let_in_at = self.looked_at = time.monotonic()
        self._begin_pieces()

    def turn_away(self, why: HTTPStatus) -> None:
        """Answer without the body, which is not taken; it may have given way meanwhile."""
        with self._lock:
            if self.refused is None:
                self._arrivals.end(self)
                self.refuse(why)

    def refuse(self, why: HTTPStatus) -> None:
        """Answer without the body, and hold nothing of it any more; whoever calls holds the lock."""
        self.refused = why
        self._held.close()
        self._hand_on(self)

    def watch(self, leave: Callable[["Reading"], object]) -> None:
        """Say who is told when its sender goes before it is answered."""
        self._leave = leave
        self._await(self.exchange.client_disconnect(), self._hear_gone)

    def release(self) -> None:
        """Give back the room of the body, and wait no more for what is still to come of it."""
        self.body = b""
        if self.size:
            with self._lock:
                # By name: what answered may die in a cycle of references, which only the collector finds.
                self._held.close()
                self._arrivals.release(self)
        if (coming := self._coming) is not None:
            coming.cancel()

    def _await(self, coming: Coming, hear: Callable[[Coming], object]) -> None:
        self._coming = coming
        coming.add_done_callback(hear)

    def _hear_all(self, coming: Coming) -> None:
        # Neither may hold the other any longer: no collector looks into what granian keeps.
        self._coming = None
        if self.refused is not None:
            return
        try:
            self._end(bytes(coming.result()))
        except RuntimeError:
            self._end(b"")

    def _begin_pieces(self) -> None:
        self.exchange.__aiter__()
        self._await_piece()

    def _hear_gone(self, _coming: Coming) -> None:
        self._coming = None
        self.is_gone = True
        self._leave(self)

    def _await_piece(self) -> None:
        try:
            coming = self.exchange.__anext__()
        except StopAsyncIteration:
            self._end(self._held)
        else:
            self._await(coming, self._hear_piece)

    def _hear_piece(self, coming: Coming) -> None:
        self._coming = None
        with self._lock:
            if self.refused is not None:
                return
            piece = bytes(coming.result())
            self._held.write(piece)
            self._arrivals.hear(self, len(piece), time.monotonic())
        if self.refused is None:
            self._await_piece()

    def _end(self, body: bytes | HeldBytes) -> None:
        with self._lock:
            if self.refused is not None:
                return
            self._arrivals.end(self)
        self.body = body
        self.whole_at = time.monotonic()
        self.is_gone = (len(body) if isinstance(body, bytes) else body.size) != self.length
        self._hand_on(self)


def _refusal_of(scope: Scope) -> HTTPStatus | None:
    if "transfer-encoding" in scope.headers:
        return HTTPStatus.LENGTH_REQUIRED
    if scope.headers.get("content-encoding", "identity") != "identity":
        # No browser packs what it sends, and nothing here unpacks it.
        return HTTPStatus.BAD_REQUEST
    length = int(scope.headers.get("content-length") or 0)
    if length > LARGEST:
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if length > MOST_OF_ANYBODY and not _bears_a_session(scope):
        # Nobody, of whom nothing needs to be asked.
        return HTTPStatus.UNAUTHORIZED
    return None


def _bears_a_session(scope: Scope) -> bool:
    cookie = f"{settings.SESSION_COOKIE_NAME}="
    return any(cookie in value for name, value in scope.headers.items() if name == "cookie")
