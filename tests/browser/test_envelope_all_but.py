"""Envelopes of fifty checked on the keyboard alone: one with two missing in twenty keys, one that is whole in eight."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from massicot.batches import queries as batches
from massicot.batches.rules import BatchState
from tests import world
from tests.browser.checks import assert_sound_at_every_width, excuse, follow
from tests.browser.test_packing_all_but import EVERYBODY, Keys
from tests.cast import MARC
from tests.stages import stage
from tests.web.markingcentre.desk import address
from tests.web.visitors import signed_in

MOST_KEYS_SHORT, MOST_KEYS_WHOLE = 20, 8


@stage
def four_hundred_batched() -> world.World:
    """Make up the envelopes of what four hundred candidates wrote."""
    built = world.sat(world=world.prepared(world.opened(EVERYBODY[:400])))
    return world.batched(world.received(world.arrived(world.packed(built))))


@pytest.fixture
def desk(transactional_db, live_server, watched_page) -> SimpleNamespace:
    """Two envelopes of fifty wait beside their mark sheets, and Marc is at the check of the first."""
    built = four_hundred_batched()
    first, second, *_ = (batch for batch in batches.batches_of(built.paper.pk) if batch.size == 50)
    cookies = signed_in(MARC.login).cookies
    watched_page.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in cookies.items()]
    )
    watched_page.goto(live_server.url + address("concordance", first))
    return SimpleNamespace(page=watched_page, first=first, second=second, server=live_server.url)


def now(batch):
    return batches.batch_by_code(batch.code)


def test_fifty_of_which_two_are_missing_are_closed_in_twenty_keys_and_no_scanner(desk):
    page, (one, *_, other) = desk.page, batches.numbers_of(desk.first.pk)
    follow(page.get_by_role("link", name="Sans lecteur"))
    assert_sound_at_every_width(page)
    keys = Keys(page)
    keys.type("48")
    keys.press("Tab")
    keys.type(f"{one[4:]} {other[4:]}".lower())
    keys.press("Tab")
    keys.type("Roux")
    keys.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("barrez leurs lignes")
    assert keys.count <= MOST_KEYS_SHORT
    batch = now(desk.first)
    assert (batch.state, batch.size) == (BatchState.READY, 48)
    assert [row.number for row in batches.shortages_of_batch(batch.pk)] == [one, other]


def test_fifty_that_are_all_there_are_closed_in_eight_keys_and_a_wrong_count_is_typed_over(desk, complaints):
    page = desk.page
    follow(page.get_by_role("link", name="Sans lecteur"))
    keys = Keys(page)
    keys.type("49")
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Recomptez")
    assert_sound_at_every_width(page)
    keys.press("Control+A")
    keys.type("50")
    keys.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("est contrôlée et fermée")
    assert keys.count <= MOST_KEYS_WHOLE
    assert now(desk.first).state is BatchState.READY
    excuse(complaints, 422)


def test_in_the_box_the_last_digits_and_the_letter_are_enough(desk):
    page, (one, two, *_) = desk.page, batches.numbers_of(desk.second.pk)
    page.goto(desk.server + address("concordance", desk.second))
    keys = Keys(page)
    keys.type(f"{one[4:].lower()}")
    keys.press("Enter")
    expect(page.locator("[data-figure='seen']")).to_have_text("1")
    keys.type("9999Z")
    keys.press("Enter")
    expect(page.locator("[data-scan-verdict]")).to_contain_text("Aucune copie de cette enveloppe ne finit ainsi")
    keys.type(two)
    keys.press("Enter")
    expect(page.locator("[data-figure='seen']")).to_have_text("2")
