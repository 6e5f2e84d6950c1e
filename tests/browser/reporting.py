"""A line that the register forbids, on the page of its marker: where it is, and what is said of it there."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, Route, expect

from massicot.batches import queries as batches
from massicot.marks import services
from massicot.marks.models import Referral
from massicot.marks.rules import ReferralAnswer
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from tests.browser.at_the_portal import sign_in, wait_until_saved
from tests.cast import ODILE, TYPING


def water_desk() -> Callable[..., SimpleNamespace]:
    """Make the fixture of the water batch, whose placeholder is found written by its marker."""

    @pytest.fixture(name="water")
    def water(desk: SimpleNamespace) -> SimpleNamespace:
        desk.batch = batches.batches_of(desk.paper.pk)[1]
        desk.sheet = desk.world.sheets[desk.batch.code]
        numbers = batches.numbers_of(desk.batch.pk)
        kinds = scripts.kinds_of(numbers)
        desk.absent = next(number for number in numbers if kinds[number] is ScriptKind.PLACEHOLDER)
        desk.rank = numbers.index(desk.absent)
        return desk

    return water


def referred_page() -> Callable[..., Page]:
    """Make the fixture of a page whose placeholder is referred with 12, the other lines empty."""

    @pytest.fixture(name="referred")
    def referred(water: SimpleNamespace, watched_page: Page) -> Page:
        sign_in(watched_page, water)
        watched_page.get_by_role("textbox").nth(water.rank).focus()
        watched_page.keyboard.type("12")
        watched_page.get_by_role("button", name="Signaler au bureau des examens").press("Enter")
        expect(watched_page.locator(".state.is-referred")).to_have_count(1)
        return watched_page

    return referred


def answer(said: ReferralAnswer) -> None:
    """Answer the line that waits, as the office does."""
    waiting = Referral.objects.get(answer=ReferralAnswer.WAITING)
    services.answer_referral(referral_id=waiting.pk, answer=said, reason="Vu.", by=ODILE, at=TYPING)


def type_over_a_report(page: Page, water: SimpleNamespace) -> Route:
    """Refer the line of the placeholder with 12 and save AB there while that is held up; give what is under way."""
    held: list[Route] = []
    sign_in(page, water)
    page.route("**/lot/renvoyer", lambda route: held.append(route))  # noqa: PLW0108 - Playwright asks a function how many arguments it takes
    cell = page.get_by_role("textbox").nth(water.rank)
    cell.focus()
    page.keyboard.type("12")
    page.get_by_role("button", name="Signaler au bureau des examens").press("Enter")
    cell.focus()
    page.keyboard.type("a")
    wait_until_saved(page)
    return held[0]
