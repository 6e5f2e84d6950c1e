"""Batches merged and split on the page of a batch: what is answered, done and refused, and where old numbers lead."""

import pytest
from lxml import html

from massicot.batches import queries as batches
from tests import later_world, world
from tests.cast import TYPING
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address, text_of

pytestmark = pytest.mark.django_db

typed = kept(later_world.typed)
REASON = {"reason": "Enveloppe déchirée"}


@pytest.fixture
def desk(typed):
    """Woodwork (8) and water (4) at the desk, given back by Bob."""
    for batch in batches.batches_of(typed.paper.pk):
        world.give_back(batch)
    return Desk(typed)


def split(desk):
    """Split the woodwork after its third line; give both parts."""
    desk.post("split", desk.wood, from_line="4", **REASON)
    return [batch for batch in desk.batches if batch.specialty_code == "90001"]


def test_a_batch_is_split_and_both_sheets_are_then_offered_in_one(desk):
    wood = desk.wood
    answer = desk.client.post(address("split", wood), {"from_line": "4", **REASON}, follow=True)
    told = text_of(answer)
    assert f"{wood.code} est scindé en B-BTS-2017-CGE-0003 et B-BTS-2017-CGE-0004" in told
    assert "Imprimer 2 bordereaux" in told
    assert [batch.size for batch in split(desk)] == [3, 5]


def test_two_batches_are_merged_by_number_and_the_new_one_wants_its_sheet(desk):
    first, second = split(desk)
    answer = desk.client.post(address("merge", first), {"others": str(second.sequence), **REASON}, follow=True)
    told = text_of(answer)
    assert "réunis dans B-BTS-2017-CGE-0005" in told
    assert "B-BTS-2017-CGE-0003, B-BTS-2017-CGE-0004" in told
    assert "8 / 8" in told
    assert "Imprimer le bordereau" in told


def test_nothing_is_said_of_sheets_that_were_never_printed(desk):
    first, second = split(desk)
    page = desk.read("batch", first)
    assert "deux petits lots" in page
    for words in ("À partir de cette ligne du bordereau", "son bordereau n’ouvre plus rien"):
        assert words not in page
    told = text_of(desk.client.post(address("merge", first), {"others": str(second.sequence), **REASON}, follow=True))
    assert "réunis dans B-BTS-2017-CGE-0005 : imprimez son bordereau. " in told
    assert "barrez" not in told
    again = desk.client.post(address("split", desk.batches[-1]), {"from_line": "4", **REASON}, follow=True)
    assert "imprimez les deux bordereaux." in text_of(again)
    assert "mot de passe" not in text_of(again).partition("imprimez")[2].partition(".")[0]
    assert "barrez" not in text_of(again)


@pytest.mark.parametrize(
    ("act", "sent", "told"),
    [
        ("merge", {"others": "2"}, "même spécialité"),
        ("merge", {"others": "77"}, "77"),
        ("merge", {"others": ""}, "Tapez le numéro de l’autre lot"),
        ("split", {"from_line": "1"}, "serait vide"),
        ("split", {}, "l’un des deux"),
        ("split", {"chosen": "9999Z"}, "9999Z"),
    ],
)
def test_what_is_refused_is_said_beside_what_was_typed(desk, act, sent, told):
    answer = desk.post(act, desk.wood, **sent, **REASON)
    assert answer.status_code == 422
    assert told in text_of(answer)
    page = html.fromstring(answer.content.decode())
    assert page.xpath(f"//details[@open]//form[contains(@action, '{address(act, desk.wood)}')]")
    assert len(desk.batches) == 2


def test_a_batch_that_is_out_is_offered_neither(desk):
    world.lend(desk.wood, "BOB", TYPING)
    assert address("split", desk.wood) not in desk.get("batch", desk.wood).content.decode()
    assert "reprenez-le d’abord" in text_of(desk.post("split", desk.wood, from_line="4", **REASON))


def test_an_old_number_and_an_old_page_lead_to_where_the_scripts_are(desk):
    wood = desk.wood
    first, second = split(desk)
    for answer in (
        desk.client.get(address("batch", wood), follow=True),
        desk.client.get(address("batch_list"), {"lot": wood.code}, follow=True),
    ):
        told = text_of(answer)
        assert "réuni à un autre ou scindé" in told
        page = html.fromstring(answer.content.decode())
        links = page.xpath("//main//a[@role='button']/@href")
        assert links == [address("batch", first), address("batch", second)]


def test_the_story_of_a_script_says_that_it_moved(desk):
    number = batches.numbers_of(desk.wood.pk)[0]
    first, _ = split(desk)
    assert f"Passée dans le lot {first.code}" in desk.read("where", quoi=number)


def test_a_batch_made_of_others_is_not_offered_to_be_unmade(desk):
    first, _ = split(desk)
    assert address("unmake", first) not in desk.get("batch", first).content.decode()


def test_whoever_has_the_page_of_before_is_told_where_the_scripts_are(desk):
    wood = desk.wood
    split(desk)
    answer = desk.client.post(address("split", wood), {"from_line": "3", **REASON})
    assert answer.status_code == 422
    assert "B-BTS-2017-CGE-0003, B-BTS-2017-CGE-0004" in text_of(answer)
