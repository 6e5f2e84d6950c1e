"""Piles by exception, a parcel that comes with two batches fewer, sheets of which two lack, from end to end."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments.rules.returns import ReturnState
from massicot.shelves import queries as shelves
from tests import going_back
from tests.browser.pages import checked_pages
from tests.browser.sending_back import Hands, arrive, leave
from tests.cast import PERRIN
from tests.web.visitors import PAPER

pages = checked_pages()

MOST_KEYS = 150
"""For both parcels and all the sheets, at both desks, each press of a button one key."""


@pytest.fixture
def many(transactional_db, settings) -> SimpleNamespace:
    """Six batches, back and locked; by number, with how many scripts each has."""
    settings.MASSICOT_EMAIL_URL = "smtp://mail.invalid"
    built = going_back.many_back()
    made = batches.batches_of(built.paper.pk, PERRIN)
    return SimpleNamespace(built=built, paper=built.paper, made=made, sizes=[batch.size for batch in made])


def take_sheets_in(many: SimpleNamespace, hands: Hands) -> None:
    """Receive the sheets but two, ask for those, and scan them as they come."""
    page = hands.pages.page
    last = len(many.made)
    hands.pages.check(reverse("office:sheets_of_paper", kwargs=PAPER))
    hands.type(first="1", last=str(last), but="2, 3", counted=str(last - 2))
    hands.press("Les recevoir")
    awaited = page.locator("[data-figure='lacking']")
    expect(awaited).to_have_text("2")
    hands.press("Relancer")
    hands.pages.check_as_it_is()
    page.locator("form[data-ready]").wait_for()
    for rank, left in (("2", "1"), ("3", "0")):
        page.keyboard.type(rank)
        page.keyboard.press("Enter")
        expect(awaited).to_have_text(left)
        hands.keys += len(rank) + 1


def test_all_goes_back_in_two_parcels_though_two_batches_and_two_sheets_did_not_come(many, pages):
    hands = Hands(pages)
    rest = sum(many.sizes[1:])
    leave(many, hands, rest, but="1", envelopes=str(len(many.made) - 1), seal="R1")
    arrive(
        many,
        hands,
        envelopes=str(len(many.made) - 3),
        counted=str(rest - sum(many.sizes[1:3])),
        lacking="2, 3",
        signed_by="Mme Roux",
    )
    hands.press("Retrouvé ici")
    hands.press("Clore ce paquet")
    leave(many, hands, many.sizes[0] + many.sizes[2], batches="1, 3", envelopes="2", seal="R2")
    arrive(many, hands, envelopes="2", counted=str(many.sizes[0] + many.sizes[2]))
    hands.press("Clore ce paquet")
    take_sheets_in(many, hands)
    assert [parcel.state for parcel in parcels.returns_of(many.paper.pk)] == [ReturnState.CLOSED] * 2
    assert sorted(thing.ref for thing in shelves.to_box(many.paper)) == [batch.code for batch in many.made]
    assert not shelves.sheets_of(many.paper.pk).filter(shelves.is_in_state(shelves.LACKING)).exists()
    assert hands.keys <= MOST_KEYS
