"""Every page, in both languages, on a desk's screen and on a telephone: accessible, and never wider than its window."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from massicot.batches import queries as batches
from massicot.core import draws
from massicot.exams.models import Session
from massicot.marks import queries
from massicot.marks import services as marks
from tests import later_world, world
from tests.browser.pages import checked_pages, in_both_languages
from tests.cast import MARC, MARKING
from tests.web.portal.conftest import open_window
from tests.web.visitors import ANONYMOUS, SHEET, addresses, link_token, visitor

REFUSED, NOT_A_PAGE = 400, 405
TITLE = re.compile(r"<title>\s*(.*?)\s*</title>", re.DOTALL)
VISITORS = (ANONYMOUS, "office", "exam-centre", "marking-centre", "marker", "inspector", "school", SHEET)
LADDER = {"session": "BTS-2017", "paper": "CGE"}

FOUND: dict[str, list[str]] = {}
"""Where each visitor comes to a page, once it was looked for."""

browser_context_args = in_both_languages()
pages = checked_pages()


@pytest.fixture
def built(transactional_db):
    """Everything handed out, one script missing."""
    return world.handed_out(later_world.with_one_lost())


def is_page(answer) -> bool:
    """Say whether an address answers with a page, or leads to one: not with a file, and not to be sent to only."""
    return answer.status_code != NOT_A_PAGE and answer["Content-Type"].startswith("text/html")


def page_of(answer, who: str) -> tuple[str, str]:
    """Tell which page an answer is by its place and title; a refusal of one kind is one page to a visitor."""
    (title,) = TITLE.findall(answer.content.decode())
    return (who if answer.status_code >= REFUSED else answer.request["PATH_INFO"], title)


def pages_of(client: Client, who: str) -> list[str]:
    """List the addresses at which a visitor comes to a page, each page once; they are the same in every language."""
    if who not in FOUND:
        came = {}
        for address in (*addresses().values(), "/nowhere/"):
            answer = client.get(address, follow=True)
            if is_page(answer):
                came.setdefault(page_of(answer, who), address)
        FOUND[who] = list(came.values())
    return FOUND[who]


def test_every_address_shows_a_sound_page_to_whoever_comes(built, pages):
    for who in VISITORS:
        client = visitor(built, who)
        pages.come_as(client)
        for address in pages_of(client, who):
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
    pages.page.locator("dl.facts").wait_for()
    pages.check_as_it_is()
    pages.page.locator("main button").click()
    pages.page.wait_for_url("**/recu")
    pages.check_as_it_is()
    marks.print_sheet(batch_code=batch.code, portal_address="x", draw=draws.from_seed(2), by=MARC, at=MARKING)
    pages.check(reverse("portal:receipt"))
    assert pages.page.locator(".refusal").is_visible()


def test_a_rehearsal_says_so_at_the_head_of_a_sound_page(built, pages):
    Session.objects.update(is_rehearsal=True)
    pages.come_as(visitor(built, "marking-centre"))
    pages.check(reverse("markingcentre:home"))
    assert pages.page.get_by_role("complementary").is_visible()


def lock(page: Page, lines: int, total: int) -> None:
    """Type the control totals and lock."""
    for field, figure in zip(page.get_by_role("textbox").all(), (lines, total), strict=True):
        field.fill(str(figure))
    page.keyboard.press("Enter")


def test_a_good_link_and_a_decision_without_a_reason_are_sound_pages(built, pages):
    pages.check(reverse("shared:welcome", args=[link_token()]))
    pages.follow(pages.page.locator("main form button"))
    pages.come_as(visitor(built, "office"))
    pages.check(reverse("office:ladder", kwargs=LADDER))
    pages.page.locator("a[href*='/ecart/']").first.click()
    pages.page.locator("select[name=decision]").select_option("lost")
    pages.page.locator("input[name=reason]").fill(" ")
    pages.page.keyboard.press("Enter")
    pages.page.locator(".fault").first.wait_for()
    pages.check_as_it_is()
