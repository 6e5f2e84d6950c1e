"""How many of our own files are executed while a form is answered: a plugin of pytest, which `house.py --posts` loads.

A view counts once, by the median of its answers that are no refusal (below 400) in the tests that were run.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from types import FrameType
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

REFUSALS_FROM = 400
FILES: dict[str, list[int]] = {}
"""How many files each answer of a view took."""


@contextmanager
def traced(files: set[str]) -> Iterator[None]:
    """Note the file of every function that is entered."""

    def enter(frame: FrameType, event: str, arg: Any) -> None:
        files.add(frame.f_code.co_filename)

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        yield
    finally:
        sys.settrace(before)


def counting(request: Callable[..., HttpResponse], package: str) -> Callable[..., HttpResponse]:
    """Count the files of the package that each POST enters."""

    def asked(client: Client, **environment: Any) -> HttpResponse:
        if environment["REQUEST_METHOD"] != "POST":
            return request(client, **environment)
        files: set[str] = set()
        with traced(files):
            response = request(client, **environment)
        if response.status_code < REFUSALS_FROM and response.wsgi_request.resolver_match:
            entered = sum(file.startswith(package) for file in files)
            FILES.setdefault(response.wsgi_request.resolver_match.view_name, []).append(entered)
        return response

    return asked


def pytest_configure(config: pytest.Config) -> None:
    """Look at what every client of the tests sends."""
    package = str(config.rootpath / "src" / "massicot")
    Client.request = counting(Client.request, package)  # type: ignore[method-assign]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell the median of each desk and of all."""
    views = {view: median(counts) for view, counts in FILES.items()}
    desks = sorted({view.partition(":")[0] for view in views if ":" in view})
    of_desks = {desk: [count for view, count in views.items() if view.startswith(f"{desk}:")] for desk in desks}
    listed = ", ".join(f"{desk} {median(counts):g} of {len(counts)}" for desk, counts in of_desks.items())
    terminalreporter.write_line(f"{median(views.values() or [0]):g} files a POST ({len(views)} views: {listed})")
