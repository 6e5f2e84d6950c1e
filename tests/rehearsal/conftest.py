"""Homes for rehearsals and demonstrations, each with a database of its own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests import programs
from tests.programs import Home


@pytest.fixture(scope="module")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Home]]:
    """Give homes by their names; their databases go away at the end of the module."""
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(programs.home(tmp_path_factory.mktemp(name), name))
