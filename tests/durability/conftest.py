"""One demonstration for all the tests of a process, each of which works in a copy of it."""

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
    with programs.home(tmp_path_factory.mktemp("shown"), "demonstration") as home:
        programs.demonstrate(home)
        yield partial(programs.copied, home)
