"""What the site answers to each request of each test, kept for `tools/answers.py` to compare.

Two runs answer alike only where clock and draws are alike. That tool starts them so; here each test, and whatever is
made for several, begins at one instant and with one seed, whichever tests ran before; a moment passes before each
request, and one after it.
"""

import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.urls import Resolver404, resolve

CLOCK = "FAKETIME"
"""What the library that stops the clock is told the time by."""

TEST_BEGINS_S = 300
"""How much later a test begins than what was made for several."""

KEEPING: "list[Answers]" = []
"""Who keeps answers in this run: nobody, or one."""

MOMENT_S = Decimal("0.001")
"""Enough for one act to be later than another, and too little for any delay of the program to be over."""

READABLE = ("text/", "application/json")
TELLING_LESS = frozenset({"Content-Length"})


class Answers:
    """Keeps answers in a folder, a file of lines for each file of tests."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.began = folder, Decimal(os.environ[CLOCK])
        self.place = ""
        self.counts: Counter[str] = Counter()

    @contextmanager
    def placed(self, place: str, later_s: int = 0) -> Iterator[None]:
        """Let the clock and the draws begin anew at a place, and go on afterwards where they were."""
        draws = sys.modules["sitecustomize"]
        before = self.place, draws.place, draws.turns, os.environ[CLOCK]
        self.place, draws.place, draws.turns = place, place, Counter()
        os.environ[CLOCK] = str(self.began + later_s)
        try:
            yield
        finally:
            self.place, draws.place, draws.turns, os.environ[CLOCK] = before

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Keep what is answered to a test under its own name."""
        with self.placed(item.nodeid, TEST_BEGINS_S):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(
        self, fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
    ) -> Generator[None, object, object]:
        """Keep what is answered while something is made for several tests under its name, whoever asks first."""
        if fixturedef.scope == "function":
            return (yield)
        with self.placed(f"{request.node.nodeid}::{fixturedef.argname} {getattr(request, 'param_index', 0)}"):
            return (yield)

    def pass_a_moment(self) -> None:
        """Let the clock go on."""
        os.environ[CLOCK] = str(Decimal(os.environ[CLOCK]) + MOMENT_S)

    def keep(self, response: HttpResponse) -> None:
        """Write down an answer, in a file that this run began."""
        file, _, test = self.place.partition("::")
        request = response.wsgi_request
        kept = {
            "test": test,
            "rank": self.counts[self.place],
            "method": request.method,
            "address": request.get_full_path(),
            "view": view_of(request.path_info),
            "visitor": str(getattr(request, "_cached_user", "")),
            "status": response.status_code,
            "headers": {name: said for name, said in sorted(response.items()) if name not in TELLING_LESS},
            "told": told_by(request),
            "body": body_of(response),
        }
        path = self.folder / f"{file or 'run'}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if self.counts[file] else "x", encoding="utf-8") as lines:
            lines.write(json.dumps(kept) + "\n")
        self.counts.update((self.place, file))
        self.pass_a_moment()


def begin(config: pytest.Config, folder: Path) -> None:
    """Keep the answers of this run in a folder."""
    if not hasattr(sys.modules.get("sitecustomize"), "turns"):
        raise pytest.UsageError("Neither clock nor draws are the same again: tools/answers.py take starts such a run.")
    KEEPING.append(Answers(folder))
    config.pluginmanager.register(KEEPING[0])


def asked() -> None:
    """Let a moment pass before a request, where answers are kept."""
    for kept in KEEPING:
        kept.pass_a_moment()


def answered(response: HttpResponse) -> None:
    """Write an answer down, where answers are kept."""
    for kept in KEEPING:
        kept.keep(response)


@contextmanager
def made_for_several(name: str) -> Iterator[None]:
    """Let what is made once a process be the same whichever test asks first, where answers are kept."""
    with ExitStack() as stack:
        for kept in KEEPING:
            stack.enter_context(kept.placed(name))
        yield


def view_of(path: str) -> str:
    """Name the view at an address."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


def told_by(request: Any) -> list[str]:
    """List what an answer leaves to be told by the next page."""
    left = getattr(get_messages(request), "_queued_messages", [])
    return [f"{message.level_tag}: {message.message}" for message in left]


def body_of(response: HttpResponse) -> str:
    """Give what is answered as it can be read, or what tells two files apart."""
    if response.streaming:
        content = b"".join(response.streaming_content)
        response.streaming_content = [content]
    else:
        content = response.content
    if response.get("Content-Type", "").startswith(READABLE):
        return content.decode(response.charset)
    return f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}"
