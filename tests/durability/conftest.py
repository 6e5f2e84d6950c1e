"""One demonstration for all the tests of a run, whichever worker has them: each works in a copy of it.

And one server for all those of a worker who attack it and change nothing.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from tests import programs
from tests.durability.server import Server, server
from tests.programs import Home

Demonstration = Callable[[Path, str], AbstractContextManager[Home]]


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    """Build a demonstration whose marks are being typed, and give copies of it, by a folder and a name."""
    own = tmp_path_factory.getbasetemp()
    # Each worker has a folder in that of the run.
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with programs.shared(run / "demonstration", "demonstration", programs.demonstrate) as home:
        yield partial(programs.copied, home)


@pytest.fixture(scope="session")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a free port, with nobody in its database but those who come in."""
    with programs.home(tmp_path_factory.mktemp("attacked"), "attacked") as home, server(home) as started:
        started.start()
        yield started
