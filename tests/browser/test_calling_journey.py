"""People called, from the office's home page: missions proposed and filled, convened in two runs, acknowledged."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from massicot.commands.worker.loop import work_through
from massicot.exams.models import Paper
from massicot.missions.models import Convocation
from tests import world
from tests.browser.calling import BOB, SONIA, TELEPHONE, enter, give_bob_access, head_of_tilleuls, signed
from tests.browser.checks import assert_sound_at_every_width
from tests.cast import ODILE
from tests.web.visitors import signed_in


def ahead(built) -> None:
    """Put the marking three weeks ahead of now: nobody is called to days that are past."""
    day = timezone.localdate() + timedelta(days=21)
    hour = timezone.now().replace(hour=7, minute=0, second=0, microsecond=0) + timedelta(days=21)
    values = {"marking_opens_on": day, "marking_closes_on": day + timedelta(days=1)}
    meetings = {"agreement_at": hour, "board_at": hour + timedelta(days=1, hours=2)}
    Paper.objects.filter(pk=built.paper.pk).update(**values, **meetings)


@pytest.fixture
def office(transactional_db, live_server, watched_page):
    """The pool is imported and nobody is called; Odile is at her home page, Bob has an access."""
    built = world.opened()
    ahead(built)
    give_bob_access()
    enter(watched_page, live_server, signed_in(ODILE.login))
    watched_page.goto(f"{live_server.url}/bureau/")
    return built


def convene_all(page: Page) -> dict[str, str]:
    """Propose the missions of the paper, fill them, look at the letters, convene; give the letters by person."""
    page.get_by_role("link", name="Missions", exact=True).click()
    page.get_by_role("button", name="Proposer les missions de cette épreuve").click()
    assert_sound_at_every_width(page)
    page.locator("th a", has_text="Corrections").first.click()
    page.get_by_role("button", name="Remplir la liste").click()
    assert_sound_at_every_width(page)
    page.locator(".trail a", has_text="Missions").click()
    page.get_by_role("button", name="Convoquer").click()
    page.get_by_role("button", name="Éditer pour contrôle").click()
    work_through(threading.Event())
    expect(page.get_by_text("Ces lettres ne convoquent encore personne.")).to_be_visible()
    assert_sound_at_every_width(page)
    assert not Convocation.objects.exists()
    page.get_by_role("button", name="Convoquer").click()
    expect(page.get_by_role("heading", name="Dernier contrôle")).to_be_visible()
    work_through(threading.Event())
    expect(page.get_by_role("heading", name="Édition officielle")).to_be_visible()
    return {row.assignment.person.identifier: row.code for row in Convocation.objects.all()}


def test_people_are_convened_acknowledge_on_a_telephone_and_the_office_knows(office, live_server, watched_page):
    page = watched_page
    letters = convene_all(page)
    enter(page, live_server, signed(BOB))
    page.set_viewport_size(TELEPHONE)
    page.goto(f"{live_server.url}/")
    page.get_by_role("button", name="Je l’ai lue : accuser réception").click()
    expect(page.get_by_role("status").first).to_contain_text("le bureau des examens sait")
    enter(page, live_server, signed_in(ODILE.login))
    page.goto(f"{live_server.url}/bureau/")
    known = f"{len(letters) - 1} sur {len(letters)}"
    expect(page.locator(".task", has_text="convocation")).to_contain_text(known)


def test_a_head_of_institution_is_asked_to_tell_those_who_are_silent(office, live_server, watched_page):
    page = watched_page
    convene_all(page)
    head_of_tilleuls()
    enter(page, live_server, signed(SONIA))
    page.goto(f"{live_server.url}/")
    page.locator(".task", has_text="pas accusé réception").get_by_role("button").click()
    assert_sound_at_every_width(page)
    for box in page.get_by_label("Je l’ai prévenu").all():
        box.check()
    page.get_by_role("button", name="Noter qu’ils sont prévenus").click()
    expect(page.get_by_text("Tous le savent.")).to_be_visible()
