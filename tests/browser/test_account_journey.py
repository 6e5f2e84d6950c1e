"""Claire looks after her account: a telephone, its codes, her password, her other browser; every page sound."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import assert_sound_at_every_width, excuse, follow
from tests.cast import CLAIRE
from tests.web.shared.olivia import PASSWORD, settled
from tests.web.telephone import code_of

NEXT = "quatre-autres-mots-longs"


@pytest.fixture
def claire(transactional_db, live_server, watched_page):
    """Claire, signed in with her password, on the page of her account."""
    settled(CLAIRE.login, secret="")
    come_in(watched_page, live_server.url)
    watched_page.get_by_role("link", name=CLAIRE.login).click()
    expect(watched_page.get_by_role("heading", name="Mon compte")).to_be_visible()
    assert_sound_at_every_width(watched_page)
    return watched_page


def come_in(page: Page, site: str) -> None:
    page.goto(f"{site}/connexion/")
    page.get_by_label("Courriel").fill(CLAIRE.login)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()


def test_a_telephone_is_added_and_taken_away_again(claire, complaints):
    follow(claire.get_by_role("link", name="Ajouter un second facteur"))
    assert_sound_at_every_width(claire)
    claire.get_by_role("button", name="Ajouter un second facteur").click()
    claire.get_by_text("Il ne peut pas le lire").click()
    assert_sound_at_every_width(claire)
    secret = claire.locator("code.key").inner_text()
    claire.get_by_label("Code").fill(code_of(secret, 50))
    claire.keyboard.press("Enter")
    expect(claire.get_by_text("Ce code n’est pas le bon")).to_be_visible()
    assert_sound_at_every_width(claire)
    claire.get_by_label("Code").fill(code_of(secret))
    claire.keyboard.press("Enter")
    expect(claire.get_by_role("heading", name="Codes de secours")).to_be_visible()
    with claire.expect_download() as kept:
        claire.get_by_role("button", name="Enregistrer dans un fichier").click()
    assert kept.value.suggested_filename == "massicot-codes.txt"
    assert_sound_at_every_width(claire)
    claire.get_by_role("link", name="Second facteur").click()
    claire.get_by_text("Retirer le second facteur").click()
    assert_sound_at_every_width(claire)
    claire.get_by_role("button", name="Le retirer").click()
    expect(claire.get_by_role("status")).to_contain_text("Votre second facteur est retiré")
    excuse(complaints, 422)


def test_another_browser_is_signed_out_by_a_new_password(claire, live_server, browser):
    with browser.new_context(locale="fr-FR") as elsewhere:
        there = elsewhere.new_page()
        come_in(there, live_server.url)
        claire.get_by_role("link", name="Les voir, les déconnecter").click()
        expect(claire.get_by_role("button", name="Le déconnecter")).to_be_visible()
        assert_sound_at_every_width(claire)
        claire.get_by_role("link", name="Mon compte").click()
        claire.get_by_role("link", name="Changer mon mot de passe").click()
        claire.get_by_label("Mot de passe actuel").fill(PASSWORD)
        claire.get_by_label("Nouveau mot de passe", exact=True).fill(NEXT)
        claire.get_by_label("Nouveau mot de passe, encore une fois").fill(NEXT)
        assert_sound_at_every_width(claire)
        claire.keyboard.press("Enter")
        expect(claire.get_by_role("status")).to_contain_text("Votre mot de passe est changé")
        there.goto(f"{live_server.url}/compte/")
        expect(there.get_by_role("heading", name="Se connecter")).to_be_visible()
