"""Every page, in both languages, on a desk's screen and on a telephone: accessible, and never wider than its window."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from massicot.batches import queries as batches
from massicot.core import draws
from massicot.marks import queries
from massicot.marks import services as marks
from tests import later_world, world
from tests.browser.checks import assert_sound_at_every_width
from tests.web.portal.conftest import open_window
from tests.web.visitors import ANONYMOUS, SHEET, addresses, link_token, visitor
from tests.world import MARC, MARKING

NOT_A_PAGE = 405
VISITORS = (ANONYMOUS, "office", "marking-centre", SHEET)
LADDER = {"session": "BTS-2017", "paper": "CGE"}


@pytest.fixture(params=["fr-FR", "en-GB"])
def browser_context_args(browser_context_args: dict, request: pytest.FixtureRequest) -> dict:
    """Browse in French, then in English."""
    return {**browser_context_args, "locale": request.param}


@pytest.fixture
def built(transactional_db):
    """Everything handed out, one script missing."""
    return world.handed_out(later_world.with_one_lost())


@pytest.fixture
def pages(page: Page, complaints: list[str], live_server, request: pytest.FixtureRequest):
    """A browser that goes where it is told, as whom it is told, and fails on whatever is wrong there."""
    yield Pages(page, live_server.url)
    assert [found for found in complaints if "the server responded with a status of 4" not in found] == []


class Pages:
    """Pages visited one after the other, each checked once."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.seen: set[tuple[str, str]] = set()

    def come_as(self, client) -> None:
        """Take over the cookies of somebody signed in elsewhere."""
        context: BrowserContext = self.page.context
        context.clear_cookies()
        cookies = [{"name": name, "value": cookie.value, "url": self.site} for name, cookie in client.cookies.items()]
        context.add_cookies(cookies)

    def check(self, address: str) -> None:
        """Open an address and check the page that comes, if it is a new one."""
        self.page.goto(f"{self.site}{address}")
        found = (self.page.url, self.page.title())
        if found not in self.seen:
            self.seen.add(found)
            self.check_as_it_is()

    def check_as_it_is(self) -> None:
        """Check the page that is open, with all that it folds away, in the language of its browser."""
        assert self.page.evaluate("navigator.language.startsWith(document.documentElement.lang)")
        self.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert_sound_at_every_width(self.page)


def test_every_address_shows_a_sound_page_to_whoever_comes(built, pages):
    for who in VISITORS:
        client = visitor(built, who)
        pages.come_as(client)
        for address in (*addresses().values(), "/nowhere/"):
            if client.get(address).status_code != NOT_A_PAGE:
                pages.check(address)
    assert len({title for _, title in pages.seen}) >= 9


def test_the_pages_of_a_batch_are_sound_in_each_of_its_states(transactional_db, pages):
    built = later_world.typed()
    pages.come_as(visitor(built, SHEET))
    open_window(closes=timedelta(seconds=-1))
    pages.check(reverse("portal:mark_entry"))
    open_window()
    pages.page.reload()
    pages.page.get_by_role("textbox").first.press("x")
    pages.page.locator(".state.is-refused").wait_for()
    pages.check_as_it_is()
    pages.check(reverse("portal:lock"))
    lock(pages.page, 1, 1)
    pages.page.get_by_role("alert").wait_for()
    pages.check_as_it_is()
    batch = batches.batches_of(built.paper.pk)[0]
    totals = queries.totals_of(batch.pk)
    lock(pages.page, totals.numeric_lines, totals.sum_hundredths // 100)
    pages.page.wait_for_url("**/recu")
    pages.check_as_it_is()
    marks.print_sheet(batch_code=batch.code, portal_address="x", draw=draws.from_seed(2), by=MARC, at=MARKING)
    pages.check(reverse("portal:receipt"))
    assert pages.page.locator(".refusal").is_visible()


def lock(page: Page, lines: int, total: int) -> None:
    """Type the control totals and lock."""
    for field, figure in zip(page.get_by_role("textbox").all(), (lines, total), strict=True):
        field.fill(str(figure))
    page.keyboard.press("Enter")


def test_a_good_link_and_a_decision_without_a_reason_are_sound_pages(built, pages):
    pages.check(reverse("shared:welcome", args=[link_token()]))
    pages.page.keyboard.press("Enter")
    pages.check_as_it_is()
    pages.come_as(visitor(built, "office"))
    pages.check(reverse("office:ladder", kwargs=LADDER))
    pages.page.locator("input[name=reason]").first.fill(" ")
    pages.page.keyboard.press("Enter")
    pages.page.locator(".fault").first.wait_for()
    pages.check_as_it_is()
