"""A pile lies as its room sat, and is scanned as it lies: no copy of the tables, and no two of them, tell its order."""

from itertools import pairwise

import pytest

from massicot.batches import services as batch_acts
from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from tests import world
from tests.anonymity import attacker, crowd, piles
from tests.anonymity.scoring import IN_CROWD, LUCK, right
from tests.cast import ARRIVAL, CEDRES, MARC, MARKING, MURIERS, PERRIN, TILLEULS
from tests.keeping import kept

pytestmark = pytest.mark.django_db


def arrived():
    """The crowd's parcel at the marking centre, nothing of it ticked."""
    built = crowd.prepared()
    for centre in (CEDRES, MURIERS, TILLEULS):
        world.key_room(built, centre, absent=(2, 110), blank=(5,))
        world.close_day(built, centre)
    return world.arrived(world.packed(built))


built = kept(arrived)


@pytest.fixture
def code(built):
    return parcels.parcels_of(built.paper.pk, CEDRES)[0].code


def best(built):
    """Count what the best of all orders finds of the crowd."""
    return max(len(right(built, guesses).keys() & IN_CROWD) for guesses in piles.by_pile(attacker.take_dump()))


def close(built, code):
    parcel = parcels.parcel_by_code(code)
    left = [row.number for row in parcels.contents_of(parcel) if row.tick != "received"]
    consignments.tick_scripts(code=code, numbers=left, by=MARC, at=ARRIVAL)
    consignments.close_reception(code=code, by=MARC, at=MARKING)


def write(built):
    consignments.write_ticks_towards(paper_id=built.paper.pk, centre_uai=PERRIN, by=MARC, at=ARRIVAL)


def test_written_scan_by_scan_a_pile_is_told(built, code):
    for rank, number in enumerate(piles.pile_of(built, code)):
        piles.scan(code, [number], rank)
        write(built)
    assert best(built) > len(IN_CROWD) - LUCK


def test_a_pile_that_is_being_scanned_is_told_by_nothing(built, code):
    piles.scan(code, piles.pile_of(built, code))
    assert best(built) <= LUCK


def test_a_pile_is_told_by_nothing_once_its_reception_is_closed(built, code):
    piles.scan(code, piles.pile_of(built, code))
    close(built, code)
    assert best(built) <= LUCK


def test_batches_made_of_half_a_pile_tell_no_order(built, code):
    pile = piles.pile_of(built, code)
    piles.scan(code, pile[:20])
    batch_acts.make_batches(paper=built.paper, centre_uai=PERRIN, by=MARC, at=MARKING)
    piles.scan(code, pile[20:], 20)
    close(built, code)
    assert best(built) <= LUCK


def test_copies_taken_while_it_is_scanned_tell_no_number(built, code):
    pile, copies = piles.pile_of(built, code), [attacker.take_dump()]
    for first in range(0, len(pile), 5):
        piles.scan(code, pile[first : first + 5], first)
        copies.append(attacker.take_dump())
    told = [piles.numbers_changed(*pair) for pair in pairwise(copies)]
    assert len(told) == 10
    assert set().union(*told) == set()


def test_what_is_sealed_holds_no_number_in_clear(built, code):
    piles.scan(code, piles.pile_of(built, code)[:9])
    (tally,) = attacker.take_dump()["consignments_parceltally"]
    assert attacker.numbers_in(tally) == set()
    assert tally["ticked"] == 9
