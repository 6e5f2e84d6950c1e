"""Ticks of a parcel that cannot be opened any more: what its pages say, and how it is looked through again."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.consignments.models import ParcelTally
from massicot.consignments.rules import Tick
from tests import world
from tests.keeping import kept
from tests.web.markingcentre.dock import Dock
from tests.web.visitors import visitor

pytestmark = pytest.mark.django_db
built = kept(world.arrived)


@pytest.fixture
def dock(built):
    """A parcel in which two scripts were scanned; the row that keeps it was altered since."""
    dock = Dock(built)
    dock.scan(*dock.numbers[:2])
    ParcelTally.objects.update(sealed=b"altered")
    return dock


def test_its_page_says_what_is_lost_before_it_asks_for_it(dock):
    page = dock.read("reception")
    assert "Les 2 pointages faits jusqu’ici dans ce paquet ne s’ouvrent plus" in page
    assert "Jeter 2 pointages et reprendre le paquet" in page
    assert "Numéro lu" not in page


def test_a_scan_the_csv_and_the_closing_are_refused_with_the_way_out(dock):
    numbers = ParcelTally.objects.get().parcel.contents.values_list("number", flat=True)
    (outcome,) = dock.scan(numbers[2])["outcomes"]
    assert outcome["mood"] == "refused"
    told = [outcome["sentence"], dock.refused("close_reception")]
    answer = dock.get("reception", format="csv")
    assert answer.status_code == 422
    told.append(answer.content.decode())
    assert all("reprend le paquet" in one for one in told)


def test_other_pages_count_on(dock):
    for name in ("parcels", "parcel"):
        assert dock.get(name).status_code == 200
    home = dock.client.get("/correction/").content.decode()
    assert "1 réception est ouverte" in home
    assert visitor(dock.built, "office").get("/bureau/BTS-2017/CGE/echelle/").status_code == 200


def test_it_is_thrown_away_and_every_count_says_so(dock):
    answer = dock.post("throw_ticks_away")
    assert (answer.status_code, answer.url) == (303, dock.address("reception"))
    assert "2 pointages sont jetés : reprenez le paquet" in dock.read("reception")
    assert dock.ticks == {Tick.NOT_YET: 6}
    (line,) = audit.lines_of_act("TicksThrownAway", f"parcel:{dock.code}")
    assert json.loads(line.facts)["count"] == 2
    home = dock.client.get("/correction/").content.decode()
    assert "2 paquets sont arrivés" in home
    assert dock.moods(*dock.numbers) == ["right"] * 6


def test_of_a_parcel_that_opens_nothing_is_thrown_away(built):
    dock = Dock(built)
    dock.scan(*dock.numbers[:2])
    assert "rien n’a été jeté" in dock.refused("throw_ticks_away")
    assert dock.ticks == {Tick.RECEIVED: 2, Tick.NOT_YET: 4}
