"""The batches of the named world, with their mark sheets printed and in Bob's hands."""

from types import SimpleNamespace

import pytest

from massicot.batches import queries as batches
from massicot.marks import queries
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import world
from tests.marks import typing_acts


@pytest.fixture
def desk(db):
    """Bob's two batches: woodwork (eight scripts), and water (four, of which one placeholder)."""
    built = world.handed_out()
    wood, water = batches.batches_of(built.paper.pk)
    opened = [world.open_sheet(built, batch.code) for batch in (wood, water)]
    return SimpleNamespace(
        world=built, wood=typing_acts.Sheet(wood, opened[0]), water=typing_acts.Sheet(water, opened[1])
    )


@pytest.fixture
def absent_number(desk):
    """The number of the placeholder in the water batch."""
    kinds = scripts.kinds_of(desk.water.numbers)
    return next(number for number, kind in kinds.items() if kind is ScriptKind.PLACEHOLDER)


@pytest.fixture
def grid(desk):
    """Show what the page of a sheet shows: number and value, in order."""
    return lambda sheet: {line.number: line.value for line in queries.grid_of(sheet.credential_id).lines}
