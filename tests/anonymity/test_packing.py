"""Scripts without numbers, packed as the register of a closed day counts them."""

from functools import partial

import pytest

from massicot.anonymity import services
from massicot.anonymity.rules import numbers
from massicot.consignments.rules.despatch import SpecialtyCountsDiffer
from massicot.exams import queries as exams
from tests import world
from tests.cast import CEDRES, CLAIRE, EVENING

pytestmark = pytest.mark.django_db


@pytest.fixture
def built():
    """Les Cèdres keyed and confirmed; the day is open, and two scripts go to the hub."""
    built = world.prepared()
    world.key_room(built, CEDRES, absent=(2,), blank=(5,))
    return built


@pytest.fixture
def pack(built):
    route = exams.specialty_routes(built.paper, EVENING)["90003"]
    where = {"paper": built.paper, "centre_uai": CEDRES, "route": route, "by": CLAIRE, "at": EVENING}
    return partial(services.pack_counted, **where)


def test_nothing_is_packed_while_the_day_is_open(built, pack):
    with pytest.raises(numbers.DayNotClosedYet):
        pack(counts={"90003": 2}, seen={})
    world.close_day(built, CEDRES)
    assert pack(counts={"90003": 2}, seen={}).announced == 2


def test_what_the_register_makes_is_counted_by_the_act_itself(built, pack):
    world.close_day(built, CEDRES)
    pack(counts={"90003": 1}, seen={})
    with pytest.raises(SpecialtyCountsDiffer):
        pack(counts={"90003": 2}, seen={"90003": 1})
    assert pack(counts={"90003": 1}, seen={"90003": 1}).announced == 1
