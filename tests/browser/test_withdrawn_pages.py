"""A script withdrawn from its batch, from the hands of its marker to the word of the office: at both desks."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from massicot.batches import queries as batches
from massicot.batches import services
from massicot.batches.rules import WithdrawalDecision
from massicot.documents import codes
from tests import world
from tests.browser.checks import follow
from tests.browser.pages import checked_pages, in_both_languages
from tests.cast import ODILE, TYPING
from tests.web.markingcentre.desk import address
from tests.web.portal.conftest import open_window
from tests.web.visitors import visitor

browser_context_args = in_both_languages()
pages = checked_pages()
REASON = "Ni copie ni absence au registre : à voir avec le centre."


def at(name, *more):
    """Find a page of the office."""
    return reverse(f"office:{name}", args=["BTS-2017", "CGE", *more])


@pytest.fixture
def built(transactional_db):
    """Both batches with Bob, entry open around now; two scripts of the woodwork batch are withdrawn."""
    built = world.handed_out()
    open_window()
    built.batch = batches.batches_of(built.paper.pk)[0]
    act = {"code": built.batch.code, "reason": REASON, "by": ODILE, "at": TYPING}
    built.rows = [services.withdraw_script(number=number, **act) for number in batches.numbers_of(built.batch.pk)[:2]]
    return built


def test_the_marking_centre_takes_a_withdrawn_script_back_before_its_batch(built, pages):
    pages.come_as(visitor(built, "marking-centre"))
    for name in ("home", "withdrawn"):
        pages.check_again(address(name))
    pages.check_again(address("take_back", built.batch))
    for left in (1, 0):
        follow(pages.page.locator("ul.withdrawn button").first)
        expect(pages.page.locator("ul.withdrawn button")).to_have_count(left)
    pages.check_as_it_is()
    assert batches.withdrawn_with_marker(built.batch.pk) == []
    for name in ("batch", "withdrawn"):
        pages.check_again(address(name, built.batch if name == "batch" else None))


def test_the_office_says_what_a_withdrawn_script_is(built, pages):
    first, second = built.rows
    said = {
        "decision": WithdrawalDecision.KEPT,
        "seen": WithdrawalDecision.WAITING,
        "reason": "Fraude.",
        "by": ODILE,
        "at": TYPING,
    }
    services.decide_withdrawn(withdrawal_id=second.pk, **said)
    pages.come_as(visitor(built, "office"))
    for page in (reverse("office:home"), at("batch", built.batch.code), at("withdrawn")):
        pages.check_again(page)
    pages.page.get_by_role("link", name=codes.group_number(first.number)).click()
    pages.page.locator("main form button").click()
    pages.page.locator(".fault").first.wait_for()
    pages.check_as_it_is()
    pages.page.get_by_role("radio").first.check()
    pages.page.locator("input[name=reason]").fill("Vu.")
    pages.page.keyboard.press("Enter")
    pages.page.wait_for_url("**/lots/retirees/")
    assert batches.find_withdrawal(first.pk, built.paper.pk).decision == WithdrawalDecision.WRITTEN
    for page in (at("withdrawn"), at("decide_withdrawn", first.pk), at("decide_withdrawn", second.pk)):
        pages.check_again(page)
