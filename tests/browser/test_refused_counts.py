"""Counts that are refused: the cursor where the fault is, digits typed over, the other person's count hidden."""

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from massicot.batches import queries as batches
from tests import world
from tests.browser.pages import checked_pages
from tests.cast import PERRIN
from tests.web.markingcentre.desk import put_key_back
from tests.web.visitors import visitor

pages = checked_pages()
DESK, OWN = "Copies comptées par le centre", "Copies comptées par le correcteur"


def box(page: Page, name: str) -> Locator:
    """Find a box of the form that is open: the folded one, for a script that is missing, asks for the same."""
    return page.get_by_role("textbox", name=name)


@pytest.fixture
def hand_out(transactional_db, pages, settings, tmp_path) -> Page:
    """Open the page on which a closed batch of eight is handed to its marker."""
    put_key_back(settings, tmp_path)
    built = world.sealed()
    batch = batches.batches_of(built.paper.pk)[0]
    pages.come_as(visitor(built, "marking-centre"))
    pages.page.goto(pages.site + reverse("markingcentre:hand_out", args=[PERRIN, "BTS-2017", "CGE", batch.code]))
    return pages.page


def test_neither_count_of_a_hand_out_is_seen_by_who_makes_the_other(hand_out):
    desk, own = box(hand_out, DESK), box(hand_out, OWN)
    expect(box(hand_out, "Correcteur qui prend le lot")).to_be_focused()
    assert "8 copies" not in hand_out.locator("main").inner_text()
    assert box(hand_out, "Identifiant du correcteur").input_value() == ""
    desk.fill("7")
    own.focus()
    security = "box => getComputedStyle(box).webkitTextSecurity"
    assert (desk.evaluate(security), own.evaluate(security)) == ("disc", "none")


@pytest.mark.parametrize(("desk", "own", "wrong"), [("7", "8", DESK), ("8", "37", OWN)])
def test_the_count_that_differs_is_typed_over(hand_out, desk, own, wrong):
    typed = {"Correcteur qui prend le lot": "BOB", "Identifiant du correcteur": "BOB", DESK: desk, OWN: own}
    for label, text in typed.items():
        box(hand_out, label).fill(text)
    hand_out.get_by_role("button", name="Remettre le lot").click()
    expect(hand_out.get_by_role("alert")).to_contain_text("Recomptez")
    expect(box(hand_out, wrong)).to_be_focused()
    hand_out.keyboard.type("8")
    expect(box(hand_out, wrong)).to_have_value("8")


def test_space_presses_what_looks_like_a_button(hand_out):
    hand_out.locator(".trail a").click()
    link = hand_out.get_by_role("button", name="Remettre")
    address = link.get_attribute("href")
    link.press("Space")
    hand_out.wait_for_url(f"**{address}")
