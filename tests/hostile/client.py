"""A client that looks at what it is given: sound pages, and no write by reading."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connections
from django.http import HttpResponse
from django.test import Client

from tests.hostile import pages

WRITES = re.compile(
    r"\s*(?:WITH\b.*?\b)?(INSERT|UPDATE|DELETE|REPLACE|COPY|TRUNCATE|MERGE|CREATE|ALTER|DROP)\b",
    re.IGNORECASE | re.DOTALL,
)
OF_SIGNING_IN = re.compile(r'"?django_session"?', re.IGNORECASE)
READING = frozenset({"GET", "HEAD"})


class PageFaulty(AssertionError):
    """A page that a browser would have to guess at."""


class WrittenByReading(AssertionError):
    """A GET or a HEAD that wrote to the database."""


class HostileClient(Client):
    """Django's client, suspicious of every answer."""

    def request(self, **request: Any) -> HttpResponse:
        with ExitStack() as stack:
            if request["REQUEST_METHOD"] in READING:
                for connection in connections.all(initialized_only=True):
                    stack.enter_context(connection.execute_wrapper(refuse_writes))
            response = super().request(**request)
        check_page(response)
        return response


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
