"""From 08:30 to 08:35: from the office's home page to the convoked replacement, handed over, the batches moved."""

import threading

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from massicot.batches import queries as batches
from massicot.commands.worker.loop import work_through
from massicot.missions.models import Activity
from massicot.persons.models import Person
from massicot.web.shared.letter_addresses import addresses
from tests import world
from tests.browser.calling import SONIA, enter, head_of_tilleuls, letter_of, signed
from tests.browser.checks import assert_sound_at_every_width
from tests.cast import MARC, ODILE
from tests.missions import calling
from tests.replacements import morning
from tests.web.visitors import signed_in

CHARLIE = "charlie@tilleuls.invalid"
AT_MOST = 6


class Hand:
    """A caseworker on the telephone: every press of the mouse and every Enter is counted, what is typed is not."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, what: Locator) -> None:
        """Press something once."""
        what.click()
        self.presses += 1

    def enter(self) -> None:
        """Press Enter."""
        self.page.keyboard.press("Enter")
        self.presses += 1


@pytest.fixture
def office(transactional_db, postmaster, live_server, watched_page):
    """Bob marks at Jean Perrin with his batches in hand, and rings: he cannot come. Odile is at her home page."""
    built = world.handed_out()
    now = timezone.now()
    mission = calling.mission(built.session, built.paper, days=1)
    Activity.objects.update(**morning.under_way(now))
    calling.put(mission, "BOB")
    calling.convene(calling.official(built.session, mission, at=now), at=now, addresses=addresses())
    Person.objects.filter(identifier="CHARLIE").update(telephone="06 99 00 00 03")
    head_of_tilleuls()
    work_through(threading.Event())
    postmaster.accepted.clear()
    enter(watched_page, live_server, signed_in(ODILE.login))
    watched_page.goto(f"{live_server.url}/bureau/")
    return built


def replace_bob(page: Page) -> int:
    """Find Bob by name, hear a no from Alice and a yes from Charlie; count the presses."""
    hand = Hand(page)
    hand.press(page.get_by_role("searchbox"))
    page.keyboard.type("badiane")
    hand.enter()
    expect(page.get_by_role("heading", name="À la place de Bob BADIANE")).to_be_visible()
    hand.press(page.get_by_role("button", name="Non AMANDE Alice"))
    expect(page.get_by_text("Ont dit non")).to_be_visible()
    assert_sound_at_every_width(page)
    hand.press(page.get_by_role("button", name="convoquer CANNELLE Charlie"))
    expect(page.get_by_role("heading", name="Charlie CANNELLE vient")).to_be_visible()
    assert_sound_at_every_width(page)
    return hand.presses


def test_somebody_ill_is_replaced_in_six_presses_and_their_batches_are_moved(
    office, postmaster, live_server, watched_page
):
    page = watched_page
    assert replace_bob(page) <= AT_MOST
    work_through(threading.Event())
    urgent = [mail for mail in postmaster.accepted if mail["Subject"].startswith("URGENT")]
    assert {mail["To"] for mail in urgent} == {CHARLIE, SONIA}
    hand_over(page, live_server)
    enter(page, live_server, signed_in(ODILE.login))
    page.goto(f"{live_server.url}/bureau/convocations/lettres/{letter_of('CHARLIE').code}/")
    expect(page.get_by_role("status").first).to_contain_text("prévenue par le chef")
    move_a_batch(page, live_server, office)


def hand_over(page: Page, live_server) -> None:
    """Let the head of Les Tilleuls find the letter on top of the desk, and say that it is handed over."""
    enter(page, live_server, signed(SONIA))
    page.goto(f"{live_server.url}/")
    expect(page.locator(".task").first).to_contain_text("Charlie CANNELLE")
    assert_sound_at_every_width(page)
    page.get_by_role("button", name="Remise Charlie CANNELLE").click()
    expect(page.get_by_role("button", name="Remise")).to_have_count(0)


def move_a_batch(page: Page, live_server, built) -> None:
    """Let the marking centre take a batch of Bob back, and hand it to Charlie, from the first line of its home page."""
    enter(page, live_server, signed_in(MARC.login))
    page.goto(f"{live_server.url}/")
    page.locator(".task").first.get_by_role("button", name="Déplacer les lots").click()
    assert_sound_at_every_width(page)
    batch = batches.batches_of(built.paper.pk)[0]
    page.get_by_role("link", name=f"Le reprendre {batch.code}").click()
    page.get_by_text("Le correcteur ne peut pas venir").click()
    alone = page.locator("form", has=page.locator("#alone_counted"))
    alone.locator("#alone_counted").fill(str(batch.size))
    alone.locator("#alone_reason").fill("Absent ce matin")
    alone.get_by_role("button").click()
    page.goto(f"{live_server.url}/")
    page.locator(".task").first.get_by_role("button", name="Déplacer les lots").click()
    page.get_by_role("link", name="Le remettre à").first.click()
    expect(page.get_by_role("textbox", name="Correcteur qui prend le lot")).to_have_value("CHARLIE")
    share_out(page, live_server, batch.code)


def share_out(page: Page, live_server, code: str) -> None:
    """Let what Bob gave back be shared out among who is here, from the list of the batches of absent markers."""
    page.goto(f"{live_server.url}/")
    page.locator(".task").first.get_by_role("button", name="Déplacer les lots").click()
    page.get_by_role("button", name="Partager le lot rendu entre ceux qui sont là").click()
    page.get_by_role("textbox", name="Autres, par identifiant").fill("CHARLIE")
    page.get_by_role("button", name="Partager les lots").click()
    expect(page.get_by_role("table")).to_contain_text(code)
    assert_sound_at_every_width(page)
    page.get_by_role("link", name=code).click()
    expect(page.get_by_role("textbox", name="Correcteur qui prend le lot")).to_have_value("CHARLIE")
