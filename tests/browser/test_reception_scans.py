"""Scans that somebody else left, and those not accepted: none is sent under a wrong name, none is out of sight."""

import pytest
from playwright.sync_api import expect

from massicot.consignments.rules import Tick
from massicot.core.actor import SYSTEM, Actor, Role
from massicot.markers import services as marker_acts
from tests.browser import test_reception_journey as journey
from tests.browser.at_the_portal import crash
from tests.browser.checks import assert_sound_at_every_width, excuse
from tests.browser.test_reception_journey import NO_NETWORK, Scanner, spaced
from tests.cast import PERRIN, PREPARED
from tests.web.visitors import signed_in

dock, page, scanner = journey.dock, journey.page, journey.scanner
NORA = Actor("nora@perrin.invalid")


@pytest.fixture
def becomes_nora(context, live_server, dock):
    """Let Nora, of the same centre, sign in on the computer that Marc used."""

    def sign_in():
        marker_acts.appoint(email=NORA.login, role=Role.MARKING_CENTRE, scope=PERRIN, by=SYSTEM, at=PREPARED)
        cookies = signed_in(NORA.login).cookies.items()
        context.add_cookies([{"name": name, "value": one.value, "url": live_server.url} for name, one in cookies])

    return sign_in


@pytest.fixture
def left(scanner, context, dock, complaints):
    """Give the address where Marc left three scans that the network did not take."""
    context.set_offline(True)
    scanner.read(*dock.numbers[:3])
    expect(scanner.waiting).to_contain_text("attente : 3")
    address_then = scanner.page.url
    crash(scanner.page)  # a page that is closed may still send what it was about to
    context.set_offline(False)
    complaints[:] = [found for found in complaints if NO_NETWORK not in found]
    return address_then


def others(page):
    return page.locator("[data-scan-others]")


def opened(context, address):
    page = context.new_page()
    page.goto(address)
    page.locator("form[data-ready]").wait_for()
    return page


def test_scans_that_somebody_left_are_shown_to_the_next_person_and_sent_by_nobody(left, becomes_nora, context, dock):
    becomes_nora()
    page = opened(context, left)
    expect(others(page)).to_contain_text("Lectures d’une autre personne en attente ici : 3.")
    expect(others(page)).to_contain_text(spaced(dock.numbers[2]))
    assert_sound_at_every_width(page)
    Scanner(page).read(dock.numbers[4])
    Scanner(page).counts(1)
    assert dock.ticks == {Tick.RECEIVED: 1, Tick.NOT_YET: 5}
    page.reload()
    expect(others(page)).to_contain_text("attente ici : 3")


def test_scans_that_somebody_left_are_taken_by_the_next_person_under_their_own_name(left, becomes_nora, context, dock):
    becomes_nora()
    page = opened(context, left)
    page.get_by_role("button", name="Les envoyer à mon nom").click()
    Scanner(page).counts(3)
    expect(others(page)).to_be_hidden()
    assert dock.tickers == [NORA.login]


def test_scans_that_somebody_left_are_thrown_away_in_two_steps(left, becomes_nora, context, dock):
    becomes_nora()
    page = opened(context, left)
    page.get_by_text("Les jeter").click()
    page.get_by_role("button", name="Abandonner ces lectures").click()
    expect(others(page)).to_be_hidden()
    page.reload()
    expect(others(page)).to_be_hidden()
    assert dock.ticks == {Tick.NOT_YET: 6}


def test_who_left_scans_finds_them_again_as_their_own(left, context, dock):
    page = opened(context, left)
    Scanner(page).counts(3)
    expect(others(page)).to_be_hidden()


def test_a_page_that_stayed_open_records_nothing_under_the_name_of_the_next_person(
    scanner, becomes_nora, dock, complaints
):
    becomes_nora()
    scanner.read(dock.numbers[0])
    expect(scanner.waiting).to_contain_text("Une autre personne s’est connectée sur cet ordinateur")
    assert dock.ticks == {Tick.NOT_YET: 6}
    scanner.page.reload()
    expect(others(scanner.page)).to_contain_text("attente ici : 1")
    excuse(complaints, 422)


def test_every_scan_that_is_not_accepted_stays_in_sight_until_it_is_put_apart(scanner, dock, context, complaints):
    context.set_offline(True)
    foreign = dock.strangers[:2]
    scanner.read(foreign[0], *dock.numbers, *dock.numbers, foreign[1], *dock.numbers)
    context.set_offline(False)
    scanner.counts(6)
    apart = scanner.page.locator("[data-scan-apart]")
    expect(apart).to_contain_text("Non acceptées ici : 2.")
    expect(scanner.page.locator("[data-scan-alarm]")).to_contain_text(spaced(foreign[1]))
    assert_sound_at_every_width(scanner.page)
    scanner.page.reload()
    expect(apart.get_by_role("listitem")).to_have_count(2)
    apart.get_by_role("button", name=f"C’est fait – {spaced(foreign[0])}").click()
    expect(apart.get_by_role("listitem")).to_have_count(1)
    apart.get_by_role("button", name=f"La recevoir ici – {spaced(foreign[1])}").click()
    expect(scanner.page.get_by_text(dock.other)).to_be_visible()
    expect(apart).to_be_hidden()
    complaints[:] = [found for found in complaints if NO_NETWORK not in found]
