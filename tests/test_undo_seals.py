"""The row of docs/undo.md about the seal of a parcel, undone."""

import pytest

from massicot.consignments import queries, services
from massicot.consignments.rules.seals import SealSeen, SealState
from tests import world
from tests.cast import ARRIVAL, CEDRES, MARC
from tests.test_undo import undoes

pytestmark = pytest.mark.django_db


@undoes("state of a seal told")
def test_the_state_of_a_seal_is_told_again():
    built = world.arrived()
    (parcel,) = queries.parcels_of(built.paper.pk, CEDRES)
    said = {"code": parcel.code, "by": MARC, "at": ARRIVAL}
    services.read_seal(seen=SealSeen(SealState.BROKEN), **said)
    services.take_back_seal(reason="Autre paquet", **said)
    assert queries.seal_of(parcel) is None
    services.read_seal(seen=SealSeen(SealState.INTACT, parcel.seal), **said)
