"""Slips that people made at the portal: what a line shows is what is saved, or says that it is not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.at_the_portal import count_blank, saved, sign_in, type_sheet, wait_until_saved
from tests.browser.checks import assert_sound_at_every_width, excuse


def click_within(page: Page, rank: int) -> None:
    """Press twice in the middle of a line, apart: the second press puts the caret where it falls."""
    cell = page.get_by_role("textbox").nth(rank)
    cell.click()
    page.get_by_role("heading", level=1).hover()
    cell.click()


def state(page: Page, rank: int):
    """Find what stands beside a line."""
    return page.locator(".marks-grid tbody .state").nth(rank)


@pytest.fixture
def typed(desk, watched_page):
    """A page whose two first lines are saved."""
    sign_in(watched_page, desk)
    watched_page.keyboard.type("1213")
    wait_until_saved(watched_page)
    return watched_page


@pytest.mark.parametrize(("keys", "mark"), [("07", "07"), ("7", "12"), ("05", "05")])
def test_typing_into_a_line_pressed_twice_replaces_it_whole(desk, typed, keys, mark):
    click_within(typed, 0)
    typed.keyboard.type(keys)
    typed.keyboard.press("End")
    if len(keys) == 2:
        wait_until_saved(typed)
    else:
        expect(state(typed, 0)).to_contain_text("n’est pas une note")
        expect(state(typed, 0)).to_contain_text("Enregistré ici en ce moment : 12")
    assert saved(desk)[:2] == [mark, "13"]


def test_a_caret_set_by_the_keyboard_does_not_mix_the_old_mark_with_the_new(desk, typed):
    typed.keyboard.press("Home")
    typed.keyboard.press("ArrowRight")
    typed.keyboard.press("ArrowLeft")
    typed.keyboard.type("05")
    wait_until_saved(typed)
    assert saved(desk)[:2] == ["05", "13"]


def test_delete_empties_the_line_wherever_the_caret_is(desk, typed):
    click_within(typed, 0)
    typed.keyboard.press("ArrowLeft")
    typed.keyboard.press("Delete")
    expect(typed.get_by_role("textbox").first).to_have_value("")
    expect(state(typed, 0)).to_have_text("vidé")
    assert saved(desk)[:2] == ["", "13"]


def test_what_is_half_typed_never_stands_beside_saved(desk, typed):
    typed.keyboard.press("Home")
    typed.keyboard.type("1")
    expect(state(typed, 0)).to_have_text("en cours de saisie")
    expect(typed.locator("#status")).to_have_text("Les autres lignes sont enregistrées.")
    typed.keyboard.press("ArrowDown")
    expect(state(typed, 0)).to_contain_text("refusé")
    expect(typed.locator("#status")).to_contain_text("Ligne refusée, en rouge : ligne 1")
    assert_sound_at_every_width(typed)
    assert saved(desk)[:2] == ["12", "13"]


@pytest.fixture
def telephone(browser, browser_context_args) -> Iterator[Page]:
    """A page on a screen that is touched."""
    touched = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}
    context = browser.new_context(**{**browser_context_args, **touched})
    yield context.new_page()
    context.close()


def test_a_finger_replaces_the_mark_that_it_touches(desk, telephone):
    page = telephone
    sign_in(page, desk)
    page.keyboard.type("12")
    wait_until_saved(page)
    for _ in range(2):
        page.get_by_role("textbox").first.tap()
    page.keyboard.insert_text("0")
    page.keyboard.insert_text("7")
    wait_until_saved(page)
    assert saved(desk)[:2] == ["07", ""]


def test_a_code_may_be_typed_with_both_its_letters(desk, watched_page):
    sign_in(watched_page, desk)
    watched_page.keyboard.type("1213")
    wait_until_saved(watched_page)
    count_blank(desk, 0)
    watched_page.keyboard.press("Home")
    watched_page.keyboard.type("c")
    watched_page.keyboard.press("Shift+B")
    expect(watched_page.get_by_role("textbox").nth(1)).to_have_value("13")
    wait_until_saved(watched_page)
    assert saved(desk)[:3] == ["CB", "13", ""]
    watched_page.keyboard.press("Home")
    watched_page.keyboard.type("c")
    watched_page.keyboard.press("ArrowDown")
    watched_page.keyboard.type("b")
    expect(state(watched_page, 2)).to_contain_text("refusé")


def sign_in_again(page: Page, context: BrowserContext, desk) -> None:
    """Close the batch in the browser, then sign in again by the link that the page gives."""
    token = page.locator("#leave [name=csrfmiddlewaretoken]").input_value()
    page.request.post(f"{desk.address}quitter", form={"csrfmiddlewaretoken": token}, headers={"Referer": desk.address})
    page.keyboard.type("14")
    expect(page.locator("#status")).to_contain_text("Vous êtes déconnecté")
    assert_sound_at_every_width(page)
    with context.expect_page() as opening:
        page.get_by_role("link", name="Se reconnecter dans un nouvel onglet").click()
    type_sheet(opening.value, desk, desk.sheet.password)
    opening.value.wait_for_url("**/saisie/lot/")
    opening.value.close()


def test_a_page_that_outlived_its_session_leaves_the_batch(desk, typed, context, complaints):
    sign_in_again(typed, context, desk)
    wait_until_saved(typed)
    expect(typed.get_by_role("link", name="Se reconnecter")).to_be_hidden()
    assert saved(desk)[:3] == ["12", "13", "14"]
    typed.get_by_role("button", name="Quitter ce lot").click()
    typed.wait_for_url("**/saisie/")
    excuse(complaints, 401)


def test_a_key_pressed_before_the_summary_could_be_read_does_not_lock(desk, watched_page):
    page = watched_page
    sign_in(page, desk)
    page.keyboard.type("12" * 8)
    wait_until_saved(page)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Lignes notées")).to_be_focused()
    page.clock.install()
    for key in ("8", "Tab", "9", "6", "Enter"):
        page.keyboard.press(key)
    lock = page.get_by_role("button", name="Verrouiller le lot")
    expect(lock).to_be_focused()
    page.keyboard.press("Enter")
    page.clock.run_for(500)
    page.keyboard.press("Enter")
    expect(lock).to_be_disabled()
    assert_sound_at_every_width(page)
    page.clock.run_for(600)
    expect(lock).to_be_enabled()
    expect(page).to_have_url(f"{desk.address}lot/controle")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Reçu du lot")).to_be_visible()


def test_lines_left_and_lines_refused_are_counted_as_one_says_it(desk, watched_page):
    page = watched_page
    sign_in(page, desk)
    bar = page.locator(".progress-bar")
    page.keyboard.type("12" * 7)
    expect(bar).to_contain_text("1 ligne restante sur 8")
    page.keyboard.type("12")
    expect(bar).to_contain_text("0 ligne restante sur 8")
    for rank in (1, 4):
        page.get_by_role("textbox").nth(rank).focus()
        page.keyboard.type("x")
    page.keyboard.press("Home")
    expect(page.locator("#status")).to_contain_text("Lignes refusées, en rouge : 2 (d’abord la ligne 2).")
    number = page.locator(".marks-grid tbody label").nth(4).text_content()
    assert f"{number}\N{NO-BREAK SPACE}: refusé" in page.evaluate("window.heard.join()")


def test_whoever_is_leaving_types_nothing_that_would_be_lost(desk, typed):
    typed.route("**/quitter", lambda route: route.fulfill(status=204))  # as if stopped on the way: the page stays
    typed.get_by_role("button", name="Quitter ce lot").click()
    third = typed.get_by_role("textbox").nth(2)
    expect(third).to_have_attribute("readonly", "")
    third.press_sequentially("14")
    expect(third).to_have_value("")
    expect(typed.get_by_role("link", name="Rouvrir la page")).to_be_visible()


HEARD = """
window.heard = [];
addEventListener("DOMContentLoaded", () => {
  const spoken = document.getElementById("spoken");
  if (spoken) new MutationObserver(() => heard.push(spoken.textContent)).observe(spoken, { childList: true });
});
"""


@pytest.fixture(autouse=True)
def heard(page: Page) -> None:
    """Keep what the page says to those who hear it."""
    page.add_init_script(HEARD)
