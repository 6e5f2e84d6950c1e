"""A header strip found by its number: boxes closed with and without a scanner, one strip not there, then found."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from massicot.scripts import queries as scripts
from tests import world
from tests.browser.checks import assert_sound_at_every_width, excuse
from tests.cast import CEDRES, CLAIRE, ODILE
from tests.web.examcentre.desk import ended
from tests.web.visitors import signed_in


@pytest.fixture
def evening(transactional_db, live_server, watched_page) -> SimpleNamespace:
    """The day of Les Cèdres is closed on six strips; Claire is at the page of their boxes."""
    built = world.sat()
    ended(2)
    sign_in(watched_page, live_server.url, CLAIRE.login)
    watched_page.goto(live_server.url + reverse("examcentre:box_strips", args=[CEDRES, "BTS-2017", "CGE"]))
    numbers = list(scripts.in_hand_of_centre(built.paper.pk, CEDRES))
    return SimpleNamespace(page=watched_page, numbers=numbers, site=live_server.url)


def sign_in(page: Page, site: str, login: str) -> None:
    """Sign a person in."""
    cookies = signed_in(login).cookies
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": one.value, "url": site} for name, one in cookies.items()])


def close_box(page: Page, first: str, last: str, count: int) -> None:
    """Type both ends of a box and its count."""
    page.get_by_label("Premier en-tête").fill(first)
    page.get_by_label("Dernier en-tête").fill(last)
    page.get_by_label("En-têtes dans la boîte").fill(str(count))
    page.get_by_label("Où la boîte est rangée").fill("Bureau 2, armoire du fond")
    page.get_by_label("Motif, si étiquettes").fill("Comparées à la main, sans trace")
    page.get_by_role("button", name="Fermer la boîte").click()


def test_a_strip_is_found_by_its_number(evening, complaints):
    page, numbers = evening.page, evening.numbers
    assert_sound_at_every_width(page)
    close_box(page, numbers[0], numbers[2][4:], 3)
    expect(page.get_by_text("La boîte 1 est fermée")).to_be_visible()
    close_box(page, numbers[2][4:], numbers[5][4:], 4)
    expect(page.get_by_role("alert")).to_contain_text("la boîte 1, qui va de")
    close_box(page, numbers[3][4:], numbers[5][4:], 2)
    expect(page.get_by_role("alert")).to_contain_text("il y a 3 en-têtes")
    page.get_by_label("Tous y sont sauf…").fill(numbers[4][4:])
    page.get_by_label("Seconde personne").fill("Mme Roux")
    page.get_by_role("button", name="Fermer la boîte").click()
    expect(page.get_by_role("heading", name="En-têtes à chercher")).to_be_visible()
    page.locator(f"[data-strip='{numbers[4]}']").get_by_role("button").click()
    expect(page.get_by_text("Il est retrouvé")).to_be_visible()
    page.get_by_label("Numéro d’une copie").fill(numbers[4][4:])
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("boîte 2, Bureau 2, armoire du fond")
    assert_sound_at_every_width(page)
    excuse(complaints, 422)
    sign_in(page, evening.site, ODILE.login)
    page.goto(f"{evening.site}{reverse('office:where')}?quoi={numbers[1]}")
    expect(page.get_by_text("boîte 1 (S-BTS-2017-CGE-")).to_be_visible()
    assert_sound_at_every_width(page)
