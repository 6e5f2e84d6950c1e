"""From a number to a name and from a name to a script, in a browser: each state of these pages is a sound page."""

import pytest

from massicot.results import services as results
from massicot.results.rules.lifting import Case
from tests import later_world
from tests.browser.pages import checked_pages
from tests.cast import KEY, ODILE, OMAR, TYPING
from tests.web.office.lifting.lately import address, entry_of, key_there, lifted_lately, send
from tests.web.telephone import code_of
from tests.web.visitors import SECRET, signed_in

pytestmark = pytest.mark.usefixtures(key_there.__name__)

pages = checked_pages()


@pytest.fixture
def built(transactional_db):
    """Everything locked, one script missing, the paper lifted yesterday."""
    return lifted_lately()


def give_code(page, button):
    page.get_by_label("Code", exact=True).fill(code_of(SECRET))
    page.get_by_role("button", name=button).click()


def test_a_script_is_lifted_by_two_persons(built, pages):
    number = later_world.number_of(built, 5)
    at = address("lift_script", number)
    pages.come_as(signed_in(ODILE.login))
    pages.check(at)
    pages.page.get_by_role("combobox").select_option("fraud")
    pages.page.get_by_label("Motif").fill("Deux copies identiques.")
    give_code(pages.page, "Proposer")
    pages.page.locator(".done").wait_for()
    pages.check_as_it_is()
    pages.come_as(signed_in(OMAR.login))
    pages.check_again(at)
    pages.page.get_by_role("button", name="Demander s’il y a un incident").click()
    pages.page.get_by_text("n’a pas d’incident qui attende une suite").wait_for()
    pages.check_as_it_is()
    give_code(pages.page, "Confirmer")
    pages.page.get_by_role("heading", name="ÉGLANTINE").wait_for()
    pages.check_as_it_is()
    pages.check_again(at)
    assert not pages.page.get_by_text("ÉGLANTINE").count()


def test_a_wrong_code_keeps_what_was_typed(built, pages):
    script = {"paper": built.paper, "number": later_world.number_of(built, 5), "by": ODILE, "at": TYPING}
    results.propose_script_lifting(case=Case.APPEAL, reason="Recours", key=KEY, **script)
    results.withdraw_script_lifting(reason="Numéro mal lu", **script)
    pages.come_as(signed_in(OMAR.login))
    pages.check(address("lift_script", script["number"]))
    pages.page.get_by_role("combobox").select_option("found")
    pages.page.get_by_label("Motif").fill("Sans en-tête.")
    pages.page.get_by_label("Code", exact=True).fill("000000")
    pages.page.get_by_role("button", name="Proposer").click()
    pages.page.locator(".fault").wait_for()
    pages.check_as_it_is()
    assert pages.page.get_by_label("Motif").input_value() == "Sans en-tête."


def test_a_name_leads_to_a_script_and_to_its_statement(built, pages):
    pages.come_as(signed_in(ODILE.login))
    pages.check(f"{address('find_script')}?nom=ir")
    pages.follow(pages.page.get_by_role("link", name="IRIS Camille"))
    pages.page.get_by_role("combobox").select_option("candidate")
    give_code(pages.page, "Trouver")
    pages.page.get_by_role("table").wait_for()
    pages.check_as_it_is()
    pages.follow(pages.page.get_by_role("link", name="Relevé de"))
    pages.page.locator("main form button").click()
    pages.page.locator(".done").wait_for()
    pages.check_as_it_is()


def test_a_stale_statement_is_listed_and_issued_again(built, pages):
    send("statement", entry_of(built, 9), seen=0)
    later_world.amend(built, 9, "20")
    pages.come_as(signed_in(ODILE.login))
    pages.check(address("statements"))
    pages.follow(pages.page.get_by_role("link", name="IRIS Camille"))
    pages.page.locator("main form button").click()
    pages.page.get_by_role("alert").wait_for()
    pages.check_as_it_is()
    pages.page.get_by_label("Motif").fill("Erreur matérielle.")
    pages.page.locator("main form button").click()
    pages.page.locator(".done").wait_for()
    pages.check_as_it_is()
