"""At the portal's door: what is typed wrong is told, and so is a window that closes while somebody types."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.at_the_portal import count_blank, saved, sign_in, type_sheet, wait_until_saved
from tests.browser.checks import assert_sound_at_every_width, count_input, excuse, input_of
from tests.web.portal.conftest import open_window


def test_a_mark_takes_two_keys_a_code_one_and_nothing_a_click(desk, watched_page):
    page = watched_page
    count_blank(desk)
    sign_in(page, desk)
    count_input(page)
    page.reload()
    expect(page.get_by_role("textbox").first).to_be_focused()
    page.keyboard.type("0912c00201107")
    page.keyboard.press("Backspace")
    page.keyboard.type("0813")
    wait_until_saved(page)
    assert saved(desk) == ["09", "12", "CB", "00", "20", "11", "08", "13"]
    page.keyboard.press("Enter")
    expect(page.get_by_label("Lignes notées")).to_be_focused()
    for key in ("7", "Tab", "7", "3", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Verrouiller le lot")).to_be_focused()
    expect(page.get_by_role("button", name="Verrouiller le lot")).to_be_enabled()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Reçu du lot")).to_be_visible()
    a_slip_taken_back, to_lock = 3, 7
    assert input_of(page) == {"keydown": 7 * 2 + 1 + a_slip_taken_back + to_lock, "pointerdown": 0}


def test_a_wrong_password_is_told_then_the_right_one_opens(desk, watched_page, complaints):
    type_sheet(watched_page, desk, "AAAAA-AAAAA-AAAA")
    expect(watched_page.get_by_role("alert")).to_contain_text("retapez les trois")
    assert_sound_at_every_width(watched_page)
    sign_in(watched_page, desk)
    excuse(complaints, 422)


def test_who_guesses_is_told_how_long_to_wait(desk, watched_page, complaints):
    alert = watched_page.get_by_role("alert")
    for _ in range(12):  # the waits start at two seconds, which whoever types slowly lets pass
        type_sheet(watched_page, desk, "AAAAA-AAAAA-AAAA")
        expect(alert).to_be_visible()
        if "Rien ne s’ouvre" not in alert.inner_text():
            break
    expect(alert).to_contain_text("Trop d’essais erronés : attendez")
    assert_sound_at_every_width(watched_page)
    excuse(complaints, 422)
    excuse(complaints, 429)


def test_a_window_that_closes_while_somebody_types_is_told_beside_the_marks(desk, watched_page, complaints):
    page = watched_page
    sign_in(page, desk)
    page.keyboard.type("09")
    wait_until_saved(page)
    open_window(opens=timedelta(days=-6), closes=timedelta(seconds=-1))
    page.keyboard.type("12")
    expect(page.get_by_text("Saisie close.").first).to_be_visible()
    expect(page.get_by_role("textbox").nth(2)).not_to_be_editable()
    assert saved(desk)[:2] == ["09", ""]
    assert_sound_at_every_width(page)
    excuse(complaints, 403)


def test_before_the_window_the_page_tells_when_to_come_back(desk, watched_page):
    open_window(opens=timedelta(days=1))
    type_sheet(watched_page, desk, desk.sheet.password)
    expect(watched_page.get_by_text("Revenez à ce moment-là")).to_be_visible()
    expect(watched_page.get_by_role("textbox")).to_have_count(0)
    assert_sound_at_every_width(watched_page)
