"""A line that the register forbids goes to the office by the keyboard, comes back answered; two browsers hear of it."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from massicot.batches import queries as batches
from massicot.marks import queries, services
from massicot.marks.models import Referral
from massicot.marks.rules import ReferralAnswer
from tests.browser.at_the_portal import saved, sign_in, type_sheet, wait_until_saved
from tests.browser.checks import assert_sound_at_every_width, complaints_of, excuse
from tests.browser.reporting import answer, referred_page, type_over_a_report, water_desk
from tests.cast import ODILE

water, referred = water_desk(), referred_page()


def test_a_line_is_referred_and_answered_and_the_batch_locks(water, watched_page):
    page = watched_page
    sign_in(page, water)
    page.keyboard.type("12" * 4)
    button = page.get_by_role("button", name="Signaler au bureau des examens")
    expect(button).to_be_visible()
    assert_sound_at_every_width(page)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".state.is-referred")).to_contain_text("signalée au bureau des examens : 12")
    assert_sound_at_every_width(page)
    page.reload()
    expect(page.locator(".state.is-referred")).to_have_count(1)
    page.get_by_role("button", name="Contrôler et verrouiller").click()
    expect(page.get_by_text("signalée : 12")).to_be_visible()
    answer(ReferralAnswer.MARKER_RIGHT)
    page.goto(f"{water.address}lot/")
    told = page.get_by_role("listitem").filter(has_text="vous aviez raison")
    expect(told).to_contain_text(f"ligne {water.rank + 1}")
    expect(told).to_contain_text("Motif : Vu.")
    assert saved(water) == ["12"] * 4


def test_who_was_wrong_takes_it_back_and_types_what_the_register_allows(water, referred):
    referred.get_by_role("button", name="Retirer le signalement").press("Enter")
    expect(referred.locator(".state.is-referred")).to_have_count(0)
    expect(referred.locator(".mark:focus")).to_have_attribute("data-number", water.absent)
    referred.keyboard.type("a")
    wait_until_saved(referred)
    assert saved(water)[water.rank] == "AB"
    assert Referral.objects.get().answer == ReferralAnswer.TAKEN_BACK


def test_the_button_that_takes_back_is_reached_from_its_own_line(water, referred):
    referred.get_by_role("textbox").nth(water.rank).focus()
    referred.keyboard.press("Tab")
    referred.keyboard.press("Enter")
    expect(referred.locator(".state.is-referred")).to_have_count(0)
    expect(referred.locator(".mark:focus")).to_have_attribute("data-number", water.absent)


def test_what_is_typed_while_a_line_goes_to_the_office_stays(water, watched_page):
    page, cell = watched_page, watched_page.get_by_role("textbox").nth(water.rank)
    under_way = type_over_a_report(page, water)
    under_way.continue_()
    expect(page.locator(".state").nth(water.rank)).to_contain_text("ligne signalée au bureau des examens : 12")
    expect(cell).to_have_value("AB")
    assert saved(water)[water.rank] == "AB"


def test_a_line_at_the_office_that_is_typed_all_the_same_says_so_until_it_is_taken_back(water, referred):
    state = referred.locator(".state").nth(water.rank)
    referred.get_by_role("textbox").nth(water.rank).focus()
    referred.keyboard.type("a")
    expect(state).to_contain_text("ligne signalée au bureau des examens : 12")
    assert_sound_at_every_width(referred)
    referred.reload()
    expect(state).to_contain_text("ligne signalée au bureau des examens : 12")
    referred.get_by_role("button", name="Retirer le signalement").click()
    expect(state).to_have_text("enregistré")


def test_after_a_referral_the_page_says_what_comes_and_goes_to_an_empty_line(water, referred):
    expect(referred.get_by_text("Le bureau des examens répond sur cette page.").first).to_be_visible()
    focused = referred.locator(".mark:focus")
    expect(focused).to_have_value("")
    assert focused.get_attribute("data-number") != water.absent
    assert_sound_at_every_width(referred)
    referred.goto(f"{water.address}lot/verrouiller")
    expect(referred.get_by_text("vous pouvez partir et revenir avec le même bordereau")).to_be_visible()
    assert_sound_at_every_width(referred)


def test_a_line_at_the_office_typed_again_offers_no_second_button(water, referred):
    cell, state = referred.get_by_role("textbox").nth(water.rank), referred.locator(".state").nth(water.rank)
    cell.focus()
    referred.keyboard.type("12")
    expect(state).to_contain_text("déjà signalée au bureau des examens : 12")
    expect(cell).to_have_value("")
    cell.focus()
    referred.keyboard.type("13")
    expect(state).to_contain_text("déjà signalée au bureau des examens avec 12 : il répond ici")
    expect(state).to_contain_text("AB")
    expect(referred.get_by_role("button", name="Signaler au bureau des examens")).to_have_count(0)
    assert_sound_at_every_width(referred)


def test_read_back_tells_a_line_that_is_at_the_office(water, referred):
    referred.get_by_role("textbox").nth(water.rank).focus()
    referred.get_by_role("button", name="Relire").click()
    dialog = referred.get_by_role("dialog")
    expect(dialog.locator("strong")).to_have_text("signalée au bureau des examens : 12")
    assert_sound_at_every_width(referred)
    referred.keyboard.press("Escape")
    cell = referred.get_by_role("textbox").nth(water.rank)
    expect(cell).to_be_focused()
    referred.keyboard.type("a")
    expect(cell).to_have_value("AB")
    cell.focus()
    referred.get_by_role("button", name="Relire").click()
    expect(dialog.locator("strong")).to_have_text("AB")
    expect(dialog.get_by_text("signalée au bureau des examens : 12")).to_be_visible()
    assert_sound_at_every_width(referred)


def test_two_browsers_hear_of_one_another_and_one_closes_the_other(desk, watched_page, new_context, complaints):
    context = new_context()
    others = complaints_of(context)
    here, there = watched_page, context.new_page()
    notice = "Ce lot est aussi ouvert dans un autre navigateur."
    sign_in(here, desk)
    sign_in(there, desk)
    expect(there.get_by_text(notice)).to_be_visible()
    assert_sound_at_every_width(there)
    expect(here.get_by_text(notice)).to_be_hidden()
    here.keyboard.type("12")
    expect(here.get_by_text(notice)).to_be_visible()
    here.get_by_role("button", name="Le fermer dans l’autre navigateur").click()
    expect(here.get_by_text(notice)).to_be_hidden()
    type_unsaved(there)
    sign_in_beside(there, desk)
    wait_until_saved(there)
    assert saved(desk)[:2] == ["12", "13"]
    excuse(others, 401)


def test_a_save_that_is_refused_after_the_other_tab_signed_in_goes_out_again_at_once(desk, watched_page, complaints):
    page, late = watched_page, []
    sign_in(page, desk)
    page.clock.install()
    page.context.clear_cookies(name="massicot_session")
    page.keyboard.type("13")
    expect(page.get_by_role("link", name="Se reconnecter")).to_be_visible()
    page.route("**/saisie/lot/notes", lambda route: late.append((route, route.fetch())), times=1)
    # The one retry that is due leaves, and none comes by itself from here on.
    with page.expect_request("**/saisie/lot/notes"):
        page.clock.pause_at(timezone.now() + timedelta(minutes=1))
    sign_in_beside(page, desk)
    wait_until_saved(page.context.pages[-1])
    [(route, refusal)] = late
    route.fulfill(response=refusal)
    wait_until_saved(page)
    excuse(complaints, 401)


def type_unsaved(page: Page) -> None:
    """Type on the second line of a page that the other browser closed: the mark waits."""
    page.get_by_role("textbox").nth(1).focus()
    page.keyboard.type("13")
    expect(page.locator("#status")).to_contain_text("fermé ici depuis un autre navigateur")


def sign_in_beside(page: Page, desk) -> None:
    """Sign in again in another tab of the same browser, as the page says: the first page then saves what waits."""
    tab = page.context.new_page()
    type_sheet(tab, desk, desk.sheet.password)
    # Either of the two sends what waits, and whichever comes second finds nothing left to send.
    tab.wait_for_url("**/saisie/lot/")


def test_what_the_office_wrote_is_told_on_the_receipt(desk, watched_page):
    sign_in(watched_page, desk)
    watched_page.keyboard.type("12" * 8)
    wait_until_saved(watched_page)
    credential = queries.live_credentials().get(batch=desk.batch)
    services.lock_batch(credential_id=credential.pk, typed_lines="8", typed_sum="96", at=timezone.now())
    number = batches.numbers_of(desk.batch.pk)[0]
    services.write_mark(number=number, value="15", seen="12", reason="Erreur de report.", by=ODILE, at=timezone.now())
    watched_page.goto(f"{desk.address}lot/recu")
    expect(watched_page.get_by_text("modifiée de 12 à 15")).to_be_visible()
    assert_sound_at_every_width(watched_page)
