"""Extra sheets at a reception: known as their script, never ticked by themselves."""

import pytest

from massicot.consignments.rules import Tick
from tests import world
from tests.keeping import kept
from tests.web.markingcentre.desk import text_of
from tests.web.markingcentre.dock import Dock

pytestmark = pytest.mark.django_db

built = kept(world.arrived)


@pytest.fixture
def dock(built):
    """Both parcels are here, nothing is ticked."""
    return Dock(built)


def test_an_extra_sheet_ticks_nothing_and_says_whether_its_script_is_received(dock):
    number = dock.numbers[0]
    before, _, after = dock.scan(f"{number}/2", number, f"{number}/2")["outcomes"]
    assert (before["mood"], after["mood"]) == ("noted", "noted")
    assert "scannez l’étiquette de la première feuille" in before["sentence"]
    assert "qui est reçue" in after["sentence"]
    assert dock.ticks == {Tick.RECEIVED: 1, Tick.NOT_YET: 5}


def test_an_extra_sheet_of_a_script_that_is_not_announced_here_is_put_apart(dock):
    (outcome,) = dock.scan("00000001B/2")["outcomes"]
    assert (outcome["mood"], outcome["offer"]["fields"]["numero"]) == ("foreign", "00000001B")
    assert dock.ticks == {Tick.NOT_YET: 6}


def test_a_form_without_the_script_of_the_box_says_it_as_a_notice(dock):
    number = dock.numbers[0]
    answer = dock.client.post(dock.address("scan_scripts"), {"code": f"{number}!2"}, follow=True)
    assert "notice" in answer.content.decode()
    assert "Intercalaire" in text_of(answer)
