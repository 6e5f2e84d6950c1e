"""The pages of batches in each of their states: accessible, and never wider than their window."""

import pytest
from playwright.sync_api import Page, expect

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.marks import queries as marks
from tests import world
from tests.browser.checks import assert_sound_at_every_width, excuse
from tests.browser.desks import paper
from tests.cast import MARC, MARKING, PERRIN
from tests.hands import stay_of
from tests.web.markingcentre.desk import address, put_key_back
from tests.web.visitors import visitor


@pytest.fixture
def received(transactional_db, settings, tmp_path):
    """Everything is received, nothing is in a batch; the server has the key."""
    put_key_back(settings, tmp_path)
    return world.received()


def live_sheet_of(batch: object) -> str:
    """Give the identifier that opens a batch now."""
    return marks.live_credentials().get(batch=batch).identifier


@pytest.fixture
def look(received, watched_page: Page, live_server):
    """Open a page of the desk as Marc, and check it with all that it folds away."""
    cookies = visitor(received, "marking-centre").cookies
    watched_page.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in cookies.items()]
    )

    def look_at(name: str, batch: object = None, query: str = "") -> None:
        watched_page.goto(live_server.url + address(name, batch) + query)
        watched_page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert_sound_at_every_width(watched_page)

    return look_at


def test_the_pages_on_the_way_to_the_first_hand_out_are_sound(received, look):
    for name in ("home", "proposal", "batch_list"):
        look(name)
    wood, _ = batch_acts.make_batches(paper=received.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    look("batch", wood)
    look("batch_list")
    batch_acts.note_sheet_printed(batch=wood, at=MARKING)
    look("concordance", wood)
    world.seal(wood)
    for name in ("concordance", "hand_out", "batch"):
        look(name, wood)


def test_the_pages_of_a_batch_that_goes_out_and_comes_back_are_sound(received, look, complaints):
    world.handed_out(received)
    wood, water = batches.batches_of(received.paper.pk)
    seen = stay_of(wood)
    batch_acts.note_not_returned(code=wood.code, seen=seen, reason="Gone home with it", by=MARC, at=MARKING)
    for name in ("roll_call", "home"):
        look(name)
    look("take_back", wood)
    world.give_back(water)
    look("reissue")
    for name in ("batch", "take_back"):
        look(name, water)
    look("where", query=f"?quoi={wood.code}")
    look("where", query="?quoi=B-NOWHERE-0001")
    excuse(complaints, 422)


def test_once_the_sheets_are_printed_the_list_says_what_comes_next(received, look, watched_page):
    batch_acts.make_batches(paper=received.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    look("batch_list", query="?state=to-print")
    with watched_page.context.expect_event("download"):
        watched_page.get_by_role("button", name="Imprimer 2 bordereaux").click()
    watched_page.evaluate("dispatchEvent(new Event('focus'))")
    expect(watched_page.get_by_role("button", name="Imprimer")).to_be_hidden()
    expect(watched_page.locator("tbody")).to_contain_text("enveloppe à contrôler")


def test_whoever_leaves_the_list_while_its_sheets_print_is_not_brought_back(received, look, watched_page):
    batch_acts.make_batches(paper=received.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    look("batch_list", query="?state=to-print")
    asked = []
    watched_page.on("request", lambda request: asked.append(request.url) if request.is_navigation_request() else None)
    with watched_page.context.expect_event("download"):
        watched_page.get_by_role("button", name="Imprimer 2 bordereaux").click()
    watched_page.evaluate("['beforeunload', 'focus'].forEach((name) => dispatchEvent(new Event(name)))")
    watched_page.locator(".desk-nav a").last.click()
    expect(watched_page.locator(".desk-nav a").last).to_have_attribute("aria-current", "page")
    assert len(asked) == 1


def test_a_button_pressed_twice_leaves_the_sheet_in_hand_good(received, look, watched_page, complaints):
    made = batch_acts.make_batches(paper=received.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    look("batch_list")
    context = watched_page.context
    with (
        context.expect_event("console", lambda said: "status of 422" in said.text),
        context.expect_event("download") as printed,
    ):
        for _ in range(2):
            watched_page.get_by_role("button", name="Imprimer 2 bordereaux").click()
    in_hand = [sheet.identifier for sheet in paper.sheets_on(paper.printed(printed.value))]
    assert [live_sheet_of(batch) for batch in made] == in_hand
    excuse(complaints, 422)


def test_closing_the_envelope_is_the_first_act_once_every_script_was_scanned(received, look, watched_page):
    _, water = batch_acts.make_batches(paper=received.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    batch_acts.note_sheet_printed(batch=water, at=MARKING)
    look("concordance", water)
    seal = watched_page.get_by_role("button", name="Fermer l’enveloppe")
    expect(seal).to_have_class("secondary outline")
    for number in batches.numbers_of(water.pk):
        watched_page.keyboard.type(number)
        watched_page.keyboard.press("Enter")
    expect(watched_page.locator("[data-figure=remaining]")).to_have_text("0")
    expect(seal).to_have_class("")
