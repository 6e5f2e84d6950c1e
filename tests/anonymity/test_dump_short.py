"""Batches that lack a script tell whoever holds a copy of every table nothing of who wrote it."""

import pytest

from massicot.setasides import services as setasides
from massicot.setasides.rules import Oddity, Oddment
from tests import later_world, world
from tests.anonymity import attacker, crowd
from tests.anonymity.scoring import IN_CROWD, LUCK, right
from tests.batches.test_shortages import find
from tests.cast import CEDRES, MARC, PERRIN, TYPING
from tests.keeping import kept
from tests.short_batches import close_without, take_back_without

pytestmark = pytest.mark.django_db


def after_short_batches():
    """The eventful day, then an envelope closed and a batch taken back without one of the crowd; one comes twice."""
    built = crowd.after_an_eventful_day()
    for stage in (world.packed, world.arrived, world.received, world.batched):
        stage(built)
    first, *others = world.batches.batches_of(built.paper.pk)
    crowded = {later_world.truth(built)[who] for who in IN_CROWD}
    lost, later, *_ = (number for number in world.batches.numbers_of(first.pk) if number in crowded)
    close_without(first, lost)
    for batch in others:
        world.seal(batch)
    for batch in world.batches.batches_of(built.paper.pk):
        world.lend(batch, "BOB")
    take_back_without(world.batches.batch_by_code(first.code), later)
    find(later)
    oddment = Oddment(oddity=Oddity.FOREIGN, place="Étagère", number=later)
    put_aside = {"paper": built.paper, "centre_uai": PERRIN, "oddment": oddment}
    setasides.set_aside(**put_aside, by=MARC, at=TYPING)
    return built


built = kept(after_short_batches)


def test_the_order_of_rows_tells_nothing(built):
    tried = attacker.by_order(attacker.take_dump())
    assert len(tried) >= 2
    assert all(len(right(built, guesses).keys() & IN_CROWD) <= LUCK for guesses in tried)


@pytest.mark.parametrize("attack", [attacker.by_row, attacker.by_instant, attacker.by_line_and_subject])
def test_no_row_instant_or_line_belongs_to_one_candidate_and_one_number(built, attack):
    assert attack(attacker.take_dump()) == {}


def test_no_story_of_a_number_is_that_of_a_candidate(built):
    assert attacker.by_story(attacker.take_dump(), CEDRES) == {}
