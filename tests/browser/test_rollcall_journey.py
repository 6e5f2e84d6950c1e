"""The evening's roll-call with three batches out, by scanner and keyboard, and the morning after."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from massicot.batches import queries as batches
from massicot.exams.models import Paper, Session
from massicot.exams.queries import paper_by_id
from tests import cast, world
from tests.browser.checks import excuse
from tests.browser.desks import marking
from tests.browser.desks.clock import hours_ahead, zone_ahead
from tests.browser.desks.person import Person
from tests.web.markingcentre.desk import address, open_entry, put_key_back
from tests.web.visitors import visitor

STILL_OUT, CAME_BACK = "encore chez", "attendent au centre"
"""Words of the tasks of the evening and of the morning."""


@pytest.fixture
def lent(transactional_db, settings, tmp_path):
    """Three batches of four scripts, all with Bob; the server has the key."""
    built = world.received()
    Paper.objects.update(batch_size=4, batch_ceiling=4, return_by=None)
    built.paper = paper_by_id(built.paper.pk)
    put_key_back(settings, tmp_path)
    return world.handed_out(built)


@pytest.fixture
def three(lent):
    """The three batches."""
    return batches.batches_of(lent.paper.pk)


@pytest.fixture
def marc(lent, live_server, watched_page: Page) -> Person:
    """Marc of the marking centre, signed in."""
    site = live_server.url
    cookies = visitor(lent, "marking-centre").cookies
    watched_page.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": site} for name, cookie in cookies.items()]
    )
    return Person(watched_page, site, marking.HOME)


def make_it(hour: int) -> None:
    """Move the session to where it is this hour now."""
    Session.objects.update(time_zone=zone_ahead(hours_ahead(hour, timezone.now())))


def out_now(page: Page) -> str:
    """Read how many batches are still out, and how many are noted this evening."""
    said = [page.locator(".figures > div").filter(has_text=name) for name in ("non rendu", "ce soir")]
    return [figure.locator("dd").inner_text() for figure in said]


def scan(page: Page, code: str) -> None:
    """Scan as a hand scanner does: it types fast and ends with Enter; the page has the focus in its box."""
    expect(page.locator("#lot")).to_be_focused()
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/retour/")


def give_back(page: Page, desk: int, marker: int) -> None:
    """Type both counts, and the identifier that the marker gives, at the keyboard alone."""
    expect(page.get_by_role("textbox", name="Copies comptées par le centre")).to_be_focused()
    page.keyboard.type(str(desk))
    page.get_by_role("textbox", name="Identifiant du correcteur").press_sequentially("BOB")
    page.get_by_role("textbox", name="Copies comptées par le correcteur").press_sequentially(str(marker))
    page.keyboard.press("Enter")


def note_missing(page: Page, batch: object, reason: str) -> None:
    """Note that a batch was not given back, and why."""
    row = page.get_by_role("row", name=re.compile(batch.code))
    row.locator("summary").click()
    page.get_by_label("Pourquoi il n’a pas été rendu").fill(reason)
    page.get_by_role("button", name="Le noter").click()
    expect(row).to_contain_text(reason)


def test_three_batches_are_called_over(marc, three, complaints):
    first, second, third = three

    def call_over(marc: Person) -> None:
        assert out_now(marc.page) == ["3", "0"]
        scan(marc.page, first.code.lower())
        give_back(marc.page, 4, 4)
        marc.reads(f"Le lot {first.code} est revenu")
        scan(marc.page, second.code)
        give_back(marc.page, 4, 3)
        expect(marc.page.get_by_role("alert")).to_contain_text("Recomptez, chacun de son côté")
        marc.fill(**{"Copies comptées par le correcteur": "4"})
        marc.page.keyboard.press("Enter")
        marc.reads(f"Le lot {second.code} est revenu")
        assert out_now(marc.page) == ["1", "0"]
        note_missing(marc.page, third, "Parti malade")
        assert out_now(marc.page) == ["1", "1"]

    make_it(18)
    assert marc.does_all({STILL_OUT: call_over}) == [STILL_OUT]
    assert [bool(batches.open_hand_out(batch.pk)) for batch in three] == [False, False, True]
    excuse(complaints, 422)


def test_what_came_back_last_evening_goes_out_again_in_one_act(marc, three):
    open_entry()
    for batch in three[:2]:
        world.give_back(batch, at=cast.MARKING + timedelta(hours=10))

    def hand_out_again(marc: Person) -> None:
        expect(marc.page.get_by_role("checkbox", checked=True)).to_have_count(2)
        marc.press("Remettre les lots cochés")
        marc.reads("2 lots sont de nouveau remis.")

    make_it(9)
    assert marc.does_all({CAME_BACK: hand_out_again}) == [CAME_BACK]
    assert {batches.open_hand_out(batch.pk).marker for batch in three} == {"BOB"}


def test_the_focus_is_in_the_box_and_a_french_keyboard_is_put_right(marc, three):
    marc.open(address("roll_call"))
    displaced = three[0].code.translate(str.maketrans("0123456789", "à&é\"'(-è_ç"))
    expect(marc.page.locator("#lot")).to_be_focused()
    marc.page.keyboard.type(displaced)
    marc.page.keyboard.press("Enter")
    marc.page.wait_for_url(f"**/{three[0].code}/retour/")
