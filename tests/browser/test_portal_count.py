"""A line against the exam centre's count of blanks: refused there, confirmed by one press, asked again when changed."""

from playwright.sync_api import expect

from massicot.results import queries
from tests.browser.at_the_portal import count_blank, saved, sign_in, wait_until_saved
from tests.browser.checks import assert_sound_at_every_width

COUNTED_WRITTEN = "a compté cette copie comme écrite"
COUNTED_BLANK = "a compté cette copie comme blanche"


def state(page, line):
    return page.locator(".state").nth(line - 1)


def confirm(page, value):
    return page.get_by_role("button", name=f"Confirmer {value}")


def test_a_cb_on_a_written_script_is_refused_and_stands_after_one_press(desk, watched_page):
    page = watched_page
    sign_in(page, desk)
    page.keyboard.type("c12")
    expect(state(page, 1)).to_contain_text(COUNTED_WRITTEN)
    expect(confirm(page, "CB")).to_be_visible()
    assert_sound_at_every_width(page)
    assert saved(desk)[:2] == ["", "12"]
    page.get_by_role("textbox").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".mark:focus")).to_have_attribute("id", "mark-3")
    wait_until_saved(page)
    assert saved(desk)[:3] == ["CB", "12", ""]
    assert [gap.kind for gap in queries.ladder(desk.paper).gaps if gap.kind == "blank"] == ["blank"]


def test_a_mark_on_a_script_counted_blank_stands_after_one_press_and_what_replaces_it_is_asked_again(
    desk, watched_page
):
    page = watched_page
    count_blank(desk, 0)
    sign_in(page, desk)
    page.keyboard.type("12")
    expect(state(page, 1)).to_contain_text(COUNTED_BLANK)
    confirm(page, "12").click()
    expect(state(page, 1)).to_have_text("enregistré")
    page.get_by_role("textbox").first.focus()
    page.keyboard.type("13")
    expect(state(page, 1)).to_contain_text(COUNTED_BLANK)
    assert saved(desk)[0] == "12"
    page.get_by_role("textbox").first.focus()
    page.keyboard.type("12")
    expect(state(page, 1)).to_have_text("enregistré")
    assert saved(desk)[0] == "12"
