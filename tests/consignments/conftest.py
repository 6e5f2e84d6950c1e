"""The two parcels of the named world."""

from types import SimpleNamespace

import pytest

from massicot.consignments import queries
from tests import world


def parcels_of(built):
    """The parcels of Les Cèdres (six scripts) and of Les Mûriers (six)."""
    cedres, muriers = queries.parcels_of(built.paper.pk)
    numbers = [row.number for row in queries.contents_of(cedres)]
    return SimpleNamespace(world=built, paper=built.paper, code=cedres.code, other=muriers.code, numbers=numbers)


@pytest.fixture
def packed(db):
    """Both parcels made, none sent."""
    return parcels_of(world.packed())


@pytest.fixture
def arrived(db):
    """Both parcels at the marking centre, nothing ticked."""
    return parcels_of(world.arrived())
