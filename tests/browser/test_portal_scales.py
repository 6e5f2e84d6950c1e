"""Papers that do not count in whole marks: each mark has its comma, and no mark ends up in the line before."""

import pytest
from playwright.sync_api import Page, expect

from massicot.exams.models import Paper
from tests.browser.at_the_portal import count_blank, saved_values, sign_in, wait_until_saved
from tests.browser.checks import assert_sound_at_every_width


@pytest.fixture
def halves(desk, watched_page) -> Page:
    """A typing page of a paper that counts in halves."""
    Paper.objects.update(step_hundredths=50)
    sign_in(watched_page, desk)
    return watched_page


def test_a_mark_in_halves_is_typed_with_its_comma_and_moves_on(desk, halves):
    count_blank(desk, 3)
    expect(halves.locator("#keys")).to_contain_text("avec sa virgule, comme 19,5")
    expect(halves.locator("#keys")).to_contain_text("19 et Entrée écrivent 19,0")
    halves.keyboard.type("12,513.007,5c")
    expect(halves.get_by_role("textbox").nth(4)).to_be_focused()
    wait_until_saved(halves)
    assert saved_values(desk)[:5] == ["12,5", "13,0", "07,5", "CB", ""]


def test_enter_after_each_mark_skips_no_line(desk, halves):
    for mark in ("12", "13,5", "14", "15,5", "16"):
        halves.keyboard.type(mark)
        halves.keyboard.press("Enter")
    wait_until_saved(halves)
    assert saved_values(desk)[:6] == ["12,0", "13,5", "14,0", "15,5", "16,0", ""]


def test_whole_marks_without_their_decimal_never_fill_the_line_before(desk, halves):
    halves.keyboard.type("121314")
    row = halves.get_by_role("row").nth(1)
    expect(row).to_contain_text("« 121 » n’est pas une note de cette épreuve")
    expect(row).to_contain_text("de 00,0 à 20,0, par pas de 0,5")
    expect(halves.get_by_role("textbox").first).to_have_value("121")
    expect(halves.locator("#status")).to_contain_text("regardez la feuille")
    assert_sound_at_every_width(halves)
    halves.get_by_role("button", name="Relire").click()
    expect(halves.get_by_role("dialog", name="Relire")).to_contain_text("n’est pas une note")
    halves.keyboard.press("Escape")
    expect(halves.get_by_role("textbox").first).to_be_focused()
    halves.keyboard.press("Backspace")
    halves.keyboard.type("12")
    halves.keyboard.press("Enter")
    halves.keyboard.type("13,0")
    wait_until_saved(halves)
    assert saved_values(desk)[:3] == ["12,0", "13,0", ""]


def test_on_a_telephone_no_mark_ends_up_in_the_line_before(desk, halves):
    for digits in ("12", "10", "05"):
        for digit in digits:
            halves.keyboard.insert_text(digit)  # as a telephone does: no key is named
    expect(halves.get_by_role("textbox").first).to_have_value("121")
    expect(halves.locator("#status")).to_contain_text("regardez la feuille")
    assert saved_values(desk) == [""] * 8


@pytest.mark.parametrize("release", ["click-line", "click-same", "arrow"])
def test_typing_that_was_held_goes_on_where_somebody_goes(desk, watched_page, release):
    page = watched_page
    sign_in(page, desk)
    page.keyboard.type("12,")
    wait_until_saved_but_held(page)
    page.keyboard.type("0131415")
    if release == "arrow":
        page.keyboard.press("ArrowDown")
    else:
        page.get_by_role("textbox").nth(1 if release == "click-line" else 0).click()
    page.keyboard.type("16")
    wait_until_saved(page)
    assert saved_values(desk)[:3] == (["16", "", ""] if release == "click-same" else ["12", "16", ""])


def wait_until_saved_but_held(page: Page) -> None:
    """Wait for the first save, whose answer does not take away what the page says of held typing."""
    expect(page.locator(".state").first).to_have_text("enregistré", timeout=10_000)
    expect(page.locator("#status")).to_contain_text("sans virgule : vérifiez la ligne 1")


@pytest.mark.parametrize("code", ["CB", "c"])
def test_enter_after_a_code_skips_no_line(desk, watched_page, code):
    count_blank(desk, 1)
    sign_in(watched_page, desk)
    for mark in ("12", code, "13", "14"):
        watched_page.keyboard.type(mark)
        watched_page.keyboard.press("Enter")
    wait_until_saved(watched_page)
    assert saved_values(desk)[:5] == ["12", "CB", "13", "14", ""]


@pytest.mark.parametrize(("enters", "marks"), [(1, ["11", "15", "12", ""]), (2, ["11", "12", "15", ""])])
def test_enter_ends_the_mark_typed_and_the_next_one_leaves_the_mark_there(desk, watched_page, enters, marks):
    sign_in(watched_page, desk)
    watched_page.keyboard.type("121212")
    wait_until_saved(watched_page)
    watched_page.keyboard.press("Home")
    watched_page.keyboard.type("11")
    for _ in range(enters):
        watched_page.keyboard.press("Enter")
    watched_page.keyboard.type("15")
    wait_until_saved(watched_page)
    assert saved_values(desk)[:4] == marks


def test_enter_does_not_end_what_is_held_where_it_ends_every_mark(desk, halves):
    for mark in ("12", "13,5", "14"):
        halves.keyboard.type(mark)
    halves.keyboard.press("Enter")
    halves.keyboard.type("15,5")
    expect(halves.get_by_role("textbox").first).to_have_value("121")
    expect(halves.locator("#status")).to_contain_text("regardez la feuille")
    assert saved_values(desk) == [""] * 8


def test_a_half_where_marks_are_whole_is_refused_whole(desk, watched_page):
    sign_in(watched_page, desk)
    for mark in ("12,5", "13,5"):
        watched_page.keyboard.type(mark)
        watched_page.keyboard.press("Enter")
    expect(watched_page.get_by_role("row").nth(1)).to_contain_text("« 12,5 » n’est pas une note")
    expect(watched_page.locator("#status")).to_contain_text("ligne 1")
    watched_page.keyboard.press("Backspace")
    watched_page.keyboard.type("1314")
    wait_until_saved(watched_page)
    assert saved_values(desk)[:3] == ["13", "14", ""]


@pytest.mark.parametrize("slip", ["1", "8"])
def test_enter_after_what_is_no_mark_lets_no_mark_slip_a_line_up(desk, watched_page, slip):
    sign_in(watched_page, desk)
    for mark in (slip, "12", "13", "14"):
        watched_page.keyboard.type(mark)
        watched_page.keyboard.press("Enter")
    expect(watched_page.locator("#status")).to_contain_text("regardez la feuille")
    assert_sound_at_every_width(watched_page)
    assert saved_values(desk) == [""] * 8
    watched_page.keyboard.press("Backspace")
    watched_page.keyboard.type("0812")
    wait_until_saved(watched_page)
    assert saved_values(desk)[:3] == ["08", "12", ""]
