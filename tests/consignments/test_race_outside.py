"""Two persons of the office write down the acknowledgement of one parcel at the same time."""

import threading

import pytest

from massicot.consignments import queries, services
from massicot.consignments.models import Parcel
from massicot.consignments.rules.arrival import AcknowledgedAlready, ParcelAcknowledgement
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind
from tests import other_routes, world
from tests.cast import ARRIVAL, ODILE, OMAR
from tests.racing import WAIT_S, at_once, meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def code():
    code = other_routes.outside(world.sat()).code
    world.send(code)
    return code


def acknowledge(code, by, name):
    said = ParcelAcknowledgement(name, ARRIVAL)
    services.acknowledge_outside(code=code, said=said, counts={"90003": 2}, by=by, at=ARRIVAL)
    return name


def test_without_the_guard_the_second_one_writes_over_the_first(code):
    both_have_read = threading.Barrier(2, timeout=WAIT_S)

    def bare(name):
        is_open = queries.parcel_by_code(code).closed_at is None
        both_have_read.wait()
        if is_open:
            Parcel.objects.filter(code=code).update(arrived_at=ARRIVAL, closed_at=ARRIVAL, acknowledged_by=name)
        return is_open

    assert at_once(lambda: bare("Mme Dehors"), lambda: bare("M. Loin")) == [True, True]


def test_of_two_who_write_it_down_one_is_told_and_the_first_word_stays(code):
    first, second = meanwhile(
        lambda: acknowledge(code, ODILE, "Mme Dehors"), lambda: acknowledge(code, OMAR, "M. Loin")
    )
    assert (first, type(second)) == ("Mme Dehors", AcknowledgedAlready)
    assert queries.parcel_by_code(code).acknowledged_by == "Mme Dehors"
    assert [event.act for event in ledger.story_of(ItemKind.PARCEL, code)] == ["made-up", "sent", "arrived"]
