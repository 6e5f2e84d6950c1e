"""One demonstration for all the tests of a run, whichever worker has them: each works in a copy of it."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from tests import programs
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
