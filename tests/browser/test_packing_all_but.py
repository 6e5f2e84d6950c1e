"""A parcel of 300 of which two are not there, on the keyboard alone; both are looked for, one found, one decided."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from massicot.consignments import queries as parcels
from massicot.core.actor import Role
from massicot.markers import services as markers
from massicot.results import queries as results
from massicot.results import services as result_acts
from massicot.results.rules import Decision
from massicot.scripts import queries as scripts
from tests import world
from tests.browser.checks import assert_sound_at_every_width, excuse
from tests.cast import CLAIRE, EVENING, MURIERS, ODILE, PREPARED
from tests.stages import stage
from tests.web.examcentre.desk import PERRIN, ended
from tests.web.visitors import signed_in

EVERYBODY = tuple(f"Nom {rank}" for rank in range(1, 409))
"""Eight at Les Cèdres, four hundred at Les Mûriers, of whom three hundred have a number."""

MOST_KEYS = 40


@stage
def sat_by_everybody() -> world.World:
    """Let all of them write the paper, and close the day of both centres."""
    return world.sat(world=world.prepared(world.opened(EVERYBODY)))


@pytest.fixture
def evening(transactional_db, live_server, watched_page) -> SimpleNamespace:
    """The days are closed; Claire, who stands in at Les Mûriers, is at the page of its parcel."""
    built = sat_by_everybody()
    markers.appoint(email=CLAIRE.login, role=Role.EXAM_CENTRE, scope=MURIERS, by=ODILE, at=PREPARED)
    ended(2)
    cookies = signed_in(CLAIRE.login).cookies
    watched_page.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in cookies.items()]
    )
    pack = live_server.url + reverse("examcentre:pack", args=[MURIERS, "BTS-2017", "CGE", PERRIN])
    watched_page.goto(pack)
    numbers = list(scripts.in_hand_of_centre(built.paper.pk, MURIERS))
    home = f"{live_server.url}/epreuves/"
    return SimpleNamespace(page=watched_page, paper=built.paper, numbers=numbers, pack=pack, home=home)


class Keys:
    """A keyboard that counts its keys, once the page has put the cursor where they go."""

    def __init__(self, page: Page) -> None:
        expect(page.locator(":is(input, textarea):focus")).to_have_count(1)
        self.page = page
        self.count = 0

    def type(self, text: str) -> None:
        """Type a text, key by key."""
        self.page.keyboard.type(text)
        self.count += len(text)

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)
        self.count += 1


def leave_out(page: Page, numbers: list[str]) -> int:
    """Pack all but two on the keyboard, the cursor where the page put it; count the keys."""
    keys = Keys(page)
    keys.type("298")
    keys.press("Tab")
    keys.type(" ".join(number[4:] for number in numbers))
    keys.press("Tab")
    keys.type("Mme Second")
    keys.press("Enter")
    return keys.count


def decide(evening: SimpleNamespace, lost: str) -> None:
    """Let the office decide of a script that nobody finds."""
    gap = next(gap for gap in results.ladder(evening.paper).gaps if gap.key == f"left-out:{lost}")
    said = {"decision": Decision.SIT_AGAIN, "reason": "Introuvable", "by": ODILE, "at": EVENING}
    result_acts.decide_gap(paper=evening.paper, key=gap.key, seen=gap.figures, **said)


def test_three_hundred_scripts_of_which_two_are_not_there_are_packed_in_forty_keys_and_no_scanner(evening):
    page, (found, *_, lost) = evening.page, evening.numbers
    assert len(evening.numbers) == 300
    assert_sound_at_every_width(page)
    assert leave_out(page, [found, lost]) <= MOST_KEYS
    expect(page.get_by_text("Copies annoncées")).to_be_visible()
    (parcel,) = parcels.parcels_of(evening.paper.pk, MURIERS)
    assert parcel.announced == len(parcels.contents_of(parcel)) == 298
    page.goto(evening.home)
    first = page.locator(".task").first
    expect(first).to_contain_text("2 copies n’y étaient pas quand un paquet a été fait")
    first.get_by_role("button").click()
    assert_sound_at_every_width(page)
    page.locator(f"[data-left-out='{found}']").get_by_role("button").click()
    expect(page.get_by_role("status").first).to_contain_text("Elle est retrouvée")
    page.get_by_label("Copies comptées dans le paquet").fill("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Copies annoncées")).to_be_visible()
    decide(evening, lost)
    page.goto(evening.home)
    expect(page.locator(".task", has_text="n’y était pas")).to_have_count(0)


def test_a_refusal_says_what_is_wrong_and_keeps_what_was_typed(evening, complaints):
    page, (lost, *_) = evening.page, evening.numbers
    page.keyboard.type("300")
    page.keyboard.press("Tab")
    page.keyboard.type(lost)
    page.keyboard.press("Tab")
    page.keyboard.type("Mme Second")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("300 copies ont été comptées")
    expect(page.get_by_label("Toutes y sont sauf…")).to_have_value(lost)
    assert_sound_at_every_width(page)
    page.get_by_label("Copies comptées dans le paquet").fill("299")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Copies annoncées")).to_be_visible()
    excuse(complaints, 422)
