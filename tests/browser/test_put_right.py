"""Whoever asks about a script: from the name to its shelf in six presses, and from there a miscopied mark put right."""

import pytest
from django.urls import reverse
from django.utils import timezone

from massicot.marks.models import Mark
from massicot.results.models import Lifting
from tests import destroying, shelving
from tests.browser.checks import follow
from tests.browser.pages import checked_pages
from tests.cast import ODILE
from tests.shelving import CELLAR, SECOND
from tests.web.office.lifting.lately import address, entry_of, key_there, send
from tests.web.telephone import code_of
from tests.web.visitors import SECRET, signed_in

pytestmark = pytest.mark.usefixtures(key_there.__name__)

pages = checked_pages()

RANK = 6


@pytest.fixture
def built(transactional_db):
    """Both batches in boxes on a shelf, the paper lifted today, a statement given to the candidate."""
    made = destroying.due()
    shelving.shelve(made.paper, SECOND)
    Lifting.objects.update(lifted_at=timezone.now())
    send("statement", entry_of(made, RANK), seen=0)
    return made


def presses(pages):
    """Say which links and buttons lead from the home page to the script of a candidate, what is typed on the way."""
    page = pages.page
    yield page.get_by_role("link", name="Échelle")
    yield page.get_by_role("link", name="Levée d’anonymat")
    yield page.get_by_role("link", name="Droit d’accès").first
    page.get_by_label("Nom du candidat").fill("fi")
    yield page.get_by_role("button", name="Chercher")
    yield page.get_by_role("link", name="FIGUE")
    page.get_by_role("combobox").select_option("candidate")
    page.get_by_label("Code", exact=True).fill(code_of(SECRET))
    yield page.get_by_role("button", name="Trouver")


def test_a_name_leads_to_its_shelf_in_six_presses_and_a_miscopied_mark_to_a_statement_issued_again(built, pages):
    page = pages.page
    pages.come_as(signed_in(ODILE.login))
    pages.check(reverse("office:home"))
    pressed = [follow(found) for found in presses(pages)]
    assert len(pressed) == 6
    assert f"{SECOND} – {CELLAR}" in page.locator("main").inner_text()
    pages.follow(page.get_by_role("link", name="Corriger ce qui a été mal recopié"))
    page.locator("[name=value]").fill("19")
    page.get_by_label("Motif").fill("Mal recopiée du bordereau.")
    page.get_by_role("button", name="Modifier la note").click()
    page.locator(".done").wait_for()
    assert Mark.objects.filter(hundredths=1900).exists()
    pages.check_again(address("statements"))
    pages.follow(page.get_by_role("link", name="FIGUE"))
    page.locator("main form button").click()
    page.get_by_role("alert").wait_for()
    page.get_by_label("Motif").fill("Erreur de report.")
    page.locator("main form button").click()
    page.locator(".done").wait_for()
    pages.check_as_it_is()
