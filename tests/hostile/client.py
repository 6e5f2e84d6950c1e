"""A client that looks at what it is given: sound pages, and no write by reading."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from tests.hostile import answers, pages

WRITES = re.compile(
    r"\s*(?:WITH\b.*?\b)?(INSERT|UPDATE|DELETE|REPLACE|COPY|TRUNCATE|MERGE|CREATE|ALTER|DROP)\b",
    re.IGNORECASE | re.DOTALL,
)
OF_SIGNING_IN = re.compile(r'"?django_session"?', re.IGNORECASE)
READING = frozenset({"GET", "HEAD"})
READ_AT_EACH_VISIT = ("MASSICOT_", "PASSWORD_HASHERS", "ACCOUNT_")
"""How the names of the settings begin that no middleware reads when it is loaded."""


class PageFaulty(AssertionError):
    """A page that a browser would have to guess at."""


class WrittenByReading(AssertionError):
    """A GET or a HEAD that wrote to the database."""


class HostileClient(Client):
    """Django's client, suspicious of every answer."""

    def __init__(self, enforce_csrf_checks: bool = False, **about: Any) -> None:
        super().__init__(enforce_csrf_checks, **about)
        self.handler = handler(enforce_csrf_checks)

    def request(self, **request: Any) -> HttpResponse:
        with ExitStack() as stack:
            if request["REQUEST_METHOD"] in READING:
                for connection in connections.all(initialized_only=True):
                    stack.enter_context(connection.execute_wrapper(refuse_writes))
            answers.asked()
            response = super().request(**request)
        answers.answered(response)
        check_page(response)
        self.check_kept_nowhere(response)
        return response

    def check_kept_nowhere(self, response: HttpResponse) -> None:
        """Fail on an answer to a browser with a session that this browser would keep."""
        if settings.SESSION_COOKIE_NAME in self.cookies and "no-store" not in response.get("Cache-Control", ""):
            raise PageFaulty("a browser would keep this page, and show it once somebody has left")


@cache
def handler(enforce_csrf_checks: bool) -> ClientHandler:
    """Load the middleware once for all browsers: it is as long as a visit."""
    return ClientHandler(enforce_csrf_checks)


def load_anew(setting: str, **about: Any) -> None:
    """Load the middleware anew when a setting is another one, which it may have read."""
    if not setting.startswith(READ_AT_EACH_VISIT):
        handler.cache_clear()


setting_changed.connect(load_anew)


def refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Refuse a statement that writes, the table of who is signed in excepted."""
    if WRITES.match(sql) and not OF_SIGNING_IN.search(sql):
        raise WrittenByReading(f"a page that is read wrote to the database: {sql}")
    return execute(sql, params, many, context)


def check_page(response: HttpResponse) -> None:
    """Fail on a page with any fault."""
    if getattr(response, "streaming", False) or not response.get("Content-Type", "").startswith("text/html"):
        return
    if faults := pages.faults_of(response.content.decode(response.charset)):
        raise PageFaulty("\n".join(faults))
