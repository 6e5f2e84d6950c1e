"""One batch in two browsers: told on the page and in each answer; one closes the other, and nothing is lost."""

import pytest
from django.test import Client

from tests.web.portal.conftest import Browser


@pytest.fixture
def there(wood):
    """A second browser, signed in with the same mark sheet."""
    other = Browser(Client(), wood.sheet, wood.batch)
    other.sign_in()
    return other


def notice(browser) -> bool:
    """Say whether the page tells of another browser."""
    page = browser.client.get("/saisie/lot/").content.decode()
    return 'id="elsewhere" class="notice" hidden' not in page


def test_both_hear_of_one_another_until_one_leaves(wood, there):
    assert notice(wood)
    assert notice(there)
    assert wood.save((wood.numbers[0], "12", "")).json()["others"] == 1
    there.client.post("/saisie/quitter")
    assert not notice(wood)
    assert wood.save((wood.numbers[1], "12", "")).json()["others"] == 0


def test_the_page_of_another_batch_saves_nothing_and_keeps_what_was_typed(portal):
    portal.wood.sign_in()
    portal.water.sign_in()
    answer = portal.wood.save((portal.wood.numbers[0], "12", ""), headers={"x-lot": portal.wood.batch.code})
    assert answer.status_code == 401
    assert "Un autre lot a été ouvert" in answer.json()["error"]
    number = portal.water.numbers[0]
    saved = portal.water.save((number, "12", ""), headers={"x-lot": portal.water.batch.code})
    assert saved.json()["saved"] == [number]


def test_leaving_from_the_page_of_another_batch_leaves_this_one_open(portal):
    portal.wood.sign_in()
    portal.water.sign_in()
    portal.wood.client.post("/saisie/quitter", {"lot": portal.wood.batch.code})
    assert portal.water.fill().status_code == 200
    portal.wood.client.post("/saisie/quitter", {"lot": portal.water.batch.code})
    assert portal.water.fill().status_code == 401


def test_whoever_signs_in_again_in_one_browser_is_alone(wood):
    wood.sign_in()
    assert not notice(wood)


def test_a_browser_that_was_closed_from_here_saves_nothing_and_signs_in_again(wood, there):
    assert wood.client.post("/saisie/lot/ici-seulement")["Location"] == "/saisie/lot/"
    refused = there.save((there.numbers[0], "12", ""))
    assert refused.status_code == 401
    assert "fermé ici depuis un autre navigateur" in refused.json()["error"]
    page = there.client.get("/saisie/lot/")
    assert page.status_code == 403
    assert "fermé ici depuis un autre navigateur" in page.content.decode()
    assert there.client.get("/saisie/lot/")["Location"] == "/saisie/"
    there.sign_in()
    assert there.save((there.numbers[0], "12", "")).json()["saved"] == [there.numbers[0]]
