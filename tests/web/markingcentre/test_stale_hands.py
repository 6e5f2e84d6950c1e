"""A page that shows another holder than a batch has by now: refused, with who has it, and nothing filled in again."""

import pytest
from lxml import html

from massicot.batches import queries
from tests import later_world, world
from tests.cast import TYPING
from tests.keeping import kept
from tests.web.markingcentre.desk import Desk, address, open_entry, put_key_back, text_of

pytestmark = pytest.mark.django_db

built = kept(world.handed_out)


@pytest.fixture
def desk(built, settings, tmp_path):
    """Both batches are with Bob, and mark entry is open."""
    put_key_back(settings, tmp_path)
    open_entry()
    return Desk(built)


def goes_on_to(marker, batch):
    """Give a batch of Bob’s back, and hand it to a marker."""
    world.give_back(batch)
    world.lend(batch, marker, TYPING)


def form_of(answer, way, batch):
    """Read what the form of a page that takes a batch back in a way would send as it stands."""
    (form,) = html.fromstring(answer.content.decode()).xpath(f"//form[@action='{address(way, batch)}']")
    boxes = form.xpath(".//input[@type!='checkbox' or @checked]")
    return {box.get("name"): box.get("value", "") for box in boxes if box.get("name") != "csrfmiddlewaretoken"}


ALONE, BOTH = "take_back_alone", "take_back"


def returned(desk, way, **shown):
    """Type what a page of that way asks for, with what it had filled in."""
    counts = desk.counts(desk.wood) if way is BOTH else {"counted": 8, "reason": "Bob est malade"}
    return desk.post(way, desk.wood, **counts | {"seen": shown.get("seen", "")})


@pytest.mark.parametrize("way", [ALONE, BOTH])
@pytest.mark.parametrize("now", ["BOB", "CHARLIE"])
def test_a_batch_that_changed_hands_is_not_taken_back_from_an_old_page(desk, way, now):
    shown = form_of(desk.get("take_back", desk.wood), way, desk.wood)
    goes_on_to(now, desk.wood)
    refused = returned(desk, way, **shown)
    assert refused.status_code == 422
    assert queries.open_hand_out(desk.wood.pk).marker == now
    assert f"Le lot {desk.wood.code} a changé de mains" in text_of(refused)
    assert f"({now})" in text_of(refused)


@pytest.mark.parametrize("way", [ALONE, BOTH])
def test_the_page_refused_shows_who_has_it_and_asks_for_the_count_again(desk, way):
    shown = form_of(desk.get("take_back", desk.wood), way, desk.wood)
    goes_on_to("CHARLIE", desk.wood)
    again = form_of(returned(desk, way, **shown), way, desk.wood)
    assert again["counted"] == again.get("reason", "") == again.get("own_count", "") == ""
    assert desk.post(way, desk.wood, **again).status_code == 422
    now = again | {"counted": 8, "reason": "Vu", "own_identifier": "CHARLIE", "own_count": 8, "signed": "on-slip"}
    assert desk.post(way, desk.wood, **now).status_code == 303


def test_what_is_wrong_with_a_count_stays_as_it_was_typed(desk):
    shown = form_of(desk.get("take_back", desk.wood), ALONE, desk.wood)
    refused = desk.post(ALONE, desk.wood, **shown | {"counted": 7, "reason": "Malade"})
    again = form_of(refused, ALONE, desk.wood)
    assert (again["counted"], again["reason"], again["seen"]) == ("7", "Malade", shown["seen"])


def note(desk, shown):
    return desk.post("note_not_returned", **shown | {"reason": "Bob est parti avec"})


def noting(answer, batch):
    """Read the form of the roll-call that notes one batch."""
    page = html.fromstring(answer.content.decode())
    (form,) = page.xpath(f"//form[contains(@action, 'non-rendu/')][input[@name='code'][@value='{batch.code}']]")
    return {box.get("name"): box.get("value", "") for box in form.xpath(".//input") if box.get("name")}


@pytest.mark.parametrize("now", ["BOB", "CHARLIE"])
def test_not_returned_is_not_noted_of_whoever_has_the_batch_since(desk, now):
    shown = noting(desk.get("roll_call"), desk.wood)
    goes_on_to(now, desk.wood)
    refused = note(desk, shown)
    assert refused.status_code == 422
    assert f"Le lot {desk.wood.code} a changé de mains" in text_of(refused)
    assert queries.missed_returns(desk.wood.pk) == []
    again = noting(refused, desk.wood)
    assert again["reason"] == ""
    assert note(desk, again).status_code == 303


def test_what_is_not_with_a_marker_any_more_is_told_on_the_roll_call(desk):
    shown = noting(desk.get("roll_call"), desk.wood)
    world.give_back(desk.wood)
    refused = note(desk, shown)
    assert refused.status_code == 422
    assert f"Le lot {desk.wood.code} n’est pas chez un correcteur" in text_of(refused)


@pytest.fixture
def morning(desk):
    """Both batches came back from Bob."""
    for batch in desk.batches:
        world.give_back(batch)
    return desk


def ticked(answer):
    boxes = html.fromstring(answer.content.decode()).xpath("//input[@name='codes'][@checked]")
    return [box.get("value") for box in boxes]


def test_the_morning_gives_no_batch_to_another_marker_than_its_page_named(morning):
    shown = ticked(morning.get("reissue"))
    goes_on_and_back("CHARLIE", morning.wood)
    refused = morning.post("reissue", codes=shown)
    assert refused.status_code == 422
    assert [queries.open_hand_out(batch.pk) for batch in morning.batches] == [None, None]
    assert f"Le lot {morning.wood.code} a changé de mains" in text_of(refused)
    assert ticked(refused) == [one for one in shown if morning.water.code in one]
    assert morning.post("reissue", codes=ticked(morning.get("reissue"))).status_code == 303
    assert [queries.open_hand_out(batch.pk).marker for batch in morning.batches] == ["CHARLIE", "BOB"]


def goes_on_and_back(marker, batch):
    world.lend(batch, marker, TYPING)
    world.give_back(batch, marker)


def test_the_morning_names_who_has_a_batch_that_went_out_meanwhile(morning):
    shown = ticked(morning.get("reissue"))
    world.lend(morning.wood, "CHARLIE", TYPING)
    refused = morning.post("reissue", codes=shown)
    assert refused.status_code == 422
    assert f"Le lot {morning.wood.code} est déjà entre les mains de CHARLIE" in text_of(refused)
    assert queries.open_hand_out(morning.water.pk) is None
    assert morning.post("reissue", codes=ticked(refused)).status_code == 303


def test_the_morning_gives_no_batch_that_was_locked_meanwhile(morning):
    shown = ticked(morning.get("reissue"))
    later_world.locked(morning.built)
    assert morning.post("reissue", codes=shown).status_code == 422
    assert [queries.open_hand_out(batch.pk) for batch in morning.batches] == [None, None]


def test_a_form_without_what_its_page_showed_changes_nothing(desk):
    assert returned(desk, ALONE).status_code == returned(desk, BOTH).status_code == 422
    assert note(desk, {"code": desk.wood.code}).status_code == 422
    assert queries.open_hand_out(desk.wood.pk).marker == "BOB"
    assert address("roll_call") in desk.get("take_back", desk.wood).content.decode()


def told(refused):
    """Read the sentence of a refusal."""
    assert refused.status_code == 422
    return html.fromstring(refused.content.decode()).xpath("string(//main//*[@role='alert'])")


def test_what_a_page_of_before_the_hand_out_asks_for_is_refused_in_words(desk):
    assert "a été chez un correcteur" in told(desk.post("unmake", desk.wood, reason="Doublon"))
    assert told(desk.post("seal", desk.wood, counted=8)).strip()
    (number, *_) = queries.numbers_of(desk.wood.pk)
    assert told(desk.post("vouch", desk.wood, number=number, reason="Étiquette déchirée")).strip()
