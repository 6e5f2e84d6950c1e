"""A batch typed a second time at the portal: who types, a blind grid, addresses of its own, differences to settle."""

import json
import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.http import QueryDict

from massicot.batches.services import withdraw_script
from massicot.documents.codes import group_number
from massicot.marks.models import Mark, SecondMark, Settlement
from massicot.marks.rules import LONGEST_NAME
from massicot.web.portal.forms import SaveUnreadable, parse_settled
from tests.cast import ODILE, TYPING
from tests.marks import second_acts
from tests.web.portal.second_browser import ENTRY, SAVES, SecondBrowser

FIRST_PAGES = ("lot/", "lot/verrouiller", "lot/controle", "lot/recu", "lot/recu.pdf", "lot/differences")
SECOND_PAGES = ("seconde/", "seconde/qui", "seconde/fin")


@pytest.fixture
def second(portal, wood):
    """A browser of Charlie's, signed in to type the woodwork batch a second time."""
    second_acts.ask(portal.world.paper.pk)
    browser = SecondBrowser(wood)
    browser.sign_in()
    browser.say()
    return browser


@pytest.fixture
def differing(wood, second):
    """The number of the third line: 12 in the first keying, 13 in the second; both are complete."""
    number = wood.numbers[2]
    wood.fill()
    second.fill(**{number: "13"})
    return number


def shown(browser, path="/saisie/lot/"):
    """Give what a page says."""
    return browser.client.get(path).content.decode()


def settle(browser, *lines):
    """Send lines of (number, value, first, second)."""
    names = ("number", "value", "first", "second")
    return browser.client.post(
        "/saisie/lot/differences", {name: [line[rank] for line in lines] for rank, name in enumerate(names)}
    )


def test_whoever_types_again_says_so_once(portal, wood):
    second_acts.ask(portal.world.paper.pk)
    browser = SecondBrowser(wood)
    assert browser.sign_in()["Location"] == "/saisie/seconde/qui"
    assert browser.client.get(ENTRY)["Location"] == "/saisie/seconde/qui"
    assert browser.save((wood.numbers[0], "12", "")).status_code == 403
    assert "Dites qui saisit" in browser.say("").content.decode()
    assert browser.say("x" * (LONGEST_NAME + 1)).status_code == 422
    refused = browser.say("bob badiane")
    assert (refused.status_code, "par une autre personne" in refused.content.decode()) == (422, True)
    assert browser.say()["Location"] == ENTRY
    assert "Charlie CANNELLE" in shown(browser, ENTRY)


def test_the_second_grid_is_blind(wood, second):
    number, other = wood.numbers[:2]
    wood.save((number, "17", ""), (other, "CB", ""))
    wood.client.post("/saisie/lot/renvoyer", json.dumps({"number": wood.numbers[2], "value": "AB"}), "application/json")
    page = shown(second, ENTRY)
    assert page.count('data-seen=""') == page.count('data-referred=""') == len(wood.numbers)
    assert 'value="17"' not in page
    assert "is-referred" not in page
    assert "is-saved" not in page
    answer = second.save((number, "13", ""), (other, "AB", "")).json()
    assert (answer["saved"], answer["remaining"]) == ([number], 7)
    assert [(one["current"], one["can_refer"]) for one in answer["refused"]] == [("", False)]
    assert 'data-seen="13"' in shown(second, ENTRY)
    assert 'data-seen="17"' in shown(wood)


def test_a_line_that_left_the_batch_is_told_to_whoever_types_it_again(portal, wood, second):
    assert "a quitté le lot" not in shown(second, ENTRY)
    number = wood.numbers[1]
    withdraw_script(code=wood.batch.code, number=number, reason="Un doute.", by=ODILE, at=TYPING)
    page = shown(second, ENTRY)
    assert re.search(rf"ne se tape pas\s: {group_number(number)}\.", page)
    assert f'data-number="{number}"' not in page


def test_a_second_sheet_opens_nothing_of_the_first(wood, second):
    wood.fill("17")
    for path in FIRST_PAGES:
        answer = second.client.get(f"/saisie/{path}")
        assert (answer.status_code, answer["Location"]) == (302, "/saisie/")
    assert second.save((wood.numbers[0], "05", "17"), address="/saisie/lot/notes").status_code == 401
    line = json.dumps({"number": wood.numbers[0], "value": "AB"})
    assert second.client.post("/saisie/lot/renvoyer", line, content_type="application/json").status_code == 401
    assert (
        second.client.post("/saisie/lot/verrouiller", {"total_notes": "8", "somme_notes": "136"})["Location"]
        == "/saisie/"
    )
    assert settle(second, (wood.numbers[0], "05", "17", "12"))["Location"] == "/saisie/"
    assert set(Mark.objects.values_list("hundredths", flat=True)) == {1700}


def test_a_mark_sheet_opens_nothing_of_the_second_keying(wood, second):
    second.fill("17")
    for path in SECOND_PAGES:
        answer = wood.client.get(f"/saisie/{path}")
        assert (answer.status_code, answer["Location"]) == (302, "/saisie/")
    marks = [{"number": wood.numbers[0], "value": "05", "seen": "17"}]
    body = {"save_id": str(uuid4()), "marks": marks}
    assert wood.client.post(SAVES, json.dumps(body), content_type="application/json").status_code == 401
    assert shown(wood).count('data-seen=""') == len(wood.numbers)
    assert set(SecondMark.objects.values_list("hundredths", flat=True)) == {1700}


def test_one_browser_holds_one_of_the_two_sheets(portal, wood):
    second_acts.ask(portal.world.paper.pk)
    browser = SecondBrowser(wood, client=wood.client)
    browser.sign_in()
    browser.say()
    assert wood.client.get("/saisie/lot/")["Location"] == "/saisie/"
    wood.sign_in()
    assert wood.client.get(ENTRY)["Location"] == "/saisie/"
    browser.sign_in()
    assert wood.client.get(ENTRY)["Location"] == "/saisie/seconde/qui"


def test_each_keying_keeps_its_own_place_in_the_browser(wood, second):
    code = wood.batch.code
    assert shown(wood).count(f'data-batch="{code}"') == 2
    assert shown(second, ENTRY).count(f'data-batch="{code}-2"') == 2


def test_the_end_of_a_second_keying_tells_what_is_left(wood, second):
    second.save((wood.numbers[0], "12", ""))
    done = "/saisie/seconde/fin"
    assert "7 lignes sont encore vides" in shown(second, done)
    second.fill()
    assert "Toutes les lignes sont saisies" in shown(second, done)
    wood.fill()
    wood.lock("8", "96")
    assert second.client.get(ENTRY)["Location"] == "/saisie/seconde/fin"
    assert "Le lot est verrouillé" in shown(second, done)
    assert second.save((wood.numbers[0], "13", "12")).status_code == 403


def test_a_marker_hears_of_the_second_keying_once_their_own_is_complete(wood, second):
    wood.save((wood.numbers[0], "12", ""))
    assert "une seconde fois" not in shown(wood)
    wood.fill()
    for path in ("/saisie/lot/", "/saisie/lot/verrouiller"):
        page = shown(wood, path)
        assert "une seconde fois" in page
        assert 'name="total_notes"' not in page
    refused = wood.lock("8", "96")
    assert (refused.status_code, "une seconde fois" in refused.content.decode()) == (422, True)


def test_locking_is_no_first_act_while_the_second_keying_is_awaited_or_differs(wood, second, differing):
    later = '<a id="to-lock" role="button" data-awaits class="secondary outline"'
    assert later in shown(wood)
    settle(wood, (differing, "12", "12", "13"))
    assert '<a id="to-lock" role="button" href=' in shown(wood)


def test_only_what_differs_is_shown_and_settled_from_the_paper(wood, second, differing):
    assert "differences" in shown(wood)
    assert wood.lock("8", "96").status_code == 422
    page = shown(wood, "/saisie/lot/differences")
    assert page.count('class="mark"') == 1
    assert f'value="{differing}"' in page
    assert settle(wood, (differing, "14", "12", "13"))["Location"] == "/saisie/lot/verrouiller"
    assert Settlement.objects.get().settled == "14"
    assert wood.lock("8", "98")["Location"] == "/saisie/lot/recu"


def test_a_line_is_refused_beside_itself_and_the_others_are_settled(wood, second):
    one, other = wood.numbers[:2]
    wood.fill()
    second.fill(**{one: "13", other: "13"})
    answer = settle(wood, (one, "9", "12", "13"), (other, "13", "12", "13"))
    page = answer.content.decode()
    assert (answer.status_code, page.count('class="mark"')) == (422, 1)
    assert 'aria-invalid="true"' in page
    assert "n’est pas une note de cette épreuve" in page
    assert "1 ligne est réglée d’après le papier" in page
    assert settle(wood, (one, "", "12", "13")).status_code == 303
    stale = settle(wood, (one, "13", "12", "14"))
    assert "saisi à nouveau entre-temps" in stale.content.decode()
    gone = settle(wood, (other, "15", "12", "13"))
    assert "Vous avez tapé 15. Il n’y a plus rien à régler" in gone.content.decode()
    assert "13 y figure désormais" in gone.content.decode()
    assert settle(wood, (one, "13", "12", "13"))["Location"] == "/saisie/lot/verrouiller"


def test_what_is_settled_is_read_up_to_the_longest_that_anything_typed_is():
    line = {"number": "10000000A", "value": "1" * 40, "first": "12", "second": "13"}
    assert parse_settled(QueryDict(urlencode(line))) == [line]
    for name in line:
        with pytest.raises(SaveUnreadable):
            parse_settled(QueryDict(urlencode({**line, name: "1" * 41})))


def test_what_is_settled_is_confirmed_on_the_page_that_follows(wood, second):
    one, other = wood.numbers[:2]
    wood.fill()
    second.fill(**{one: "13", other: "13"})
    assert settle(wood, (one, "13", "12", "13"), (other, "", "12", "13")).status_code == 303
    page = shown(wood, "/saisie/lot/differences")
    assert ("1 ligne est réglée" in page, page.count('class="mark"')) == (True, 1)
    assert settle(wood, (other, "", "12", "13")).status_code == 303
    assert "réglée" not in shown(wood, "/saisie/lot/differences")
    settle(wood, (other, "13", "12", "13"))
    assert "1 ligne est réglée" in shown(wood, "/saisie/lot/verrouiller")


def test_what_is_no_form_of_the_page_settles_nothing(wood, second, differing):
    for fields in ({"number": [differing]}, {"number": ["1" * 41], "value": ["1"], "first": [""], "second": [""]}):
        answer = wood.client.post("/saisie/lot/differences", fields)
        assert (answer.status_code, "illisible" in answer.content.decode()) == (422, True)
    assert "illisible" not in settle(wood, ("1" * 40, "1", "", "")).content.decode()
    assert not Settlement.objects.exists()


def test_a_second_keying_is_closed_in_another_browser(wood, second):
    sheet, elsewhere = second.sheet, SecondBrowser.__new__(SecondBrowser)
    elsewhere.client, elsewhere.numbers, elsewhere.sheet = type(second.client)(), second.numbers, sheet
    elsewhere.sign_in()
    elsewhere.say()
    assert second.save((wood.numbers[0], "12", "")).json()["others"] == 1
    assert elsewhere.client.post("/saisie/seconde/ici-seulement")["Location"] == ENTRY
    assert second.save((wood.numbers[1], "12", "")).status_code == 401
