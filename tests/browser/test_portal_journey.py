"""A marker at the portal, with the keyboard only: type, correct, lose the network, lock, keep the receipt."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.at_the_portal import count_blank, saved, sign_in, wait_until_saved
from tests.browser.checks import assert_no_axe_violations, assert_no_horizontal_scroll


def check(page: Page) -> None:
    assert_no_axe_violations(page)
    assert_no_horizontal_scroll(page)


def test_a_batch_is_typed_and_locked_without_a_mouse(desk, watched_page):
    page = watched_page
    count_blank(desk)
    sign_in(page, desk)
    page.keyboard.type("0912c00201107")
    page.keyboard.press("Backspace")  # 07 was a slip
    page.keyboard.type("0813")
    wait_until_saved(page)
    assert saved(desk) == ["09", "12", "CB", "00", "20", "11", "08", "13"]
    check(page)
    page.keyboard.press("Enter")
    page.get_by_label("Lignes notées").wait_for()
    check(page)
    page.keyboard.type("7")
    page.keyboard.press("Tab")
    page.keyboard.type("73")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Verrouiller le lot")).to_be_focused()
    expect(page.get_by_role("button", name="Verrouiller le lot")).to_be_enabled()
    check(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Reçu du lot")).to_be_visible()
    check(page)
    page.go_back()
    expect(page.get_by_role("heading", name="Reçu du lot")).to_be_visible()


def test_what_is_not_a_mark_is_refused_as_typed_and_takes_no_mark_of_the_next_line(desk, watched_page):
    page = watched_page
    sign_in(page, desk)
    for slip in ("9", "21", "-", "x"):
        page.keyboard.type(f"{slip}1213")
        expect(page.get_by_role("row").nth(1)).to_contain_text(f"« {slip.upper()} » n’est pas une note")
        expect(page.locator("#status")).to_contain_text("regardez la feuille")
        check(page)
        page.keyboard.press("Backspace")
        expect(page.get_by_role("textbox").first).to_have_value("")
    page.keyboard.type("0912")
    wait_until_saved(page)
    assert saved(desk)[:3] == ["09", "12", ""]


def test_a_comma_where_marks_are_whole_never_fills_the_next_line(desk, watched_page):
    page = watched_page
    sign_in(page, desk)
    page.keyboard.type("12,013,0")
    expect(page.get_by_text("sans virgule : vérifiez la ligne 1").first).to_be_visible()
    check(page)
    page.keyboard.press("Enter")
    page.keyboard.type("13")
    wait_until_saved(page)
    assert saved(desk)[:3] == ["12", "13", ""]


def test_ab_where_the_candidate_was_present_is_refused_beside_its_line(desk, watched_page):
    sign_in(watched_page, desk)
    watched_page.keyboard.type("a12")
    reason = watched_page.get_by_role("row").nth(1).get_by_text("AB ne convient pas")
    expect(reason).to_be_visible()
    expect(watched_page.get_by_text("Ligne refusée, en rouge : ligne 1").first).to_be_visible()
    assert saved(desk)[:2] == ["", "12"]
    check(watched_page)


def test_typing_goes_on_without_the_network_and_everything_goes_out_when_it_is_back(
    desk, watched_page, context: BrowserContext, complaints
):
    page = watched_page
    sign_in(page, desk)
    page.keyboard.type("09")
    wait_until_saved(page)
    context.set_offline(True)
    page.keyboard.type("1213")
    expect(page.get_by_text("Le réseau ne répond pas").first).to_be_visible()
    page.keyboard.type("14")
    context.set_offline(False)
    wait_until_saved(page)
    assert saved(desk)[:4] == ["09", "12", "13", "14"]
    complaints.clear()  # the browser itself complains of the network that was cut


def test_of_two_who_type_one_batch_the_second_learns_what_the_first_saved(desk, watched_page, context: BrowserContext):
    sign_in(watched_page, desk)
    other = context.new_page()
    other.goto(f"{desk.address}lot/")
    expect(other.get_by_role("textbox").first).to_be_focused()
    other.keyboard.type("12")
    wait_until_saved(other)
    watched_page.bring_to_front()
    watched_page.keyboard.type("13")
    expect(watched_page.get_by_text("Quelqu’un a enregistré 12 sur cette ligne").first).to_be_visible()
    assert saved(desk)[0] == "12"
    watched_page.keyboard.press("Home")
    watched_page.keyboard.type("13")
    wait_until_saved(watched_page)
    assert saved(desk)[0] == "13"


def test_a_mark_typed_once_more_is_saved_or_told_what_another_wrote_there(desk, watched_page, context: BrowserContext):
    sign_in(watched_page, desk)
    watched_page.keyboard.type("12")
    wait_until_saved(watched_page)
    other = context.new_page()
    other.goto(f"{desk.address}lot/")
    other.get_by_role("textbox").first.focus()
    other.keyboard.type("15")
    wait_until_saved(other)
    watched_page.bring_to_front()
    watched_page.keyboard.press("Home")
    watched_page.keyboard.type("12")
    expect(watched_page.get_by_role("row").nth(1)).to_contain_text("Quelqu’un a enregistré 15 sur cette ligne")
    assert saved(desk)[0] == "15"


def next_save_of(page: Page) -> list[Route]:
    """Keep the next save of a page on its way, until it goes on."""
    underway: list[Route] = []

    def keep(route: Route) -> None:
        underway.append(route)

    page.route("**/lot/notes", keep, times=1)
    return underway


def test_a_line_typed_again_before_the_answer_writes_over_nobody_untold(desk, watched_page, context: BrowserContext):
    sign_in(watched_page, desk)
    other = context.new_page()
    other.goto(f"{desk.address}lot/")
    other.keyboard.type("12")
    wait_until_saved(other)
    watched_page.bring_to_front()
    underway = next_save_of(watched_page)
    with watched_page.expect_request("**/lot/notes"):
        watched_page.keyboard.type("13")
    watched_page.keyboard.press("Home")
    watched_page.keyboard.type("14")
    underway[0].continue_()
    expect(watched_page.get_by_role("row").nth(1)).to_contain_text("Quelqu’un a enregistré 12 sur cette ligne")
    assert saved(desk)[0] == "12"


@pytest.mark.browser_context_args(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
def test_a_telephone_shows_no_key_that_it_has_not(desk, watched_page):
    page = watched_page
    sign_in(page, desk)
    assert page.get_by_text("Retour arrière remonte").bounding_box()["height"] <= 1
    expect(page.get_by_text("écrit AB")).to_be_visible()
    read_back, lock = (page.get_by_role("button", name=name).bounding_box() for name in ("Relire", "Contrôler et"))
    assert read_back["y"] == lock["y"]
    check(page)


@pytest.mark.browser_context_args(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
def test_a_telephone_shows_digits_and_has_its_codes_as_buttons(desk, watched_page):
    page = watched_page
    count_blank(desk)
    sign_in(page, desk)
    assert page.get_by_role("textbox").first.get_attribute("inputmode") == "decimal"
    page.keyboard.insert_text("12")
    page.keyboard.insert_text("13")
    blank = page.get_by_role("button", name="CB : copie blanche")
    blank.tap()
    expect(page.get_by_role("textbox").nth(2)).to_have_value("CB")
    expect(page.get_by_role("textbox").nth(3)).to_be_focused()
    page.get_by_role("textbox").nth(2).tap()
    page.keyboard.insert_text("1")
    blank.tap()
    page.keyboard.insert_text("14")
    check(page)
    wait_until_saved(page)
    assert saved(desk)[:5] == ["12", "13", "CB", "14", ""]


def test_a_keyboard_has_no_buttons_for_codes(desk, watched_page):
    sign_in(watched_page, desk)
    expect(watched_page.locator("#codes")).to_be_hidden()


def test_what_is_refused_is_typed_over_once_it_was_looked_at_and_never_blindly(desk, watched_page):
    page = watched_page
    noon = datetime(2017, 6, 1, 12, tzinfo=UTC)
    page.clock.set_fixed_time(noon)
    sign_in(page, desk)
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    first = page.get_by_role("textbox").first
    page.clock.set_fixed_time(noon + timedelta(seconds=1))
    page.keyboard.type("12")
    page.clock.set_fixed_time(noon + timedelta(seconds=2))
    page.keyboard.type("1314")
    expect(first).to_have_value("9")
    page.clock.set_fixed_time(noon + timedelta(seconds=4))
    page.keyboard.type("0912")
    wait_until_saved(page)
    assert saved(desk)[:3] == ["09", "12", ""]


def test_backspace_takes_back_a_half_typed_mark_before_it_goes_up(desk, watched_page):
    page = watched_page
    sign_in(page, desk)
    page.keyboard.type("121,")
    page.keyboard.press("Backspace")
    second = page.get_by_role("textbox").nth(1)
    expect(second).to_have_value("")
    expect(second).to_be_focused()
    page.keyboard.press("Backspace")
    expect(page.get_by_role("textbox").first).to_be_focused()
