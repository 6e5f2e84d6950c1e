"""A script that is not in its batch, from the closing of the envelope and from the return to its end: nobody stops."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from massicot.batches import queries as batches
from massicot.batches import services
from massicot.documents import codes
from massicot.results import queries as results
from tests import world
from tests.browser.checks import follow
from tests.browser.pages import checked_pages, in_both_languages
from tests.cast import MARC
from tests.short_batches import take_back_without
from tests.web.markingcentre.desk import address
from tests.web.portal.conftest import open_window
from tests.web.visitors import visitor

browser_context_args = in_both_languages()
pages = checked_pages()
SHORT = "details:has([name=second_person])"
GAP = reverse("office:rung", args=["BTS-2017", "CGE", "lots"])


def first_batch(built):
    return batches.batches_of(built.paper.pk)[0]


def sign(pages, **typed):
    """Fill the open form of a missing script."""
    signed = {"second_person": "Mme Roux", "reason": "Cherchée partout."} | typed
    for name, value in signed.items():
        pages.page.locator(f"{SHORT} [name={name}]").fill(value)


def test_an_envelope_is_closed_without_a_script_that_turns_up_later(transactional_db, pages):
    built = world.batched()
    batch = first_batch(built)
    missing, *others = batches.numbers_of(batch.pk)
    pages.come_as(visitor(built, "marking-centre"))
    pages.check_again(address("concordance", batch))
    for number in others:
        services.check_script(code=batch.code, number=number, by=MARC)
    pages.page.reload()
    pages.page.locator(f"{SHORT} summary").click()
    sign(pages, counted="6")
    pages.page.locator(f"{SHORT} button").click()
    expect(pages.page.locator(f"{SHORT} [role=alert]").first).to_be_visible()
    pages.check_as_it_is()
    sign(pages, counted="7")
    follow(pages.page.locator(f"{SHORT} button"))
    for name, of in (("home", None), ("concordance", batch), ("batch", batch), ("missing", None)):
        pages.check_again(address(name, of))
    follow(pages.page.locator("ul.short button"))
    pages.check_as_it_is()
    assert batches.numbers_of(batch.pk)[0] == missing


@pytest.fixture
def lent(transactional_db):
    """Both batches with Bob, entry open around now."""
    built = world.handed_out()
    open_window()
    return built


def test_a_batch_is_taken_back_without_a_script_that_the_office_gives_up(lent, pages):
    batch = first_batch(lent)
    missing = batches.numbers_of(batch.pk)[2]
    pages.come_as(visitor(lent, "marking-centre"))
    pages.check_again(address("take_back", batch))
    pages.page.reload()
    pages.page.locator(f"{SHORT} summary").click()
    sign(pages, counted="7", missing=missing[4:].lower())
    follow(pages.page.locator(f"{SHORT} button"))
    expect(pages.page.locator("ul.short")).to_contain_text(codes.group_number(missing))
    pages.check_as_it_is()
    pages.come_as(visitor(lent, "office"))
    for page in (reverse("office:home"), GAP):
        pages.check_again(page)
    pages.check_again(reverse("office:decide_gap", args=["BTS-2017", "CGE"]) + f"?key=missing-in-batch:{missing}")
    pages.page.locator("select[name=decision]").select_option("lost")
    pages.page.locator("main [name=reason]").first.fill("Introuvable.")
    follow(pages.page.locator("main form button").first)
    assert results.decision_on_missing(lent.paper, missing) is not None
    assert missing not in batches.numbers_of(batch.pk)


def test_what_is_missing_is_found_by_the_one_who_has_the_batch(lent, pages):
    batch = first_batch(lent)
    take_back_without(batch, batches.numbers_of(batch.pk)[0])
    world.lend(first_batch(lent), "BOB")
    pages.come_as(visitor(lent, "marking-centre"))
    pages.check_again(address("missing"))
    follow(pages.page.locator("ul.short button"))
    expect(pages.page.locator("[role=status]").first).to_contain_text("BOB")


def test_a_batch_goes_out_without_a_script_that_is_not_there(transactional_db, pages):
    built = world.sealed()
    batch = first_batch(built)
    pages.come_as(visitor(built, "marking-centre"))
    pages.check_again(address("hand_out", batch))
    pages.page.reload()
    pages.page.locator(f"{SHORT} summary").click()
    sign(pages, counted="7", missing=batches.numbers_of(batch.pk)[1][4:])
    follow(pages.page.locator(f"{SHORT} button"))
    pages.check_as_it_is()
    assert first_batch(built).in_hand == 7
