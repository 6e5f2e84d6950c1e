"""From an envelope to a slip and back: what a scan offers, what is missing and lies there, where it is put right."""

import pytest

from massicot.batches import queries as batches
from tests import world
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address
from tests.web.markingcentre.test_concordance import numbers
from tests.web.markingcentre.test_missing import close_short
from tests.web.markingcentre.test_set_asides import page
from tests.web.markingcentre.test_slip_ways import lay_aside, offer_of

pytestmark = pytest.mark.django_db
batched = kept(world.batched)


@pytest.fixture
def desk(batched):
    return Desk(batched)


def test_an_envelope_offers_a_slip_for_what_was_not_received_here(desk):
    there = address("scan_envelope", desk.wood)
    assert offer_of(desk.client, there, "00000042W")["fields"]["dans"] == desk.wood.code
    assert offer_of(desk.client, there, numbers(desk)[0]) is None


def test_a_slip_leads_to_the_batch_that_misses_its_script_and_that_says_so(desk):
    missing = close_short(desk)
    assert "1 copie manque à son lot" in desk.read("home")
    slip = lay_aside(desk.built, missing)
    assert "manque à son lot" not in desk.read("home")
    assert f"Ne la cherchez pas : elle est sous la fiche {slip.code}" in desk.read("missing")
    assert "Il n’y a plus rien à chercher" in desk.read("missing")
    shown = desk.client.get(page("set_aside", slip.code)).content.decode()
    assert f'href="{address("missing")}"' in shown


def test_a_script_of_a_batch_leads_to_its_envelope_and_the_batch_tells_of_its_slip(desk):
    number = batches.numbers_of(desk.wood.pk)[0]
    slip = lay_aside(desk.built, number)
    assert f'href="{address("concordance", desk.wood)}"' in desk.client.get(page("set_aside")).content.decode()
    ended = {"ending": "batch", "ref": desk.wood.code, "reason": "Vue"}
    assert desk.client.post(page("settle_set_aside"), ended).status_code == 303
    assert slip.code in desk.read("batch", desk.wood)
