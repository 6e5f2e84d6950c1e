"""The office's pages of a batch in each of its states, in both languages, at every width."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from massicot.batches import queries as batches
from massicot.marks import queries as marks
from massicot.marks import services
from massicot.marks.models import Referral
from massicot.results import services as result_acts
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests import later_world, world
from tests.browser.pages import checked_pages, in_both_languages
from tests.cast import ODILE, TYPING
from tests.web.portal.conftest import open_window
from tests.web.visitors import visitor

browser_context_args = in_both_languages()
pages = checked_pages()


def at(name, *more):
    """Find a page of the paper."""
    return reverse(f"office:{name}", args=["BTS-2017", "CGE", *more])


@pytest.fixture
def built(transactional_db, pages):
    """Everything locked, entry open around now; somebody of the office at the browser."""
    built = later_world.locked()
    open_window()
    pages.come_as(visitor(built, "office"))
    return built


def test_a_batch_that_was_opened_again_and_one_with_a_changed_mark_are_sound(built, pages):
    first, second = batches.batches_of(built.paper.pk)
    number, before = next(iter(marks.shown_marks(first).items()))
    services.write_mark(number=number, value="20", seen=before, reason="Erreur", by=ODILE, at=TYPING)
    result_acts.unlock_batch(batch_code=second.code, reason="Total", by=ODILE, at=TYPING)
    for address in (at("batch", first.code), at("batch", second.code), at("line", first.code, number), at("batches")):
        pages.check_again(address)
    pages.page.goto(pages.site + at("batch", second.code))
    pages.page.locator("main details summary").first.click()
    pages.page.locator("main form button").first.click()
    pages.page.locator(".fault").first.wait_for()
    pages.check_as_it_is()


def press(page: Page, click_count: int) -> None:
    """Press the button under the hand once more: browsers count what follows at once as one double click."""
    page.mouse.down(click_count=click_count)
    page.mouse.up(click_count=click_count)


def test_a_button_pressed_twice_at_once_acts_once_and_tells_no_refusal(built, pages):
    second = batches.batches_of(built.paper.pk)[1]
    pages.page.goto(pages.site + at("batch", second.code))
    opening = pages.page.locator("form[action$='/deverrouiller/']")
    pages.page.locator("details:has(form[action$='/deverrouiller/']) summary").click()
    opening.get_by_role("textbox").fill("Total")
    opening.get_by_role("button").hover()
    with pages.page.expect_request(lambda sent: sent.method == "POST"):
        press(pages.page, 1)
    press(pages.page, 2)
    pages.page.locator("p.done[role=status]").wait_for()
    assert not pages.page.locator(".fault, .refusal:visible").count()


def test_a_batch_that_closed_without_its_lock_is_sound(built, pages):
    second = batches.batches_of(built.paper.pk)[1]
    result_acts.unlock_batch(batch_code=second.code, reason="Total", by=ODILE, at=TYPING)
    open_window(closes=timedelta(seconds=-1))
    for address in (at("batch", second.code), at("line", second.code, batches.numbers_of(second.pk)[0])):
        pages.check_again(address)


def test_a_line_that_was_referred_is_sound_before_and_after_its_answer(built, pages):
    water = batches.batches_of(built.paper.pk)[1]
    result_acts.unlock_batch(batch_code=water.code, reason="Total", by=ODILE, at=TYPING)
    numbers = batches.numbers_of(water.pk)
    absent = next(one for one in numbers if scripts.kinds_of([one])[one] is ScriptKind.PLACEHOLDER)
    opened = world.open_sheet(built, water.code)
    services.refer_line(credential_id=opened.credential_id, number=absent, value="12", at=timezone.now())
    referral = at("referral", Referral.objects.get().pk)
    pages.check_again(at("referrals"))
    pages.check_again(referral)
    pages.page.get_by_role("radio").first.check()
    pages.page.locator("input[name=reason]").fill("Vu.")
    pages.page.keyboard.press("Enter")
    pages.page.wait_for_url(f"**/{water.code}/")
    pages.check_as_it_is()
    pages.check_again(referral)
    pages.check_again(at("line", water.code, absent))
