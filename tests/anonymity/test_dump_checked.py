"""Scripts picked out of a pile lie in their envelope as their room sat, and are checked so: no copy tells it."""

from uuid import UUID

import pytest
from django.db import transaction

from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.services.tallies import HeldEnvelope
from massicot.consignments import queries as parcels
from tests import world
from tests.anonymity import attacker, crowd, piles
from tests.anonymity.scoring import IN_CROWD, LUCK, right
from tests.cast import CEDRES, MARC, MARKING, MURIERS, TILLEULS
from tests.keeping import kept

pytestmark = pytest.mark.django_db


def batched():
    """The crowd's scripts in their batches, the sheets printed, nothing of them checked."""
    built = crowd.prepared()
    for centre in (CEDRES, MURIERS, TILLEULS):
        world.key_room(built, centre, absent=(2, 110), blank=(5,))
        world.close_day(built, centre)
    return world.batched(world.received(world.arrived(world.packed(built))))


built = kept(batched)


@pytest.fixture
def envelope(built):
    """The envelope of the crowd, its scripts as they lay in their parcel; then those of others."""
    (batch, *_) = batches.batches_of(built.paper.pk)
    inside = batches.numbers_of(batch.pk)
    code = parcels.parcels_of(built.paper.pk, CEDRES)[0].code
    ours = [number for number in piles.pile_of(built, code) if number in inside]
    batch.pile = ours + sorted(set(inside).difference(ours))
    return batch


def check(batch, numbers, first=0):
    for rank, number in enumerate(numbers, first):
        batch_acts.check_script(code=batch.code, number=number, scan_id=UUID(int=rank + 1), by=MARC)


def write(batch):
    with transaction.atomic():
        HeldEnvelope(batches.batch_by_code(batch.code)).write(by=MARC)


def checked_in_slices(batch, then=lambda batch: None, length=5):
    """Check the envelope, a copy after every few scripts."""
    copies = [attacker.take_dump()]
    for first in range(0, batch.size, length):
        check(batch, batch.pile[first : first + length], first)
        then(batch)
        copies.append(attacker.take_dump())
    return copies


def found(built, guesses):
    return len(right(built, guesses).keys() & IN_CROWD)


def best(built):
    """Count what the best of all orders finds of the crowd."""
    return max(found(built, guesses) for guesses in piles.by_pile(attacker.take_dump()))


def seal(batch):
    batch_acts.seal_batch(code=batch.code, counted=batch.size, by=MARC, at=MARKING)


def test_written_scan_by_scan_copies_tell_the_pile(built, envelope):
    copies = checked_in_slices(envelope, then=write, length=1)
    assert found(built, piles.by_copies(copies)) > len(IN_CROWD) - LUCK


@pytest.mark.postgres
def test_written_scan_by_scan_one_copy_tells_the_pile(built, envelope):
    checked_in_slices(envelope, then=write, length=1)
    assert best(built) > len(IN_CROWD) - LUCK


def test_an_envelope_that_is_being_checked_is_told_by_nothing(built, envelope):
    check(envelope, envelope.pile)
    assert best(built) <= LUCK


def test_an_envelope_is_told_by_nothing_once_it_is_closed(built, envelope):
    check(envelope, envelope.pile)
    seal(envelope)
    assert best(built) <= LUCK


def test_copies_taken_while_it_is_checked_tell_no_number(envelope):
    copies = checked_in_slices(envelope)
    assert len(copies) > 10
    assert piles.order_of_copies(copies) == []


def test_what_is_sealed_is_of_one_length_and_holds_no_number_in_clear(envelope):
    lengths = set()
    for copy in checked_in_slices(envelope)[1:]:
        (tally,) = copy["batches_envelopetally"]
        assert attacker.numbers_in(tally) == set()
        lengths.add(len(tally["sealed"]))
    assert len(lengths) == 1
