"""Papers that do not count in whole marks: the comma may be left out, and no mark ends up in the line before."""

import pytest
from playwright.sync_api import Page, expect

from massicot.exams.models import Paper
from tests.browser.at_the_portal import saved_values, sign_in, wait_until_saved
from tests.browser.checks import assert_sound_at_every_width


@pytest.fixture
def halves(desk, watched_page) -> Page:
    """A typing page of a paper that counts in halves."""
    Paper.objects.update(step_hundredths=50)
    sign_in(watched_page, desk)
    return watched_page


def test_a_mark_in_halves_takes_three_digits_and_moves_on(desk, halves):
    expect(halves.locator("#keys")).to_contain_text("Tapez 3 chiffres")
    expect(halves.locator("#keys")).to_contain_text("195 écrit 19,5")
    halves.keyboard.type("12513007,5a")
    expect(halves.get_by_role("textbox").nth(4)).to_be_focused()
    halves.keyboard.press("ArrowUp")
    halves.keyboard.type("c")
    wait_until_saved(halves)
    assert saved_values(desk)[:5] == ["12,5", "13,0", "07,5", "CB", ""]


def test_whole_marks_without_their_decimal_never_fill_the_line_before(desk, halves):
    halves.keyboard.type("121314")
    row = halves.get_by_role("row").nth(1)
    expect(row).to_contain_text("« 12,1 » n’est pas une note de cette épreuve")
    expect(row).to_contain_text("de 00,0 à 20,0, par pas de 0,5")
    expect(halves.get_by_role("textbox").first).to_have_value("12,1")
    assert_sound_at_every_width(halves)
    halves.get_by_role("button", name="Relire").click()
    expect(halves.get_by_role("dialog", name="Relire")).to_contain_text("n’est pas une note")
    halves.keyboard.press("Escape")
    expect(halves.get_by_role("textbox").first).to_be_focused()
    halves.keyboard.press("Backspace")
    halves.keyboard.type("12")
    halves.keyboard.press("Enter")
    halves.keyboard.type("130")
    wait_until_saved(halves)
    assert saved_values(desk)[:3] == ["12,0", "13,0", ""]
