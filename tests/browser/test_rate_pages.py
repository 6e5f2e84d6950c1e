"""A rate is entered by one person of the office and confirmed by another; a row of the program is taken over."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from massicot.expenses import queries
from massicot.expenses.rules import rates
from tests import world
from tests.browser.checks import follow
from tests.browser.pages import checked_pages
from tests.cast import ODILE, OMAR
from tests.web.visitors import signed_in

pages = checked_pages()

TABLE = {"table": "pay"}


@pytest.fixture
def office(transactional_db, pages):
    """The pages of rates, open to Odile."""
    world.opened()
    pages.come_as(signed_in(ODILE.login))
    return pages


def come_as(pages, person):
    """Let somebody else of the office sit down, and begin at home."""
    pages.come_as(signed_in(person.login))
    pages.page.goto(f"{pages.site}{reverse('office:home')}")


def press(pages, button):
    """Press a button of the table, and check the page that comes."""
    follow(pages.page.get_by_role("button", name=button))
    pages.check_as_it_is()


def test_a_rate_is_entered_by_one_and_confirmed_by_another(office):
    page = office.page
    office.check_again(reverse("office:rates"))
    office.follow(page.get_by_role("link", name="copies et heures"))
    for label, typed in {
        "Une copie": "deux",
        "Une heure": "13,72",
        "Premier jour": "2017-01-01",
        "Texte": "note",
    }.items():
        page.get_by_label(label).fill(typed)
    page.get_by_label("Ligne").select_option("BTS")
    press(office, "Saisir le taux")
    expect(page.get_by_role("alert")).to_contain_text("n’est pas un montant")
    expect(page.get_by_label("Une copie")).to_be_focused()
    page.get_by_label("Une copie").fill("2,50")
    press(office, "Saisir le taux")
    come_as(office, OMAR)
    office.follow(page.get_by_role("button", name="Voir les barèmes"))
    office.follow(page.get_by_role("link", name="copies et heures"))
    press(office, "Confirmer ce taux")
    expect(page.get_by_role("status")).to_contain_text("Le taux est confirmé")
    assert [rate.confirmed_by for rate in queries.rates_of_office(rates.PAY)] == [OMAR.login]


def test_a_row_to_be_confirmed_is_taken_over_in_one_press(office):
    office.check_again(reverse("office:rate_table", kwargs=TABLE))
    press(office, "Reprendre tel quel")
    expect(office.page.get_by_role("row", name="BTS")).to_contain_text("attend une deuxième personne")
    come_as(office, OMAR)
    office.check_again(reverse("office:rate_table", kwargs=TABLE))
    press(office, "Confirmer ce taux")
    expect(office.page.get_by_role("button", name="Reprendre tel quel")).to_have_count(0)
    assert not any(row.is_to_confirm for row in queries.table_in_force(rates.PAY).rows)
