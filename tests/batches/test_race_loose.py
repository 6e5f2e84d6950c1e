"""A clerk names a loose script as missing while another makes the batches, at the same time."""

import threading

import pytest

from massicot.batches import queries, services
from massicot.batches.rules import shortages
from massicot.consignments import queries as parcels
from tests import world
from tests.cast import CEDRES, MARC, MARKING, PERRIN
from tests.racing import WAIT_S, at_once, meanwhile
from tests.short_batches import SIGNED

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def built():
    built = world.received()
    built.lost = parcels.contents_of(parcels.parcels_of(built.paper.pk, CEDRES)[0])[0].number
    built.where = {"paper": built.paper, "centre_uai": PERRIN, "by": MARC, "at": MARKING}
    return built


def miss(built):
    return services.miss_loose(missing=built.lost, signed=SIGNED, **built.where)


def make(built):
    return services.make_batches(**built.where)


def is_in_a_batch(built):
    return queries.batch_of_number(built.lost) is not None


def test_without_the_guard_both_count_on_a_script_that_only_one_may_have(built):
    both_have_read = threading.Barrier(2, timeout=WAIT_S)

    def bare():
        loose = [number for plan in queries.plan_of(built.paper, PERRIN) for number in plan.numbers]
        both_have_read.wait()
        return built.lost in loose

    assert at_once(bare, bare) == [True, True]


def test_a_script_that_was_put_in_a_batch_first_is_not_named(built):
    _, refused = meanwhile(lambda: make(built), lambda: miss(built))
    assert isinstance(refused, shortages.EndingUnclear)
    assert is_in_a_batch(built)


def test_a_script_that_was_named_first_is_in_no_batch(built):
    named, made = meanwhile(lambda: miss(built), lambda: make(built))
    assert named == [built.lost]
    assert made
    assert not is_in_a_batch(built)
