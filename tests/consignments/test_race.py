"""Two clerks of one exam centre at the same time: one opens a parcel again while the other sends it."""

import pytest
from django.db import IntegrityError

from massicot.consignments import queries, rules, services
from massicot.consignments.models import Parcel
from tests import world
from tests.cast import CEDRES, CLAIRE, EVENING
from tests.racing import meanwhile

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def parcel():
    """Give a parcel for the scan hub: counted, not numbered, so that no script tells where it is."""
    return world.packed_for_the_hub(world.sat())


def send(parcel):
    world.send(parcel.code, at=EVENING)


def open_again(parcel):
    services.unpack_parcel(code=parcel.code, reason="one more script", by=CLAIRE, at=EVENING)


def test_without_the_guard_opening_a_parcel_on_its_way_is_an_error_of_the_database(parcel):
    unsent = Parcel.objects.filter(pk=parcel.pk, sent_at__isnull=True)
    with pytest.raises(IntegrityError):
        meanwhile(lambda: send(parcel), unsent.delete)


def test_a_parcel_sent_meanwhile_is_not_opened_again(parcel):
    assert isinstance(meanwhile(lambda: send(parcel), lambda: open_again(parcel))[1], rules.AlreadySent)
    assert [one.sent_at for one in queries.parcels_of(parcel.paper_id, CEDRES)] == [EVENING]
