"""What whoever receives a parcel is told on its page: a seal that was changed, and why a count differs."""

import pytest

from massicot.consignments import queries, services
from massicot.consignments.rules.despatch import Enclosure
from massicot.consignments.rules.seals import SealSeen, SealState
from tests import world
from tests.cast import ARRIVAL, CEDRES, CLAIRE, EVENING, MARC, MORNING
from tests.web.markingcentre.dock import Dock

pytestmark = pytest.mark.django_db


def packed_under(seal, built):
    """Pack the scripts of Les Cèdres under a seal."""
    parcel = queries.parcels_of(built.paper.pk, CEDRES)[0]
    services.unpack_parcel(code=parcel.code, reason="Scellé oublié", by=CLAIRE, at=EVENING)
    route, where = world.on_site_route(built), {"paper": built.paper, "centre_uai": CEDRES}
    return services.pack_numbered(route=route, counted=6, seal=seal, by=CLAIRE, at=EVENING, **where)


def sent_under(seal, code):
    services.send_parcel(
        code=code,
        carrier="Messageries",
        tracking="",
        carrier_count=6,
        seal=seal,
        enclosed=frozenset(Enclosure),
        by=CLAIRE,
        at=MORNING,
    )


def told_at_arrival(seal, code):
    """Receive a parcel and tell its seal: what was told before is shown from then on."""
    services.receive_parcel(code=code, by=MARC, at=ARRIVAL)
    seen = SealSeen(SealState.INTACT, seal) if seal else SealSeen(SealState.NONE)
    services.read_seal(code=code, seen=seen, by=MARC, at=ARRIVAL)


@pytest.mark.parametrize(
    ("sent", "told"),
    [("S2", "S1, changé avant le départ"), ("", "S1, retiré avant le départ")],
)
def test_a_seal_that_was_changed_before_it_left_is_told(sent, told):
    built = world.packed()
    code = packed_under("S1", built).code
    sent_under(sent, code)
    assert told not in Dock(built).read("parcel")
    told_at_arrival(sent, code)
    assert told in Dock(built).read("parcel")


@pytest.mark.parametrize("packed", ["S1", ""])
def test_a_seal_that_is_the_same_or_was_put_on_at_the_departure_is_told_once(packed):
    built = world.packed()
    code = packed_under(packed, built).code
    sent_under("S1", code)
    told_at_arrival("S1", code)
    assert "mise en paquet" not in Dock(built).read("parcel")


def test_a_count_that_differs_from_the_note_is_told_with_its_reason():
    built = world.packed()
    dock = Dock(built)
    dock.code = world.packed_for_the_hub(built).code
    world.send(dock.code)
    services.receive_parcel(code=dock.code, by=MARC, at=ARRIVAL)
    services.acknowledge_counts(code=dock.code, counts={"90003": 1}, gap_reason="Paquet ouvert", by=MARC, at=ARRIVAL)
    page = dock.read("parcel")
    assert "annoncées : 2, comptées : 1 – Paquet ouvert" in page
