"""A received script that nobody finds, on the page that proposes the batches: named there, then they are made."""

import pytest

from massicot.consignments import queries as parcels
from tests import world
from tests.cast import CEDRES
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address, text_of

pytestmark = pytest.mark.django_db
received = kept(world.received)


@pytest.fixture
def desk(received):
    return Desk(received)


def test_a_script_that_nobody_finds_is_named_and_the_home_page_asks_to_search(desk):
    lost = parcels.contents_of(parcels.parcels_of(desk.built.paper.pk, CEDRES)[0])[0].number
    assert "Une copie n’y est pas" in desk.read("proposal")
    typed = {"missing": lost[4:], "second_person": "Mme Roux", "reason": "Cherchée partout"}
    answer = desk.post("miss_loose", **typed)
    assert (answer.status_code, answer["Location"]) == (303, address("proposal"))
    assert "les lots se font sans elle" in text_of(desk.client.get(answer["Location"]))


def test_what_is_refused_stays_as_it_was_typed(desk):
    answer = desk.post("miss_loose", missing="0000Z", second_person="Mme Roux", reason="Cherchée")
    assert answer.status_code == 422
    assert 'value="Mme Roux"' in answer.content.decode()
    assert "<details open>" in answer.content.decode()
