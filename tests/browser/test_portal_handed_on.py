"""Marks that another turn left in a browser: nothing is replaced, told twice or forgotten as they are taken or not."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.at_the_portal import ALL_SAVED, crash, kept_in, saved, sign_in, wait_until_saved
from tests.browser.leaving import LEFT, cut, hand_on, lock_elsewhere, mend, new_page, open_again, type_unsaved
from tests.web.portal.conftest import open_window


@pytest.fixture
def handed_on(desk, page, context) -> Page:
    """A new page of Charlie's, in a browser that went down with two marks of Bob's."""
    sign_in(page, desk)
    type_unsaved(page, "1213")
    crash(page)
    hand_on(desk, "BOB", "CHARLIE")
    again = new_page(context, f"{desk.address}lot/")
    expect(again.get_by_text(LEFT)).to_be_visible()
    return again


def take(page: Page) -> None:
    """Take what other turns left."""
    page.get_by_role("button", name="les enregistrer").click()


def test_what_is_taken_never_replaces_what_is_being_typed(desk, handed_on):
    type_unsaved(handed_on, "14")
    take(handed_on)
    expect(handed_on.locator(".left-behind li")).to_have_count(1)
    expect(handed_on.locator(".left-behind li")).to_contain_text("ligne 1")
    mend(handed_on.context)
    wait_until_saved(handed_on)
    assert saved(desk)[:3] == ["14", "13", ""]
    assert kept_in(handed_on) == 1


def test_two_marks_left_for_one_line_are_both_told_and_neither_is_taken(desk, handed_on, context):
    type_unsaved(handed_on, "16")
    crash(handed_on)
    lock_elsewhere(desk)
    open_again(desk)
    page = new_page(context, f"{desk.address}lot/")
    expect(page.locator(".left-behind li")).to_have_count(3)
    take(page)
    expect(page.locator(".left-behind li")).to_have_count(2)
    for mark in ("12", "16"):
        told = page.locator(".left-behind li", has_text=f" {mark} (")
        expect(told).to_contain_text(f": {mark} (enregistré : 15)")
    assert saved(desk) == ["15"] * 8


def test_a_mark_kept_after_the_notice_was_shown_stays_kept(desk, page, context):
    sign_in(page, desk)
    type_unsaved(page, "12")
    hand_on(desk, "BOB", "CHARLIE")
    other = context.new_page()
    other.goto(f"{desk.address}lot/")
    expect(other.locator(".left-behind li")).to_have_count(1)
    page.keyboard.type("13")
    expect(page.locator("#status")).to_contain_text("Notes pas encore enregistrées : 2")
    other.get_by_role("button", name="Les jeter").click()
    expect(other.locator(".left-behind li")).to_have_count(1)
    expect(other.locator(".left-behind li")).to_contain_text(": 13")


def test_a_page_that_is_over_offers_nothing_and_loses_nothing(desk, handed_on):
    lock_elsewhere(desk)
    open_again(desk)
    handed_on.get_by_role("textbox").nth(4).click()
    handed_on.keyboard.type("09")
    expect(handed_on.get_by_role("link", name="Rouvrir la page")).to_be_visible(timeout=10_000)
    expect(handed_on.get_by_role("button", name="les enregistrer")).to_be_hidden()
    handed_on.get_by_role("link", name="Rouvrir la page").click()
    expect(handed_on.locator(".left-behind li")).to_have_count(3)


def test_a_page_that_takes_no_typing_empties_no_line(desk, page, context):
    sign_in(page, desk)
    page.keyboard.type("1213")
    wait_until_saved(page)
    open_window(closes=timedelta(minutes=-1))
    page.keyboard.type("14")
    expect(page.locator("#status")).to_contain_text("Saisie close", timeout=10_000)
    page.get_by_role("textbox").nth(1).focus()
    page.keyboard.press("Delete")
    expect(page.get_by_role("textbox").nth(1)).to_have_value("13")
    open_window()
    expect(page.locator("#status")).to_have_text(ALL_SAVED, timeout=20_000)
    assert saved(desk)[:3] == ["12", "13", "14"]


def test_a_refused_lock_forgets_nothing_that_the_receipt_has_to_tell(desk, page, context):
    sign_in(page, desk)
    type_unsaved(page, "12")
    crash(page)
    lock_elsewhere(desk)
    new_page(context, f"{desk.address}lot/verrouiller").get_by_role("button", name="Reçu du lot").click()
    receipt = context.pages[-1]
    expect(receipt.locator(".left-behind li")).to_contain_text(": 12 (enregistré : 15)")


def test_two_pages_of_one_turn_keep_what_each_has_typed(desk, page, context):
    sign_in(page, desk)
    other = context.new_page()
    other.goto(f"{desk.address}lot/")
    for one, rank, keys in ((page, 0, "12"), (other, 3, "15")):
        one.bring_to_front()
        one.get_by_role("textbox").nth(rank).click()
        type_unsaved(one, keys)
    crash(page)
    crash(other)
    again = new_page(context, f"{desk.address}lot/")
    wait_until_saved(again)
    assert saved(desk)[:4] == ["12", "", "", "15"]


def test_leaving_is_asked_anew_when_more_is_not_saved_and_then_keeps_nothing(desk, page, context):
    sign_in(page, desk)
    type_unsaved(page, "12")
    leave, warning = page.get_by_role("button", name="Quitter ce lot"), page.locator("#not-left")
    leave.click()
    expect(warning).to_contain_text("Notes pas encore enregistrées : 1")
    mend(context)
    wait_until_saved(page)
    expect(warning).to_be_hidden()
    cut(context)
    page.get_by_role("textbox").nth(1).click()
    page.keyboard.type("1314")
    leave.click()
    expect(warning).to_contain_text("Notes pas encore enregistrées : 2")
    leave.click()
    page.wait_for_url("**/saisie/")
    assert kept_in(page) == 0
