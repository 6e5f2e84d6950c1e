"""The office puts a session away: gone from every list, back by one press; and deletes one that was made wrongly."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from massicot.expenses import services as expense_acts
from tests import world
from tests.browser.checks import assert_sound_at_every_width, excuse, follow
from tests.cast import CLAIRE, ODILE, PREPARED
from tests.web.visitors import signed_in

SESSIONS = reverse("office:sessions")


@pytest.fixture
def built(transactional_db):
    """A session that is prepared, and a copy of it that nobody has worked in."""
    made = world.prepared()
    expense_acts.copy_session(
        copied_from=made.session, code="BTS-2018", title="BTS 2017", year=2018, by=ODILE, at=PREPARED
    )
    return made


def come_as(page: Page, login: str, site: str, address: str) -> None:
    """Open a page as somebody who is signed in."""
    page.context.clear_cookies()
    cookies = signed_in(login).cookies
    page.context.add_cookies([{"name": name, "value": one.value, "url": site} for name, one in cookies.items()])
    page.goto(site + address)


def test_a_session_is_archived_and_brought_back(built, live_server, watched_page):
    page, site = watched_page, live_server.url
    come_as(page, ODILE.login, site, SESSIONS)
    follow(page.get_by_role("link", name="BTS-2017"))
    follow(page.get_by_role("link", name="Archiver cette session"))
    assert_sound_at_every_width(page)
    page.get_by_label("Motif").fill("Notes rendues.")
    follow(page.get_by_role("button", name="Archiver la session"))
    expect(page.get_by_role("heading", name="Sessions archivées")).to_be_visible()
    assert_sound_at_every_width(page)
    for listing in (SESSIONS, reverse("office:home"), reverse("office:imports")):
        page.goto(site + listing)
        expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
        expect(page.locator("main").get_by_text("BTS-2017")).to_have_count(0)
    come_as(page, CLAIRE.login, site, reverse("examcentre:home"))
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    expect(page.get_by_text("BTS-2017")).to_have_count(0)
    come_as(page, ODILE.login, site, SESSIONS)
    follow(page.get_by_role("link", name="1 session archivée"))
    follow(page.get_by_role("link", name="BTS-2017"))
    assert_sound_at_every_width(page)
    follow(page.get_by_role("button", name="Remettre la session dans les listes"))
    page.goto(site + SESSIONS)
    expect(page.get_by_role("link", name="BTS-2017")).to_be_visible()


def test_a_session_made_wrongly_is_deleted(built, live_server, watched_page, complaints):
    page = watched_page
    come_as(page, ODILE.login, live_server.url, SESSIONS)
    follow(page.get_by_role("link", name="BTS-2018"))
    expect(page.get_by_text("Le titre porte l’année 2017")).to_be_visible()
    assert_sound_at_every_width(page)
    follow(page.get_by_role("link", name="Supprimer cette session"))
    assert_sound_at_every_width(page)
    page.get_by_label("Code de la session").fill("BTS-2017")
    follow(page.get_by_role("button", name="Supprimer la session"))
    expect(page.get_by_text("Ce n’est pas le code de la session")).to_be_visible()
    excuse(complaints, 422)
    page.get_by_label("Code de la session").fill("BTS-2018")
    follow(page.get_by_role("button", name="Supprimer la session"))
    expect(page.get_by_text("La session BTS-2018 est supprimée")).to_be_visible()
    expect(page.get_by_role("link", name="BTS-2018")).to_have_count(0)
