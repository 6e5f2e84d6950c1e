"""People who are called otherwise than their letter said: a run cancelled, a mission moved, an address changed."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from massicot.accounts import services as account_acts
from massicot.commands.worker.loop import work_through
from massicot.core.actor import SYSTEM
from massicot.persons.models import Person
from massicot.web.shared.letter_addresses import page_address, personal_address
from tests import world
from tests.browser.calling import (
    BOB,
    SONIA,
    TELEPHONE,
    enter,
    give_bob_access,
    head_of_tilleuls,
    letter_of,
    signed,
    two_called,
)
from tests.browser.checks import assert_sound_at_every_width, excuse
from tests.cast import ODILE
from tests.web.shared.olivia import PASSWORD
from tests.web.visitors import signed_in

NEW = "bob.badiane@tilleuls.invalid"


@pytest.fixture
def office(transactional_db, postmaster, live_server, watched_page):
    """Bob and Charlie are convened and their letters have left; Odile is at her home page, Bob and his head sign in."""
    built = world.opened()
    give_bob_access()
    head_of_tilleuls()
    two_called(built)
    delivered(postmaster)
    enter(watched_page, live_server, signed_in(ODILE.login))
    watched_page.goto(f"{live_server.url}/bureau/")
    return built


def delivered(postmaster) -> list:
    """Let the worker send what waits; give what came since it was asked the last time."""
    work_through(threading.Event())
    mails = list(postmaster.accepted)
    postmaster.accepted.clear()
    return mails


def calendars_of(mails, email: str) -> list[str]:
    """Read the calendar files of the mails to somebody."""
    parts = (part for mail in mails if mail["To"] == email for part in mail.walk())
    return [part.get_content() for part in parts if part.get_content_type() == "text/calendar"]


def at_home(page: Page, live_server, email: str) -> None:
    """Let somebody open their home page on a telephone."""
    page.set_viewport_size(TELEPHONE)
    enter(page, live_server, signed(email))
    page.goto(f"{live_server.url}/")


def test_a_run_is_cancelled_and_everybody_is_told_wherever_they_look(office, postmaster, live_server, watched_page):
    page = watched_page
    page.get_by_role("link", name="Missions", exact=True).click()
    page.get_by_role("button", name="Convoquer").click()
    page.get_by_role("link", name="Édition officielle").click()
    page.get_by_label("Motif").fill("Épreuve reportée")
    page.get_by_role("button", name="Annuler toutes ses convocations").click()
    expect(page.get_by_text("Épreuve reportée")).to_be_visible()
    assert_sound_at_every_width(page)
    page.get_by_role("link", name=letter_of("BOB").code).click()
    expect(page.get_by_role("status").last).to_have_text("annulée")
    mails = delivered(postmaster)
    assert sorted(mail["To"] for mail in mails if "annulée" in mail["Subject"])[:1] == [BOB]
    assert "METHOD:CANCEL" in calendars_of(mails, BOB)[0]
    page.goto(page_address(letter_of("BOB").code))
    expect(page.get_by_role("status")).to_contain_text("est annulée")
    at_home(page, live_server, SONIA)
    page.get_by_role("list").get_by_role("link", name="Lycée des Tilleuls").first.click()
    expect(page.get_by_role("row", name="Bob BADIANE")).to_contain_text("annulée")
    assert_sound_at_every_width(page)
    at_home(page, live_server, BOB)
    expect(page.get_by_text("Annulée : vous n’êtes pas attendu.")).to_be_visible()
    assert_sound_at_every_width(page)


def test_a_mission_is_moved_and_its_new_letter_is_acknowledged(
    office, postmaster, live_server, watched_page, complaints
):
    page, old = watched_page, letter_of("BOB")
    acknowledge_by_mail(page, old.code)
    page.goto(f"{live_server.url}/bureau/missions/")
    move_by_a_day(page)
    excuse(complaints, 422)
    page.get_by_role("button", name="Rééditer ces 2 convocations").click()
    expect(page.get_by_text("2 convocations sont rééditées")).to_be_visible()
    (calendar,) = calendars_of(delivered(postmaster), BOB)
    assert "SEQUENCE:2" in calendar
    page.goto(page_address(old.code))
    expect(page.get_by_role("status")).to_contain_text("a été remplacée")
    assert letter_of("BOB").code == f"{old.code}-2"
    at_home(page, live_server, BOB)
    page.get_by_role("button", name="Je l’ai lue : accuser réception").click()
    expect(page.get_by_role("status").first).to_contain_text("le bureau des examens sait")


def test_an_address_is_changed_and_its_owner_signs_in_with_the_new_one(office, postmaster, live_server, watched_page):
    page = watched_page
    code = account_acts.draw_link(email=BOB, by=SYSTEM, at=timezone.now())
    account_acts.choose_password(code=code, password=PASSWORD, at=timezone.now())
    with page.context.browser.new_context(locale="fr-FR", viewport=TELEPHONE) as elsewhere:
        bob = elsewhere.new_page()
        come_in(bob, live_server, BOB)
        expect(bob.get_by_role("heading", name="Mes missions")).to_be_visible()
        page.get_by_role("link", name="Vivier").click()
        page.get_by_role("link", name="BADIANE Bob").click()
        page.get_by_text("Changer l’adresse").first.click()
        page.get_by_label("Nouvelle adresse de courriel").fill(NEW)
        page.get_by_role("button", name="Changer l’adresse").click()
        expect(page.get_by_role("status").first).to_contain_text("un courriel le dit")
        assert_sound_at_every_width(page)
        assert {mail["To"] for mail in delivered(postmaster)} == {BOB, NEW}
        bob.reload()
        expect(bob.get_by_role("heading", name="Se connecter")).to_be_visible()
        come_in(bob, live_server, NEW)
        expect(bob.get_by_role("heading", name="Correction de l’épreuve CGE")).to_be_visible()
    assert Person.objects.get(identifier="BOB").account.email == NEW


def move_by_a_day(page: Page) -> None:
    """Move the mission, from the list of missions; its day is outside the school year, and meant."""
    page.get_by_role("link", name="Correction de l’épreuve CGE").click()
    page.get_by_role("link", name="Modifier la mission").click()
    page.get_by_label("Jour", exact=True).first.fill((timezone.localdate() + timedelta(days=22)).isoformat())
    page.get_by_label("Motif").fill("Salle indisponible")
    page.get_by_role("button", name="Modifier la mission").click()
    assert_sound_at_every_width(page)
    page.get_by_label("hors de l’année scolaire").check()
    page.get_by_role("button", name="Modifier la mission").click()
    assert_sound_at_every_width(page)


def acknowledge_by_mail(page: Page, code: str) -> None:
    """Open a letter by the link of its mail, and say that it was read."""
    page.goto(personal_address(code))
    page.get_by_role("button", name="Ouvrir ma convocation").click()
    page.get_by_role("button", name="accuser réception").click()
    expect(page.get_by_role("status").first).to_be_visible()


def come_in(page: Page, live_server, email: str) -> None:
    """Sign in with the password."""
    page.goto(f"{live_server.url}/connexion/")
    page.get_by_label("Courriel").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
