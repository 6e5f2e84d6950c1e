"""An exam centre certifies its header strips in the browser, one of them not found, and the exam office takes note."""

from django.urls import reverse

from massicot.anonymity import queries as anonymity
from tests.browser.checks import follow
from tests.browser.pages import checked_pages
from tests.cast import CEDRES, CLAIRE, ODILE
from tests.web.examcentre.test_strips_destroyed import destroyed_lately
from tests.web.visitors import CENTRE, PAPER, signed_in

pages = checked_pages()


def test_a_strip_that_was_not_found_is_signed_printed_and_noted(transactional_db, pages):
    built = destroyed_lately()
    pages.come_as(signed_in(CLAIRE.login))
    pages.check_again(reverse("examcentre:strips_destroyed", kwargs=CENTRE))
    page = pages.page
    page.get_by_label("En-têtes détruits").fill(str(anonymity.strips_due(built.paper, CEDRES) - 1))
    page.get_by_label("Seconde personne").fill("Mme Roux")
    page.get_by_label("Motif").first.fill("La boîte 2 a pris l’eau")
    follow(page.get_by_role("button", name="Signer : ces en-têtes sont détruits"))
    pages.check_as_it_is()
    with page.expect_download() as download:
        page.get_by_role("button", name="Imprimer la dernière attestation").click()
    assert download.value.suggested_filename.startswith("attestation-en-tetes")
    pages.come_as(signed_in(ODILE.login))
    pages.check_again(reverse("office:destruction", kwargs=PAPER))
    page.get_by_label("Ce que le bureau des examens en sait").fill("Centre appelé, deux armoires revues")
    follow(page.get_by_role("button", name="En prendre acte"))
    pages.check_as_it_is()
    assert page.get_by_text(f"{ODILE.login} en a pris acte").is_visible()
