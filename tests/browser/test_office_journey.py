"""Somebody of the exam office: comes in by a one-time link, finds the ladder, decides its open gap."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from massicot.accounts import services as accounts
from massicot.results import queries as results
from tests import later_world, world
from tests.browser.checks import assert_sound_at_every_width, excuse
from tests.cast import ODILE
from tests.web.telephone import code_of

PASSWORD = "cerise-bateau-lune-marron"


@pytest.fixture
def paper(transactional_db):
    """The paper of the world, everything locked, one script missing."""
    return later_world.locked(world.handed_out(later_world.with_one_lost())).paper


def link_of(live_server, at=None) -> str:
    token = accounts.draw_link(email=ODILE.login, by=ODILE, at=at or timezone.now())
    return f"{live_server.url}/bienvenue/{token}/"


def choose_password(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Nouveau mot de passe", exact=True).fill(PASSWORD)
    page.get_by_label("Confirmation du nouveau mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")


def add_telephone(page: Page) -> str:
    """Add the telephone that the office must have; give what its codes are computed from."""
    expect(page.get_by_role("heading", name="Ajouter un second facteur")).to_be_visible()
    assert_sound_at_every_width(page)
    page.get_by_text("Il ne peut pas le lire").click()
    secret = page.locator("code.key").inner_text()
    page.get_by_label("Code").fill(code_of(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Codes de secours")).to_be_visible()
    return secret


def test_a_one_time_link_lets_its_holder_in_once_then_password_and_telephone_do(
    paper, live_server, watched_page, complaints
):
    page, address = watched_page, link_of(live_server)
    choose_password(page, address)
    secret = add_telephone(page)
    assert_sound_at_every_width(page)
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_label("Courriel").fill(ODILE.login)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Second facteur")).to_be_visible()
    assert_sound_at_every_width(page)
    page.get_by_label("Code").fill(code_of(secret, 1))
    page.keyboard.press("Enter")
    page.wait_for_url("**/bureau/")
    page.goto(address)
    expect(page.get_by_role("heading", name="Lien périmé")).to_be_visible()
    excuse(complaints, 422)


def test_a_link_too_old_is_told_so(paper, live_server, watched_page, complaints):
    watched_page.goto(link_of(live_server, timezone.now() - timedelta(days=8)))
    expect(watched_page.get_by_role("heading", name="Lien périmé")).to_be_visible()
    assert_sound_at_every_width(watched_page)
    excuse(complaints, 422)


def test_the_open_gap_is_decided_on_the_page_with_a_reason(paper, live_server, watched_page, complaints):
    page = watched_page
    choose_password(page, link_of(live_server))
    add_telephone(page)
    page.goto(f"{live_server.url}{reverse('office:ladder', args=[paper.session.code, paper.code])}")
    expect(page.get_by_role("status")).to_contain_text("1 copie est manquante.")
    page.get_by_text("Décider", exact=False).filter(visible=True).first.click()
    page.get_by_label("Décision").select_option(label="épreuve à repasser")
    page.get_by_label("Motif").fill("   ")
    page.get_by_role("button", name="Décider").click()
    expect(page.get_by_label("Motif")).to_be_visible()
    assert_sound_at_every_width(page)
    excuse(complaints, 422)
    page.get_by_label("Motif").fill("Introuvable après recherche.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Décidé : ")).to_be_visible()
    expect(page.get_by_text("Introuvable après recherche.")).to_be_visible()
    assert results.ladder(paper).open_gaps == []
