"""Lines reported to the office where the network fails, or while the page stays open and somebody else acts."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from massicot.marks import queries, services
from massicot.marks.models import Referral
from massicot.marks.rules import ReferralAnswer
from tests.browser.at_the_portal import saved, sign_in, wait_until_saved
from tests.browser.checks import assert_sound_at_every_width, excuse
from tests.browser.reporting import answer, referred_page, type_over_a_report, water_desk

water, referred = water_desk(), referred_page()


def test_a_line_that_was_answered_meanwhile_is_not_taken_back(water, referred, complaints):
    answer(ReferralAnswer.REGISTER_RIGHT)
    referred.get_by_role("button", name="Retirer le signalement").click()
    expect(referred.locator(".state").nth(water.rank)).to_contain_text("le bureau des examens a répondu")
    expect(referred.locator("#answered-said")).to_be_visible()
    assert_sound_at_every_width(referred)
    excuse(complaints, 422)


@pytest.mark.parametrize("is_reached", [False, True], ids=["question-lost", "answer-lost"])
def test_without_the_network_a_line_is_referred_once_by_the_same_button(water, watched_page, complaints, is_reached):
    report_in_vain(watched_page, water, is_reached=is_reached)
    assert_sound_at_every_width(watched_page)
    watched_page.get_by_role("button", name="Signaler au bureau des examens").press("Enter")
    expect(watched_page.locator(".state.is-referred")).to_have_count(1)
    assert Referral.objects.get().answer == ReferralAnswer.WAITING
    excuse_cut(complaints)


@pytest.mark.parametrize("is_reached", [False, True], ids=["question-lost", "answer-lost"])
def test_without_the_network_a_line_is_taken_back_by_the_same_button(water, referred, complaints, is_reached):
    button = referred.get_by_role("button", name="Retirer le signalement")
    cut(referred, "**/lot/reprendre", is_reached=is_reached)
    button.press("Enter")
    expect(referred.locator(".state").nth(water.rank)).to_contain_text("on ne sait pas encore si")
    assert_sound_at_every_width(referred)
    referred.unroute_all()
    button.press("Enter")
    expect(referred.locator(".state").nth(water.rank)).to_have_text("")
    assert Referral.objects.get().answer == ReferralAnswer.TAKEN_BACK
    excuse_cut(complaints)


def test_who_went_to_another_line_while_one_is_taken_back_stays_there(water, referred):
    held, first = [], referred.get_by_role("textbox").first
    referred.route("**/lot/reprendre", lambda route: held.append(route))  # noqa: PLW0108 - Playwright asks a function how many arguments it takes
    referred.get_by_role("button", name="Retirer le signalement").press("Enter")
    first.focus()
    held[0].continue_()
    expect(referred.locator(".state.is-referred")).to_have_count(0)
    expect(first).to_be_focused()


def test_an_answer_of_the_office_is_told_on_a_page_that_stays_open(water, referred):
    told = referred.locator("#answered-said")
    come_back_to(referred)
    expect(told).to_be_hidden()
    answer(ReferralAnswer.MARKER_RIGHT)
    referred.get_by_role("textbox").first.focus()
    referred.keyboard.type("13")
    come_back_to(referred)
    expect(told).to_be_visible()
    assert_sound_at_every_width(referred)
    expect(referred.get_by_role("button", name="Retirer le signalement")).to_have_count(0)
    referred.get_by_role("link", name="Ouvrir").click()
    expect(referred.locator("#told")).to_be_focused()
    expect(referred.get_by_role("listitem").filter(has_text="vous aviez raison")).to_be_visible()
    assert (saved(water)[0], saved(water)[water.rank]) == ("13", "12")


def test_a_line_taken_back_in_another_browser_waits_here_no_more(water, referred):
    credential = queries.live_credentials().get(batch=water.batch)
    services.take_back_line(credential_id=credential.pk, number=water.absent, at=timezone.now())
    come_back_to(referred)
    expect(referred.locator(".state").nth(water.rank)).to_have_text("")


def test_what_was_refused_before_a_line_was_taken_back_elsewhere_is_not_left_behind(water, referred):
    state = referred.locator(".state").nth(water.rank)
    for keys, told in (("a", "enregistré ; ligne signalée"), ("13", "déjà signalée")):
        referred.get_by_role("textbox").nth(water.rank).focus()
        referred.keyboard.type(keys)
        expect(state).to_contain_text(told)
    credential = queries.live_credentials().get(batch=water.batch)
    services.take_back_line(credential_id=credential.pk, number=water.absent, at=timezone.now())
    come_back_to(referred)
    referred.get_by_role("button", name="Contrôler et verrouiller").click()
    expect(state).to_contain_text("refusé")
    expect(referred.locator(".mark:focus")).to_have_attribute("data-number", water.absent)
    assert saved(water)[water.rank] == "AB"


@pytest.mark.parametrize("said", [ReferralAnswer.MARKER_RIGHT, ReferralAnswer.REGISTER_RIGHT])
def test_what_was_refused_before_the_office_answered_stays_red(water, referred, said):
    state = referred.locator(".state").nth(water.rank)
    referred.get_by_role("textbox").nth(water.rank).focus()
    referred.keyboard.type("13")
    expect(state).to_contain_text("déjà signalée")
    answer(said)
    come_back_to(referred)
    expect(referred.locator("#answered-said")).to_be_visible()
    expect(state).to_contain_text("refusé")
    expect(state).not_to_contain_text("déjà signalée")
    expect(referred.get_by_role("textbox").nth(water.rank)).to_have_attribute("aria-invalid", "true")
    assert saved(water)[water.rank] == ("12" if said == ReferralAnswer.MARKER_RIGHT else "")


def test_a_report_that_arrived_unseen_is_told_once_it_is_answered(water, watched_page, complaints):
    page = watched_page
    report_in_vain(page, water, is_reached=True)
    page.get_by_role("textbox").nth(water.rank).focus()
    page.keyboard.type("a")
    wait_until_saved(page)
    come_back_to(page)
    expect(page.locator(".state").nth(water.rank)).to_contain_text("enregistré ; ligne signalée")
    answer(ReferralAnswer.MARKER_RIGHT)
    come_back_to(page)
    expect(page.locator(".state").nth(water.rank)).to_contain_text("le bureau des examens a répondu")
    excuse_cut(complaints)


def test_what_is_typed_while_a_report_is_lost_is_saved_and_stays_so(water, watched_page, complaints):
    page, cell = watched_page, watched_page.get_by_role("textbox").nth(water.rank)
    under_way = type_over_a_report(page, water)
    under_way.abort()
    expect(page.locator("#spoken")).to_contain_text("Le réseau ne répond pas")
    expect(page.locator(".state").nth(water.rank)).to_have_text("enregistré")
    expect(cell).not_to_have_attribute("aria-invalid", "true")
    excuse_cut(complaints)


def test_whoever_is_signed_out_reports_by_the_same_button_once_signed_in_again(water, watched_page, complaints):
    page = watched_page
    sign_in(page, water)
    page.get_by_role("textbox").nth(water.rank).focus()
    page.keyboard.type("12")
    button = page.get_by_role("button", name="Signaler au bureau des examens")
    expect(button).to_be_visible()
    page.context.clear_cookies(name="massicot_session")
    button.press("Enter")
    expect(page.get_by_role("link", name="Se reconnecter")).to_be_visible()
    expect(button).to_be_focused()
    excuse(complaints, 401)


def report_in_vain(page: Page, water, *, is_reached: bool) -> None:
    """Refer the line of the placeholder with 12 and hear nothing."""
    sign_in(page, water)
    page.get_by_role("textbox").nth(water.rank).focus()
    page.keyboard.type("12")
    cut(page, "**/lot/renvoyer", is_reached=is_reached)
    page.get_by_role("button", name="Signaler au bureau des examens").press("Enter")
    expect(page.locator(".state").nth(water.rank)).to_contain_text("Le réseau ne répond pas")
    page.unroute_all()


def cut(page: Page, address: str, *, is_reached: bool) -> None:
    """Cut the network of one address: on the way there, or on the way back."""

    def lose(route: Route) -> None:
        if is_reached:
            route.fetch()
        route.abort()

    page.route(address, lose)


def excuse_cut(complaints: list[str]) -> None:
    """Take away what the browser itself says of a network that is cut."""
    complaints[:] = [found for found in complaints if "net::ERR_FAILED" not in found]


def come_back_to(page: Page) -> None:
    """Come back to the window, as from another one."""
    with page.expect_response("**/lot/reponses"):
        page.evaluate("dispatchEvent(new Event('focus'))")
