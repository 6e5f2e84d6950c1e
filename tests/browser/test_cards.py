"""A list on a telephone: each line is a card, and a card does not name what it has nothing to say of."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import world
from tests.browser.checks import NARROW, WIDE, assert_sound_at_every_width
from tests.web.visitors import PAPER, visitor


@pytest.fixture
def office(transactional_db, live_server, watched_page: Page):
    """The batches of a paper at the office: no marker has any of them yet."""
    client = visitor(world.sealed(), "office")
    cookies = [{"name": name, "value": one.value, "url": live_server.url} for name, one in client.cookies.items()]
    watched_page.context.add_cookies(cookies)
    watched_page.goto(f"{live_server.url}{reverse('office:batches', kwargs=PAPER)}")
    return watched_page


def test_an_empty_field_is_a_dash_on_a_desk_and_nothing_on_a_telephone(office):
    line = office.locator("#listing tbody tr").first
    empty, told = line.locator("[data-title='Correcteur']"), line.locator("[data-title='Spécialité']")
    for width, is_shown in ((WIDE, True), (NARROW, False)):
        office.set_viewport_size({"width": width, "height": 844})
        expect(told).to_be_visible()
        expect(empty).to_be_visible(visible=is_shown)
    assert_sound_at_every_width(office)


def test_an_empty_list_shows_its_sentence_alone(office, live_server):
    office.goto(f"{live_server.url}{reverse('office:corrigenda', kwargs=PAPER)}")
    expect(office.get_by_text("Rien ici pour l’instant")).to_be_visible()
    expect(office.get_by_role("searchbox")).to_have_count(0)
    expect(office.get_by_role("table")).to_have_count(0)
    assert_sound_at_every_width(office)
