"""Two clerks of one exam centre at the same time: one opens a parcel again while the other sends it."""

import threading

import pytest
from django.db import transaction

from massicot.consignments import queries, rules, services
from massicot.consignments.models import Parcel
from massicot.exams import queries as exams
from tests import world
from tests.racing import WAIT_S, at_once, somebody_waits
from tests.world import CEDRES, CLAIRE, EVENING

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def parcel():
    """Give a parcel for the scan hub: counted, not numbered, so that no script tells where it is."""
    built = world.sat()
    route = exams.specialty_routes(built.paper, EVENING)["90003"]
    return services.pack_counted(
        paper=built.paper, centre_uai=CEDRES, route=route, counts={"90003": 2}, by=CLAIRE, at=EVENING
    )


def send(parcel):
    services.send_parcel(
        code=parcel.code, carrier="Messageries", tracking="T1", carrier_count=2, seal="S1", by=CLAIRE, at=EVENING
    )


def open_again(parcel):
    services.unpack_parcel(code=parcel.code, reason="one more script", by=CLAIRE, at=EVENING)


def while_it_is_sent(parcel, act):
    """Do an act on a parcel while its sending is under way, which ends only once the act waits for it."""
    started = threading.Event()

    def send_slowly():
        with transaction.atomic():
            send(parcel)
            started.set()
            assert somebody_waits()

    def meanwhile():
        assert started.wait(WAIT_S)
        return act()

    return at_once(send_slowly, meanwhile)[1]


def test_without_the_guard_a_parcel_on_its_way_is_deleted(parcel):
    unsent = Parcel.objects.filter(pk=parcel.pk, sent_at__isnull=True)
    while_it_is_sent(parcel, unsent.delete)
    assert list(queries.parcels_of(parcel.paper_id, CEDRES)) == []


def test_a_parcel_sent_meanwhile_is_not_opened_again(parcel):
    assert isinstance(while_it_is_sent(parcel, lambda: open_again(parcel)), rules.AlreadySent)
    assert [one.sent_at for one in queries.parcels_of(parcel.paper_id, CEDRES)] == [EVENING]
