"""The walls that imports cannot see stand in the program."""

import pytest

from tests.architecture.sources import PACKAGE, Module, modules_below
from tests.architecture.walls import WALLS, Wall


@pytest.fixture(scope="module")
def program() -> list[Module]:
    return modules_below(PACKAGE)


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.__name__)
def test_the_wall_stands(wall: Wall, program: list[Module]) -> None:
    assert wall(program) == []


def test_the_walls_look_at_the_whole_program(program: list[Module]) -> None:
    assert {"core", "batches", "web", "commands"} <= {module.room for module in program}
