"""As many batches as a marking centre has, into piles by exception, two of them not back yet: in 150 keys."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments.rules.returns import ReturnState
from massicot.shelves import queries as shelves
from tests import many_piles, world
from tests.browser.pages import checked_pages
from tests.browser.sending_back import Hands, arrive, leave
from tests.cast import PERRIN
from tests.many_piles import SIZE
from tests.web.markingcentre.desk import address
from tests.web.visitors import visitor

pages = checked_pages()

BATCHES, OUT, NOT_THERE = 127, frozenset({12, 40}), 7
MOST_KEYS = 150
"""For both parcels at both desks, each key and each press of a button or a box one."""


@pytest.fixture
def many(transactional_db) -> SimpleNamespace:
    """Make 127 batches, locked and back but two."""
    built = many_piles.many_locked(BATCHES, OUT)
    return SimpleNamespace(built=built, paper=built.paper)


def counted(envelopes: int) -> dict[str, str]:
    return {"envelopes": str(envelopes), "counted": str(envelopes * SIZE)}


def test_127_batches_go_back_by_exception_in_150_keys(many, pages):
    hands = Hands(pages)
    pages.come_as(visitor(many.built, "marking-centre"))
    pages.check(address("returns"))
    for rank in OUT:
        expect(pages.page.get_by_role("link", name=f"CGE-{rank:04d}")).to_be_visible()
    there = BATCHES - len(OUT) - 1
    leave(many, hands, there * SIZE, but=str(NOT_THERE), envelopes=str(there), seal="R1")
    arrive(many, hands, **counted(there))
    hands.press("Clore ce paquet")
    made = {batch.sequence: batch for batch in batches.batches_of(many.paper.pk, PERRIN)}
    for rank in sorted(OUT):
        world.give_back(made[rank])
    late = [*sorted(OUT), NOT_THERE]
    leave(many, hands, len(late) * SIZE, batches=", ".join(map(str, late)), envelopes=str(len(late)), seal="R2")
    arrive(many, hands, **counted(len(late)))
    hands.press("Clore ce paquet")
    assert [parcel.state for parcel in parcels.returns_of(many.paper.pk)] == [ReturnState.CLOSED] * 2
    assert {thing.ref for thing in shelves.to_box(many.paper)} == {batch.code for batch in made.values()}
    assert hands.keys <= MOST_KEYS
