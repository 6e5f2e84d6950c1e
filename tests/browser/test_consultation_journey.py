"""A request to see a script goes from the day it came to its mail, another to its refusal, in a browser."""

import pytest
from django.utils import timezone

from massicot.post.models import Letter
from massicot.results import queries
from massicot.results.models import Consultation
from tests.browser.pages import checked_pages
from tests.cast import ODILE, candidate_number
from tests.deposits import papers
from tests.documents.reading import Reader
from tests.web.office.lifting.lately import address, key_there, lifted_lately
from tests.web.visitors import signed_in

pytestmark = pytest.mark.usefixtures(key_there.__name__)

pages = checked_pages()

SCAN = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": papers.pdf()}


@pytest.fixture
def built(transactional_db):
    """Everything locked, one script missing, the paper lifted yesterday."""
    return lifted_lately()


def ask(page, site, rank, born):
    page.goto(f"{site}{address('consultations')}")
    if not page.get_by_label("N° de candidat").is_visible():
        page.get_by_text("Quelqu’un demande à voir une copie").click()
    page.get_by_label("N° de candidat").fill(candidate_number(rank))
    page.get_by_label("Date de naissance").fill(born)
    page.get_by_label("Demandé par").select_option("candidate")
    page.get_by_label("Reçue le").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Noter la demande").click()
    page.get_by_role("button", name="L’identité est vérifiée").wait_for()
    return Consultation.objects.latest("pk")


def check(page):
    page.get_by_label("Vu", exact=True).select_option("passport")
    page.get_by_role("button", name="L’identité est vérifiée").click()
    page.get_by_role("button", name="Envoyer la copie").wait_for()


def refuse(page, reason):
    page.get_by_text("La refuser").click()
    page.get_by_label("Motif").first.fill(reason)
    page.get_by_role("button", name="Noter le refus").click()


@pytest.mark.usefixtures("built")
def test_one_request_goes_to_its_mail_and_another_to_its_letter_of_refusal(pages, live_server):
    page = pages.page
    pages.come_as(signed_in(ODILE.login))
    asked = ask(page, live_server.url, 9, "1997-03-01")
    check(page)
    pages.check_as_it_is()
    page.get_by_label("Numérisation de la copie").set_input_files(SCAN)
    page.get_by_label("Adresse de courriel du demandeur").fill("iris@example.org")
    page.get_by_role("button", name="Envoyer la copie").click()
    page.get_by_role("heading", name="Copies et courriels").wait_for()
    pages.check_as_it_is()
    (copy,) = queries.copies_of(asked)
    assert Letter.objects.get(to="iris@example.org").enclosed == f"document:{copy.deposit.code}"
    ask(page, live_server.url, 5, "1997-03-06")
    refuse(page, "La copie a été numérisée.")
    with page.expect_download() as download:
        page.locator("a[href$='lettre-de-refus/']").click()
    pages.check_as_it_is()
    assert "La copie a été numérisée." in Reader(download.value.path().read_bytes()).text
