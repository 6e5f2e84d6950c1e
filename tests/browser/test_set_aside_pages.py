"""A foreign script from the reception where it turns up to its end, at both desks."""

from django.urls import reverse
from playwright.sync_api import expect

from massicot.setasides import queries
from massicot.setasides.rules import Oddity
from tests import world
from tests.browser.checks import follow
from tests.browser.pages import checked_pages, in_both_languages
from tests.cast import CEDRES
from tests.setasides.test_services import put
from tests.web.markingcentre.desk import address
from tests.web.visitors import PAPER, PARCEL, SLIP, visitor

browser_context_args = in_both_languages()
pages = checked_pages()
STRANGER = "00000042W"


def press(pages):
    """Send the form of the page, and check what comes."""
    follow(pages.page.locator("main form button"))
    pages.check_as_it_is()


def test_a_foreign_script_is_set_aside_from_the_reception_where_it_turned_up(transactional_db, pages):
    pages.come_as(visitor(world.arrived(), "marking-centre"))
    pages.check_again(reverse("markingcentre:reception", kwargs=PARCEL))
    follow(pages.page.locator("a[href*='dans=']"))
    pages.page.get_by_role("radio").first.check()
    pages.page.locator("[name=number]").fill(STRANGER)
    pages.page.locator("[name=place]").fill(" ")
    press(pages)
    expect(pages.page.locator(".fault").first).to_be_visible()
    pages.page.locator("[name=place]").fill("Étagère 2")
    press(pages)
    row = queries.set_aside_by_code(SLIP)
    assert (row.number, row.found_in) == (STRANGER, PARCEL["code"])
    for name in ("home", "set_asides", "new_set_aside"):
        pages.check_again(address(name))


def test_the_office_follows_it_to_its_end_and_what_comes_back_has_a_new_slip(transactional_db, pages):
    built = world.arrived()
    put(built, Oddity.FOREIGN, number=STRANGER)
    pages.come_as(visitor(built, "office"))
    for page in (reverse("office:home"), reverse("office:set_asides", kwargs=PAPER)):
        pages.check_again(page)
    pages.follow(pages.page.get_by_role("link", name=SLIP))
    pages.page.locator("input[value=returned]").check()
    pages.page.locator("[name=ref]").fill(CEDRES)
    pages.page.locator("[name=reason]").fill("Rendue par la navette.")
    press(pages)
    assert not queries.set_aside_by_code(SLIP).is_open
    pages.come_as(visitor(built, "marking-centre"))
    pages.check_again(address("set_asides"))
    pages.follow(pages.page.get_by_role("link", name=SLIP))
    follow(pages.page.locator("a[href*='apres=']"))
    pages.page.locator("[name=place]").fill("Coffre")
    press(pages)
    assert queries.followed_by(SLIP) == ["A-BTS-2017-CGE-0002"]
