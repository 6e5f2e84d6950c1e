"""A parcel for a centre of another academy, from the office's home page to its acknowledgement, and back once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from massicot.consignments import queries as parcels
from tests import other_routes, world
from tests.browser.checks import assert_sound_at_every_width, excuse
from tests.cast import ODILE
from tests.web.examcentre.desk import ended
from tests.web.visitors import signed_in


@pytest.fixture
def left(transactional_db, live_server, watched_page):
    """Two scripts of Les Cèdres have left for an outside centre; Odile is at her home page."""
    built = world.packed()
    built.code = other_routes.outside(built).code
    ended(60)
    world.send(built.code, at=timezone.now() - timedelta(hours=30))
    cookies = signed_in(ODILE.login).cookies
    watched_page.context.add_cookies(
        [{"name": name, "value": one.value, "url": live_server.url} for name, one in cookies.items()]
    )
    watched_page.goto(f"{live_server.url}/bureau/")
    return built


def write_down(page: Page, count: str, remarks: str = "") -> None:
    """Type what the outside centre says, and send it."""
    page.get_by_label("Accusé de réception signé par").fill("Mme Dehors, cheffe de centre")
    page.get_by_label("Arrivé là-bas le").fill((timezone.localtime() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Copies comptées là-bas, 90003").fill(count)
    page.get_by_label("Réserves et remarques").fill(remarks)
    page.get_by_role("button", name="Enregistrer l’accusé de réception").click()


def test_a_parcel_is_acknowledged_from_the_home_page_taken_back_and_acknowledged_again(left, watched_page, complaints):
    page = watched_page
    page.locator(".task", has_text="vers un centre extérieur").get_by_role("button").click()
    assert_sound_at_every_width(page)
    page.get_by_role("button", name="L’enregistrer").click()
    assert_sound_at_every_width(page)
    write_down(page, "1")
    expect(page.get_by_role("alert")).to_contain_text("il manque une copie")
    write_down(page, "1", "Une copie manque")
    expect(page.get_by_role("status").first).to_contain_text("est enregistré")
    page.get_by_role("link", name=left.code).click()
    assert_sound_at_every_width(page)
    page.get_by_text("Il est mal enregistré").click()
    page.get_by_label("Motif", exact=True).fill("Retrouvée dans la chemise")
    page.get_by_role("button", name="Retirer l’accusé de réception").click()
    page.get_by_role("button", name="L’enregistrer").click()
    write_down(page, "2")
    expect(page.get_by_text("Tout paquet parti a son accusé de réception.")).to_be_visible()
    assert_sound_at_every_width(page)
    assert parcels.counts_arrived(parcels.parcel_by_code(left.code)) == {"90003": 2}
    excuse(complaints, 422)
