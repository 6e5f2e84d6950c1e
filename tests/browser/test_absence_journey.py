"""Illness announced on a telephone, confirmed by the head, exempted by the rector; and an absence nobody excused."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from massicot.absences import services
from massicot.absences.models import Absence
from massicot.missions.queries import convocations, letters
from massicot.persons.models import Situation
from massicot.persons.rules import EmployerKind
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
from tests.browser.checks import assert_sound_at_every_width
from tests.cast import MARC, ODILE, PERRIN
from tests.web.visitors import signed_in


@pytest.fixture
def called(transactional_db):
    """Bob and Charlie are convened in three weeks; Bob and his head sign in."""
    built = world.opened()
    give_bob_access()
    head_of_tilleuls()
    two_called(built)
    return built


@pytest.fixture
def office():
    """Odile's session, which her second factor has opened."""
    return signed_in(ODILE.login)


def at_home(page: Page, live_server, client, path: str = "/") -> None:
    enter(page, live_server, client)
    page.goto(f"{live_server.url}{path}")


def announce_on_a_telephone(page: Page) -> None:
    """Let Bob say that he is ill in the morning alone."""
    page.set_viewport_size(TELEPHONE)
    page.get_by_role("link", name="Je ne peux pas venir").click()
    page.get_by_label("après-midi").uncheck()
    page.get_by_label("Pourquoi", exact=True).select_option("maladie")
    page.get_by_label("Ce que le bureau des examens doit savoir").fill("Joignable au 06 00 00 00 00")
    page.get_by_role("button", name="Prévenir le bureau des examens").click()
    expect(page.get_by_text("maladie : Joignable")).to_be_visible()
    assert_sound_at_every_width(page)


def confirm_as_head(page: Page) -> None:
    """Let the head confirm it, from the list of what remains to be done."""
    page.get_by_role("button", name="Voir qui").first.click()
    assert_sound_at_every_width(page)
    page.get_by_role("link", name="BADIANE Bob").click()
    page.get_by_role("button", name="Je confirme cette absence").click()
    expect(page.get_by_text("L’absence est confirmée")).to_be_visible()
    assert_sound_at_every_width(page)


def exempt(page: Page) -> None:
    """Let the office type the decision of the rector, from its home page."""
    page.get_by_role("button", name="Répondre").click()
    assert_sound_at_every_width(page)
    page.get_by_role("link", name="BADIANE Bob").click()
    assert_sound_at_every_width(page)
    form = page.locator("form", has=page.get_by_role("button", name="Enregistrer la dispense"))
    form.get_by_label("Au nom de qui").fill("Pour le recteur, la secrétaire générale")
    form.get_by_label("Décision datée du").fill(f"{timezone.localdate()}")
    form.get_by_label("Référence").fill("DIEC/2017/42")
    form.get_by_role("button", name="Enregistrer la dispense").click()
    expect(page.get_by_role("status").last).to_contain_text("Dispense accordée")


def test_illness_is_announced_confirmed_and_exempted(called, office, live_server, watched_page):
    page = watched_page
    at_home(page, live_server, signed(BOB))
    announce_on_a_telephone(page)
    at_home(page, live_server, signed(SONIA))
    confirm_as_head(page)
    at_home(page, live_server, office, "/bureau/")
    exempt(page)
    page.goto(f"{live_server.url}/bureau/")
    expect(page.get_by_text("attend une réponse")).to_have_count(0)
    at_home(page, live_server, signed(BOB))
    expect(page.get_by_text(f"{letter_of('BOB').code}"[:13])).to_have_count(0)
    assert letter_of("BOB").code.endswith("-2")
    expect(page.get_by_text("de 13 h à 17 h")).to_be_visible()


@pytest.fixture
def unexcused(called):
    """A register found Bob away, on a mission that is over by its letter."""
    row = letter_of("BOB")
    half = next(iter(letters.halves_called(convocations.facts_of(row))))
    services.observe(assignment_id=row.assignment_id, half=half, place_uai=PERRIN, by=MARC, at=timezone.now())
    Situation.objects.update(employer_kind=EmployerKind.ACADEMY)
    Absence.objects.update(state="unjustified", answered_at=timezone.now())


def test_what_nobody_excused_goes_to_its_deduction_and_is_taken_back(unexcused, office, live_server, watched_page):
    page = watched_page
    at_home(page, live_server, office, "/bureau/absences/")
    page.get_by_role("link", name="BADIANE Bob").click()
    page.get_by_label("transmise en outre à l’autorité disciplinaire").check()
    page.get_by_role("button", name="Établir le dossier").click()
    expect(page.get_by_text("1 trentième")).to_be_visible()
    assert_sound_at_every_width(page)
    letter = page.get_by_role("link", name="La lettre (PDF)").get_attribute("href")
    assert page.request.get(f"{live_server.url}{letter}").headers["content-type"] == "application/pdf"
    page.get_by_label("Pourquoi la réponse est retirée").fill("Un certificat est arrivé")
    page.get_by_role("button", name="Retirer cette réponse").first.click()
    expect(page.get_by_role("link", name="La lettre qui l’annule")).to_be_visible()
    assert_sound_at_every_width(page)
