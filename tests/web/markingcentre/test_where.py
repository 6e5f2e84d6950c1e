"""Where is it: a story without a name, within the reach of the centre only."""

import pytest
from lxml import html

from massicot.batches import queries
from massicot.consignments import queries as parcels
from massicot.consignments.models import Parcel
from massicot.custody.rules import Act, Place
from massicot.web.markingcentre.where import NOW, SENTENCES
from tests import world
from tests.cast import CEDRES, NAMES
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address, text_of

pytestmark = pytest.mark.django_db

built = kept(world.handed_out)


@pytest.fixture
def desk(built):
    """Both batches are with Bob."""
    return Desk(built)


def test_the_story_of_a_script_is_told_in_sentences(desk):
    number = queries.numbers_of(desk.wood.pk)[0]
    page = desk.read("where", quoi=f"{number[:4]} {number[4:].lower()}")
    told = [
        "Numérotée et massicotée",
        "Mise dans le paquet",
        "Pointée",
        f"Mise dans le lot {desk.wood.code}",
        "remis à Bob BADIANE (BOB)",
    ]
    places = [page.index(words) for words in told]
    assert places == sorted(places)
    assert not any(name in page for name in NAMES)


def test_a_batch_and_a_parcel_have_their_story(desk):
    assert "BOB" in desk.read("where", quoi=desk.wood.code.lower())
    parcel = parcels.parcels_of(desk.built.paper.pk)[0]
    assert "Messageries" in desk.read("where", quoi=parcel.code)


@pytest.mark.parametrize("typed", ["00000042W", "12", "B-NOWHERE-0001", "P-NOWHERE", "S-BTS-2017-CGE-9900001W", "é"])
def test_what_nobody_knows_is_not_within_reach(desk, typed):
    answer = desk.get("where", quoi=typed)
    assert answer.status_code == 422
    assert typed in "".join(text_of(answer).split())


def test_what_goes_elsewhere_is_not_within_reach(desk):
    number = queries.numbers_of(desk.wood.pk)[0]
    Parcel.objects.update(destination_uai=CEDRES)
    parcel = parcels.parcels_of(desk.built.paper.pk)[0]
    for typed in (number, parcel.code):
        answer = desk.get("where", quoi=typed)
        assert answer.status_code == 422
        assert "Cèdres" not in text_of(answer)


def test_nothing_typed_shows_the_box_alone(desk):
    page = desk.read("where")
    assert "Où est-ce" in page


def test_what_was_found_leads_to_its_page_and_names_who_holds_it(desk):
    number = queries.numbers_of(desk.wood.pk)[0]
    for typed in (number, desk.wood.code):
        page = html.fromstring(desk.get("where", quoi=typed).content.decode())
        assert page.xpath("//main//a[@role='button']/@href") == [address("batch", desk.wood)]
        assert "Chez Bob BADIANE (BOB)." in page.text_content()
    parcel = parcels.parcels_of(desk.built.paper.pk)[0]
    page = html.fromstring(desk.get("where", quoi=parcel.code).content.decode())
    assert page.xpath("//main//a[@role='button']/@href") == [address("parcel", parcel)]


@pytest.mark.both("what no table can hold was a fault on one database alone")
@pytest.mark.parametrize("asked", ["ou/?quoi=B-%00", "lots/?lot=%00", "lots/B%00/"])
def test_a_null_character_in_an_address_is_refused_with_a_sentence(desk, asked):
    answer = desk.client.get(address("batch_list").removesuffix("lots/") + asked)
    assert (answer.status_code, "Cette demande est illisible" in text_of(answer)) == (400, True)


def test_every_act_of_the_ledger_has_its_sentence_and_every_place_too():
    assert set(SENTENCES) == set(Act)
    assert set(NOW) == set(Place)
