"""A batch typed twice, from the office that asks for it to the lock, in the browser of each who has a part in it."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from massicot.marks import queries
from massicot.marks.models import SecondMark
from tests.browser.at_the_portal import saved, sign_in, type_sheet, wait_until_saved
from tests.browser.checks import assert_sound_at_every_width
from tests.marks import second_acts
from tests.web.visitors import visitor


@pytest.fixture
def office(desk, context: BrowserContext) -> Page:
    """A page of Odile's, signed in at the office."""
    client = visitor(desk.world, "office")
    url = desk.address.removesuffix("/saisie/")
    context.add_cookies([{"name": name, "value": one.value, "url": url} for name, one in client.cookies.items()])
    page = context.new_page()
    page.goto(f"{url}{reverse('office:second_keying', args=['BTS-2017', 'CGE'])}")
    return page


def type_again(page: Page, desk: SimpleNamespace, keys: str) -> None:
    """Type a batch the second time, as Charlie does with the sheet that the centre printed."""
    sheet = second_acts.print_again(desk.batch)
    type_sheet(page, SimpleNamespace(address=desk.address, sheet=sheet), sheet.password)
    expect(page.get_by_label("Votre nom")).to_be_focused()
    assert_sound_at_every_width(page)
    page.keyboard.type("Charlie Cannelle")
    page.keyboard.press("Enter")
    page.wait_for_url("**/saisie/seconde/")
    expect(page.get_by_role("textbox").first).to_be_focused()
    page.keyboard.type(keys)
    wait_until_saved(page)
    assert_sound_at_every_width(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Toutes les lignes sont saisies")).to_be_visible()
    assert_sound_at_every_width(page)
    page.get_by_role("button", name="Quitter ce lot").click()


def test_a_batch_is_asked_for_typed_twice_settled_and_locked(desk, office, watched_page):
    office.get_by_label("Tous").check()
    assert_sound_at_every_width(office)
    office.get_by_role("button", name="Demander").click()
    expect(office.get_by_text("2 lots sur 2")).to_be_visible()
    assert_sound_at_every_width(office)
    page = watched_page
    sign_in(page, desk)
    page.keyboard.type("0912c0020110713")
    wait_until_saved(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("une seconde fois")).to_be_visible()
    page.get_by_role("button", name="Quitter ce lot").click()
    type_again(page, desk, "0912c0020111713")
    type_sheet(page, desk, desk.sheet.password)
    page.get_by_role("button", name="Régler les différences").click()
    assert_sound_at_every_width(page)
    page.keyboard.type("17")
    page.keyboard.press("Enter")
    lock(page)
    assert saved(desk) == ["09", "12", "CB", "00", "20", "11", "17", "13"]
    assert SecondMark.objects.count() == 8
    assert queries.is_locked(desk.batch.pk)


def lock(page: Page) -> None:
    """Lock the batch with the totals of the paper sheet."""
    expect(page.get_by_label("Lignes notées")).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Tab")
    page.keyboard.type("82")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Verrouiller le lot").click()
    expect(page.get_by_role("heading", name="Reçu du lot")).to_be_visible()
