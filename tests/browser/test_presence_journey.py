"""A morning at the marking centre: letters scanned at the door, the list keyed by exceptions, the day sent."""

import pytest
from playwright.sync_api import Page, expect

from massicot.presence import queries
from massicot.presence.rules import Presence
from tests import world
from tests.browser.calling import enter
from tests.browser.checks import assert_sound_at_every_width, excuse
from tests.browser.desks.person import Person
from tests.cast import ODILE, PERRIN
from tests.missions.calling import FIRST
from tests.presence import registers
from tests.presence.registers import AFTERNOON, MORNING, letter_of, said
from tests.web.visitors import signed_in, visitor

DAY = f"/correction/{PERRIN}/BTS-2017/presence/{FIRST.isoformat()}/"


@pytest.fixture
def built(transactional_db):
    """Bob and Charlie are called to the centre that marks; Alice is of the pool."""
    return registers.convene(world.batched(), "BOB", "CHARLIE")


@pytest.fixture
def marc(built, live_server, watched_page: Page) -> Person:
    """Marc of the marking centre, at the list of the morning."""
    enter(watched_page, live_server, visitor(built, "marking-centre"))
    person = Person(watched_page, live_server.url, "/correction/")
    person.open(DAY)
    return person


def scan(marc: Person, code: str) -> None:
    """Scan a letter as a hand scanner does: the page has the focus in its box."""
    expect(marc.page.get_by_label("Ou lisez la convocation")).to_be_focused()
    marc.page.keyboard.type(code)
    marc.page.keyboard.press("Enter")


def test_a_morning_is_keyed_by_exceptions_and_sent(built, marc, complaints):
    marc.press("Saisir la liste")
    scan(marc, letter_of("BOB").code.lower())
    marc.reads("BADIANE Bob : présence notée.")
    marc.press("CANNELLE Charlie – Absent")
    marc.fill(**{"Signatures comptées sur la liste papier": "2"})
    marc.press("Tout le monde est saisi : confirmer")
    expect(marc.page.get_by_role("alert")).to_contain_text("2 signatures")
    marc.page.get_by_text("Quelqu’un est venu sans convocation").click()
    marc.fill(**{"Identifiant, ou nom": "amande"})
    marc.press("Ajouter à la liste")
    marc.fill(**{"Signatures comptées sur la liste papier": "2"})
    marc.press("Tout le monde est saisi : confirmer")
    marc.reads("Matinée : saisie, 2 signatures.")
    assert [word.value for word in said(built, MORNING).values()] == ["present", "present", "absent"]
    marc.press("Saisir la liste")
    marc.fill(**{"Signatures comptées sur la liste papier": "2"})
    marc.press("Les 2 autres étaient présents")
    marc.press("Transmettre la liste de cette journée")
    marc.reads("La liste est au bureau des examens.")
    assert set(said(built, AFTERNOON).values()) == {Presence.PRESENT}
    assert queries.day_sheet(built.session, PERRIN, FIRST).is_sent
    excuse(complaints, 422)


def test_the_pages_of_a_morning_are_sound(built, marc, live_server):
    assert_sound_at_every_width(marc.page)
    marc.press("Saisir la liste")
    assert_sound_at_every_width(marc.page)
    registers.keyed(built)
    registers.send(built)
    marc.page.reload()
    assert_sound_at_every_width(marc.page)
    enter(marc.page, live_server, signed_in(ODILE.login))
    marc.open(f"/bureau/BTS-2017/presences/{PERRIN}/{FIRST.isoformat()}/")
    assert_sound_at_every_width(marc.page)
    marc.open("/bureau/presences/")
    assert_sound_at_every_width(marc.page)


def test_the_pages_of_an_inspector_are_sound(built, live_server, watched_page):
    enter(watched_page, live_server, visitor(built, "inspector"))
    person = Person(watched_page, live_server.url, "/inspection/")
    person.open(person.home)
    assert_sound_at_every_width(watched_page)
    person.follow("1er juin 2017")
    assert_sound_at_every_width(watched_page)
