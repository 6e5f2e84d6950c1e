"""A parcel of 300 received without a scanner, two of them missing: on the keyboard alone, in forty keys."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.rules import Tick
from massicot.scripts import queries as scripts
from tests import world
from tests.browser.checks import assert_sound_at_every_width, excuse, follow
from tests.browser.test_packing_all_but import MOST_KEYS, Keys, sat_by_everybody
from tests.cast import ARRIVAL, CLAIRE, EVENING, MARC, MURIERS
from tests.web.visitors import MARKED, signed_in

WOOD, WATER = "90001", "90002"


@pytest.fixture
def reception(transactional_db, live_server, watched_page) -> SimpleNamespace:
    """The parcel of Les Mûriers has arrived, and Marc is at its reception."""
    built = sat_by_everybody()
    counted = len(scripts.in_hand_of_centre(built.paper.pk, MURIERS))
    where = {"paper": built.paper, "centre_uai": MURIERS, "route": world.on_site_route(built)}
    parcel = consignments.pack_numbered(**where, counted=counted, by=CLAIRE, at=EVENING)
    world.send(parcel.code)
    consignments.receive_parcel(code=parcel.code, by=MARC, at=ARRIVAL)
    cookies = signed_in(MARC.login).cookies
    watched_page.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in cookies.items()]
    )
    watched_page.goto(live_server.url + reverse("markingcentre:reception", kwargs=MARKED | {"code": parcel.code}))
    return SimpleNamespace(page=watched_page, parcel=parcels.parcel_by_code(parcel.code))


def test_three_hundred_scripts_of_which_two_are_missing_are_received_in_forty_keys_and_no_scanner(reception):
    page, parcel = reception.page, reception.parcel
    (first, *_, last), water = (parcels.waiting_in(parcel, specialty) for specialty in (WOOD, WATER))
    follow(page.get_by_role("link", name="Sans lecteur"))
    assert_sound_at_every_width(page)
    keys = Keys(page)
    keys.type("198")
    keys.press("Tab")
    keys.type(f"{first[4:]} {last[4:]}")
    keys.press("Tab")
    keys.type("Mme Second")
    keys.press("Enter")
    expect(page.get_by_role("heading", name=WATER)).to_be_visible()
    keys.type(str(len(water)))
    keys.press("Enter")
    expect(page.get_by_role("button", name="Clore la réception")).to_be_visible()
    assert keys.count <= MOST_KEYS
    assert parcels.ticks_of(parcel) == {Tick.RECEIVED: 298, Tick.MISSING: 2}
    assert parcels.missing_by_parcel(parcel.paper_id) == {parcel.code: sorted([first, last])}
    page.get_by_role("button", name="Clore la réception").click()
    expect(page.get_by_role("status").first).to_contain_text("close")


def test_a_count_that_differs_is_typed_over_and_what_else_was_typed_stays(reception, complaints):
    page, parcel = reception.page, reception.parcel
    lost = parcels.waiting_in(parcel, WOOD)[0]
    follow(page.get_by_role("link", name="Sans lecteur"))
    keys = Keys(page)
    keys.type("200")
    keys.press("Tab")
    keys.type(lost[4:])
    keys.press("Tab")
    keys.type("Mme Second")
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Recomptez")
    expect(page.get_by_label("Toutes y sont sauf…")).to_have_value(lost[4:])
    assert_sound_at_every_width(page)
    page.get_by_label("Copies comptées dans le paquet").fill("199")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=WATER)).to_be_visible()
    excuse(complaints, 422)
