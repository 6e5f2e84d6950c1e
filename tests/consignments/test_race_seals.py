"""Two clerks who tell the seal of one parcel at the same time; the race, then the guard."""

import threading

import pytest
from django.db import IntegrityError, transaction

from massicot.consignments import queries, services
from massicot.consignments.models import SealReading
from massicot.consignments.rules.seals import SealSeen, SealState
from tests import world
from tests.cast import ARRIVAL, CEDRES, MARC
from tests.racing import WAIT_S, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("transactional_db")]


@pytest.fixture
def parcel():
    """The parcel of Les Cèdres, arrived."""
    return queries.parcels_of(world.arrived().paper.pk, CEDRES)[0]


def test_without_the_guard_two_who_tell_one_seal_would_end_in_an_error(parcel):
    looked = threading.Barrier(2, timeout=WAIT_S)

    def tell_unguarded():
        with transaction.atomic():
            assert queries.seal_of(parcel) is None
            looked.wait()
            said = {"state": "broken", "verdict": "broken", "read_by": MARC.login, "read_at": ARRIVAL}
            SealReading.objects.create(parcel=parcel, paper_id=parcel.paper_id, **said)

    with pytest.raises(IntegrityError):
        at_once(tell_unguarded, tell_unguarded)


def test_two_who_tell_one_seal_at_once_tell_it_once(parcel):
    seen = SealSeen(SealState.BROKEN)
    outcomes = at_once(*[lambda: services.read_seal(code=parcel.code, seen=seen, by=MARC, at=ARRIVAL)] * 2)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["SealSaid", "SealVerdict"]
