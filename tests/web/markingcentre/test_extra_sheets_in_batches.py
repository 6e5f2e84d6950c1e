"""Extra sheets where batches are: an envelope, a story, a slip; known as their script, never by themselves."""

import pytest

from massicot.batches import queries as batches
from tests import world
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address, text_of
from tests.web.markingcentre.test_concordance import scan

pytestmark = pytest.mark.django_db

built = kept(world.batched)


@pytest.fixture
def desk(built):
    """Two batches, their sheets printed."""
    return Desk(built)


def test_an_extra_sheet_in_an_envelope_checks_nothing_and_says_where_its_script_belongs(desk):
    own, other = batches.numbers_of(desk.wood.pk)[0], batches.numbers_of(desk.water.pk)[0]
    outcomes, figures = scan(desk, f"{own}/3", own, f"{own}/3", f"{other}/2")
    assert [one["mood"] for one in outcomes] == ["noted", "right", "noted", "foreign"]
    assert "la feuille 3" in outcomes[2]["sentence"]
    assert desk.water.code in outcomes[3]["sentence"]
    assert figures == {"seen": 1, "remaining": 7}


def test_where_is_it_tells_the_story_of_the_script(desk):
    number = batches.numbers_of(desk.wood.pk)[0]
    told = desk.read("where", quoi=f"{number}/2")
    assert f"Mise dans le lot {desk.wood.code}" in told
    assert "C’est sa feuille 2" in told


def test_an_extra_sheet_is_not_set_aside_as_if_it_were_a_script(desk):
    number = batches.numbers_of(desk.wood.pk)[0]
    fields = {"oddity": "foreign", "number": f"{number}/2", "place": "Étagère 2"}
    answer = desk.client.post(address("new_set_aside"), fields)
    assert (answer.status_code, "tapez le numéro sans la barre" in text_of(answer)) == (422, True)
