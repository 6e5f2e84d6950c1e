"""Whose typing a page holds: nothing is saved from it once the batch was opened again or is in other hands."""

import json
import re

import pytest
from lxml import html

from massicot.marks import rules, services
from massicot.marks.models import Lock, Mark, Referral, SecondMark, Settlement
from massicot.results import services as result_acts
from tests import world
from tests.cast import ODILE, TYPING
from tests.marks import second_acts
from tests.web.portal.second_browser import ENTRY, SecondBrowser

PASSED = "plus rien n’en est pris"


def turn_of(browser, address="/saisie/lot/") -> dict[str, str]:
    """Find the turn that a page carries, as it sends it."""
    page = browser.client.get(address).content.decode()
    return {"headers": {"x-turn": re.search(r'data-turn="(\w+)"', page)[1]}}


def open_again(batch) -> None:
    """Open a locked batch again as Odile does."""
    result_acts.unlock_batch(batch_code=batch.code, reason="Total", by=ODILE, at=TYPING)


def assert_passed(answer) -> None:
    """Check that a save was refused for good, in a sentence that says where to look."""
    assert (answer.status_code, answer["X-Final"]) == (403, "kept")
    assert PASSED in answer.json()["error"]


def test_a_page_from_before_the_lock_saves_nothing_once_the_office_opens_the_batch(wood):
    before = turn_of(wood)
    wood.fill("12")
    wood.lock(lines="8", total="96")
    refused = wood.save((wood.numbers[0], "13", "12"), **before)
    assert (refused.status_code, refused["X-Final"]) == (403, "kept")
    open_again(wood.batch)
    assert_passed(wood.save((wood.numbers[0], "13", "12"), **before))
    assert set(Mark.objects.values_list("hundredths", flat=True)) == {1200}
    assert wood.save((wood.numbers[0], "13", "12"), **turn_of(wood)).json()["saved"] == [wood.numbers[0]]


def test_a_page_of_one_marker_saves_nothing_under_the_name_of_the_next(wood):
    bob = turn_of(wood)
    assert wood.save((wood.numbers[0], "12", ""), **bob).status_code == 200
    world.give_back(wood.batch)
    world.lend(wood.batch, "CHARLIE")
    assert_passed(wood.save((wood.numbers[1], "13", ""), **bob))
    assert list(Mark.objects.values_list("author", flat=True)) == ["BOB"]


def test_a_page_stays_good_when_the_same_marker_has_the_batch_again(wood):
    bob = turn_of(wood)
    world.give_back(wood.batch)
    world.lend(wood.batch, "BOB")
    assert wood.save((wood.numbers[0], "12", ""), **bob).status_code == 200


def test_the_same_save_sent_again_is_answered_though_its_turn_has_passed(wood):
    bob, save_id = turn_of(wood), "0b8e8a3e-4a5c-4d5e-9d0c-0a6f2f6f5b11"
    line = (wood.numbers[0], "12", "")
    wood.save(line, save_id=save_id, **bob)
    world.give_back(wood.batch)
    world.lend(wood.batch, "CHARLIE")
    assert wood.save(line, save_id=save_id, **bob).json()["saved"] == [wood.numbers[0]]


def test_the_summary_of_one_marker_is_not_signed_in_the_name_of_the_next(wood):
    wood.fill()
    totals = {"total_notes": "8", "somme_notes": "96"}
    page = html.fromstring(wood.client.post("/saisie/lot/controle", totals, follow=True).content.decode())
    sent = {one.get("name"): one.get("value") for one in page.xpath("//main//input[@type='hidden']")}
    world.give_back(wood.batch)
    world.lend(wood.batch, "CHARLIE")
    refused = wood.client.post("/saisie/lot/verrouiller", sent)
    assert (refused.status_code, PASSED in refused.content.decode()) == (422, True)
    assert not Lock.objects.exists()


def test_whoever_types_again_goes_on_though_the_batch_changes_hands(second):
    second.say("Dominique DAHLIA")
    dominique = turn_of(second, ENTRY)
    world.give_back(second.batch)
    world.lend(second.batch, "CHARLIE")
    assert second.save((second.numbers[0], "12", ""), **dominique).status_code == 200


def test_a_page_from_before_the_hand_out_goes_on_under_the_first_who_has_the_batch():
    before, bob = rules.turn_of("7K4M2P", "", 0), rules.turn_of("7K4M2P", "BOB", 0)
    rules.check_turn(before, "7K4M2P", "BOB", 0)
    for now in (("7K4M2P", "CHARLIE", 0), ("7K4M2P", "BOB", 1), ("9X3N5Q", "BOB", 0)):
        with pytest.raises(rules.TurnPassed):
            rules.check_turn(bob, *now)


@pytest.fixture
def left_to_charlie(wood):
    """Give the batch from Bob to Charlie; tell Bob's turn."""

    def leave() -> dict[str, dict[str, str]]:
        bob = turn_of(wood)
        world.give_back(wood.batch)
        world.lend(wood.batch, "CHARLIE")
        return bob

    return leave


def test_a_line_is_neither_referred_nor_taken_back_from_the_page_of_another(portal, left_to_charlie):
    portal.wood.sign_in()
    bob = left_to_charlie()
    line = {"number": portal.wood.numbers[0], "value": "AB", "after": 0}
    for address in ("/saisie/lot/renvoyer", "/saisie/lot/reprendre"):
        assert_passed(portal.wood.client.post(address, json.dumps(line), content_type="application/json", **bob))
    assert not Referral.objects.exists()


def test_a_difference_is_not_settled_from_the_page_of_another(wood, second, left_to_charlie):
    wood.fill()
    number = wood.numbers[0]
    second.fill(**{number: "13"})
    bob = left_to_charlie()["headers"]["x-turn"]
    sent = {"number": number, "value": "13", "first": "12", "second": "13", "tour": bob}
    answer = wood.client.post("/saisie/lot/differences", sent)
    assert (answer.status_code, PASSED in answer.content.decode()) == (422, True)
    assert f'name="tour" value="{bob}"' not in answer.content.decode()
    assert 'name="value" value=""' in answer.content.decode()
    assert not Settlement.objects.exists()


def totals_of(wood, lines="8", total="96"):
    """Type the control totals; read the page that comes of them."""
    return wood.client.post("/saisie/lot/controle", {"total_notes": lines, "somme_notes": total}, follow=True)


def test_the_totals_of_one_marker_are_not_those_of_the_next(wood, left_to_charlie):
    wood.fill()
    assert "Rien n’est encore verrouillé" in totals_of(wood).content.decode()
    left_to_charlie()
    again = wood.client.get("/saisie/lot/controle")
    assert (again.status_code, PASSED in again.content.decode()) == (422, True)
    assert 'value="96"' not in again.content.decode()


def test_totals_typed_on_the_page_of_one_marker_are_not_those_of_the_next(wood, left_to_charlie):
    wood.fill()
    page = html.fromstring(wood.client.get("/saisie/lot/verrouiller").content.decode())
    sent = {one.get("name"): one.get("value") for one in page.xpath("//main//input[@type='hidden']")}
    left_to_charlie()
    totals = sent | {"total_notes": "8", "somme_notes": "96"}
    answer = wood.client.post("/saisie/lot/controle", totals, follow=True)
    assert (answer.status_code, PASSED in answer.content.decode()) == (422, True)


def test_a_summary_comes_back_only_while_its_marks_stand(wood):
    wood.fill()
    totals_of(wood)
    one, other = wood.numbers[:2]
    assert wood.client.get("/saisie/lot/controle").status_code == 200
    wood.save((one, "11", "12"), (other, "13", "12"))
    assert wood.client.get("/saisie/lot/controle")["Location"] == "/saisie/lot/verrouiller"


@pytest.fixture
def second(portal):
    """Charlie, who types the woodwork batch a second time."""
    second_acts.ask(portal.world.paper.pk)
    browser = SecondBrowser(portal.wood)
    browser.sign_in()
    browser.say()
    return browser


def test_what_one_second_typist_left_is_not_saved_under_the_name_of_another(second):
    charlie = turn_of(second, ENTRY)
    second.say("Dominique DAHLIA")
    assert_passed(second.save((second.numbers[0], "12", ""), **charlie))
    assert not SecondMark.objects.exists()
    second.say()
    assert second.save((second.numbers[0], "12", ""), **charlie).status_code == 200


def test_whoever_types_again_is_told_that_the_office_ended_it(second, portal):
    services.end_second_keying(paper=portal.world.paper, seen=100, reason="Temps", by=ODILE, at=TYPING)
    refused = second.save((second.numbers[0], "12", ""))
    assert (refused.status_code, refused["X-Final"]) == (403, "void")
    for said in (refused.json()["error"], second.client.get(ENTRY).content.decode()):
        assert "ne demande plus la seconde saisie" in said
    again = second.sign_in()
    assert (again.status_code, "ne demande plus la seconde saisie" in again.content.decode()) == (422, True)


def test_a_second_sheet_printed_again_is_told_as_replaced(second):
    second_acts.print_again(second.batch)
    assert "remplacé par un plus récent" in second.save((second.numbers[0], "12", "")).json()["error"]
