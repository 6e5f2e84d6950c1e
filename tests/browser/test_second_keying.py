"""A batch typed twice, from the office that asks for it to the lock, in the browser of each who has a part in it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from massicot.marks import queries
from massicot.marks.models import SecondMark
from tests.browser.at_the_portal import count_blank, saved, sign_in, type_sheet, wait_until_saved
from tests.browser.checks import assert_sound_at_every_width, excuse, follow
from tests.marks import second_acts
from tests.web.markingcentre.desk import address
from tests.web.portal.conftest import open_window
from tests.web.visitors import visitor


@pytest.fixture
def office(desk, context: BrowserContext) -> Page:
    """A page of Odile's, signed in at the office."""
    return page_as("office", desk, context, reverse("office:second_keying", args=["BTS-2017", "CGE"]))


def page_as(role: str, desk: SimpleNamespace, context: BrowserContext, path: str) -> Page:
    """Open a page of a desk, signed in there."""
    client = visitor(desk.world, role)
    url = desk.address.removesuffix("/saisie/")
    context.add_cookies([{"name": name, "value": one.value, "url": url} for name, one in client.cookies.items()])
    page = context.new_page()
    page.goto(f"{url}{path}")
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
    expect(office.get_by_text("prend 2 lots de plus")).to_be_visible()
    assert_sound_at_every_width(office)
    office.get_by_role("button", name="Demander").click()
    expect(office.get_by_text("2 lots sur 2")).to_be_visible()
    assert_sound_at_every_width(office)
    page = watched_page
    count_blank(desk)
    sign_in(page, desk)
    page.keyboard.type("0912c0020110713")
    wait_until_saved(page)
    page.keyboard.press("Enter")
    expect(page.get_by_text("une seconde fois")).to_be_visible()
    page.get_by_role("button", name="Quitter ce lot").click()
    type_again(page, desk, "0912c0020111713")
    open_differences(page, desk)
    assert_sound_at_every_width(page)
    settle(page)
    lock(page)
    assert saved(desk) == ["09", "12", "CB", "00", "20", "11", "17", "13"]
    assert SecondMark.objects.count() == 8
    assert queries.is_locked(desk.batch.pk)


def settle(page: Page) -> None:
    """Settle the line that differs with 17, once codes were written by their letter and whole."""
    cell = page.get_by_role("textbox").first
    for keys, code in (("a", "AB"), ("AB", "AB"), ("c", "CB")):
        page.keyboard.type(keys)
        expect(cell).to_have_value(code)
        cell.fill("")
    page.keyboard.type("17")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 ligne est réglée")).to_be_visible()


def open_differences(page: Page, desk: SimpleNamespace) -> None:
    """Sign in with the sheet of a batch that was typed twice, and go on to what differs."""
    type_sheet(page, desk, desk.sheet.password)
    page.wait_for_url("**/saisie/lot/")
    follow(page.get_by_role("button", name="Régler les différences"))


def test_what_settles_a_line_stays_on_the_page_of_whoever_is_signed_out(desk, watched_page, complaints):
    second_acts.ask(desk.paper.pk)
    page = watched_page
    count_blank(desk)
    sign_in(page, desk)
    page.keyboard.type("0912c0020110713")
    wait_until_saved(page)
    type_again(page, desk, "0912c0020111713")
    open_differences(page, desk)
    page.get_by_role("textbox").first.fill("17")
    page.context.clear_cookies()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Vous êtes déconnecté")
    assert_sound_at_every_width(page)
    excuse(complaints, 401)
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Se reconnecter").click()
    open_differences(popup.value, desk)
    page.get_by_role("button", name="Enregistrer ce que dit le papier").click()
    expect(page.get_by_text("1 ligne est réglée")).to_be_visible()


def test_what_differs_once_the_entry_is_closed_is_a_sound_page(desk, watched_page):
    second_acts.ask(desk.paper.pk)
    count_blank(desk)
    sign_in(watched_page, desk)
    watched_page.keyboard.type("0912c0020110713")
    wait_until_saved(watched_page)
    type_again(watched_page, desk, "0912c0020111713")
    open_differences(watched_page, desk)
    open_window(closes=timedelta(seconds=-1))
    watched_page.reload()
    expect(watched_page.get_by_text("Saisie close")).to_be_visible()
    assert_sound_at_every_width(watched_page)


def lock(page: Page) -> None:
    """Lock the batch with the totals of the paper sheet."""
    expect(page.get_by_label("Lignes notées")).to_be_focused()
    page.keyboard.type("7")
    page.keyboard.press("Tab")
    page.keyboard.type("82")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Verrouiller le lot").click()
    expect(page.get_by_role("heading", name="Reçu du lot")).to_be_visible()


def test_the_page_of_a_batch_shows_by_itself_that_its_second_sheet_is_printed(desk, context):
    second_acts.ask(desk.paper.pk)
    page = page_as("marking-centre", desk, context, address("batch", desk.batch))
    with page.expect_popup():
        page.get_by_role("button", name="Imprimer le bordereau de seconde saisie").click()
    again = page.get_by_text("Réimprimer le bordereau de seconde saisie")
    expect(again).to_be_visible()
    again.click()
    assert_sound_at_every_width(page)
