"""All the lists planned by one press, one person pinned, one taken off, and all planned again around them."""

import threading

import pytest
from playwright.sync_api import Locator, Page, expect

from massicot.commands.worker.loop import work_through
from massicot.exams.models import Institution
from massicot.missions.models import Assignment
from massicot.missions.rules import AssignmentState
from tests.browser.calling import enter
from tests.browser.checks import assert_sound_at_every_width
from tests.browser.test_calling_journey import ahead
from tests.cast import ODILE
from tests.missions import calls
from tests.web.visitors import signed_in


@pytest.fixture
def office(transactional_db, live_server, watched_page):
    """The pool is imported, the marking mission proposed three weeks ahead; Odile is at her home page."""
    built = calls.pooled()
    ahead(built)
    built.paper.refresh_from_db()
    calls.proposed(built)
    enter(watched_page, live_server, signed_in(ODILE.login))
    watched_page.goto(f"{live_server.url}/bureau/")
    return built


def plan(page: Page) -> None:
    """Have all the lists planned, and read the list of the mission."""
    page.get_by_role("navigation").get_by_role("link", name="Missions", exact=True).click()
    page.get_by_role("button", name="Planifier toutes les listes").click()
    work_through(threading.Event())
    page.get_by_role("button", name="Voir les listes").click()
    page.locator("th a", has_text="Corrections").first.click()


def line(page: Page, person: str) -> Locator:
    return page.locator("tr", has=page.get_by_text(person, exact=True))


def on_list() -> set[str]:
    rows = Assignment.objects.exclude(state=AssignmentState.WITHDRAWN)
    return set(rows.values_list("person__identifier", flat=True))


def test_the_lists_are_planned_and_planned_again_around_who_is_pinned(office, watched_page):
    page = watched_page
    Institution.objects.filter(uai=calls.TILLEULS).update(latitude=43.0, longitude=3.0)
    plan(page)
    assert_sound_at_every_width(page)
    before = on_list()
    pinned, off = sorted(before)[:2]
    line(page, pinned).get_by_role("button", name="Épingler").click()
    expect(line(page, pinned)).to_contain_text("épinglé")
    line(page, off).get_by_role("button", name="Retirer").click()
    expect(line(page, off)).to_have_count(0)
    plan(page)
    expect(line(page, pinned)).to_contain_text("épinglé")
    expect(page.get_by_text("Il en manque 1 sur la liste")).to_be_visible()
    assert on_list() == before - {off}
