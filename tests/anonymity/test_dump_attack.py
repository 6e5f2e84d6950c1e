"""An attacker with a copy of every table and without the key finds whoever is alone in a cell, and nobody else.

Stated residue (design.md §5): a number tells its centre and its specialty, and once the day is closed whether its item
is written, blank or a placeholder. The office is shown the cells of one candidate before `prepare`. Each attack is
seen to succeed without its guard in test_dump_unguarded.py and test_dump_prepared.py.
"""

import pytest

from tests import later_world, world
from tests.anonymity import attacker, crowd
from tests.anonymity.scoring import IN_CROWD, LUCK, alone, right
from tests.cast import CEDRES
from tests.keeping import kept

pytestmark = pytest.mark.django_db


def after_the_locks():
    """The eventful day, then everything up to locked marks."""
    built = crowd.after_an_eventful_day()
    for stage in (world.packed, world.arrived, world.received, world.handed_out, later_world.locked):
        stage(built)
    return built


built = kept(crowd.prepared, crowd.after_an_eventful_day, crowd.after_corrigenda, after_the_locks)


def test_the_order_of_rows_tells_nothing(built):
    tried = attacker.by_order(attacker.take_dump())
    assert len(tried) >= 2
    assert all(guesses.keys() >= IN_CROWD for guesses in tried)
    assert all(len(right(built, guesses).keys() & IN_CROWD) <= LUCK for guesses in tried)


def test_only_whoever_is_alone_in_a_cell_is_recognised(built):
    dump = attacker.take_dump()
    by_place, by_word = (attacker.by_cells(dump, with_words=with_words) for with_words in (False, True))
    recognised = by_word if by_word.keys() - by_place.keys() else by_place
    assert right(built, recognised) == recognised
    is_open = {row["kind"] for row in dump["scripts_script"]} == {"drawn"}
    assert set(recognised) == (set() if is_open else alone(built, with_words=recognised is by_word))
    assert not IN_CROWD & set(recognised)


@pytest.mark.parametrize("attack", [attacker.by_row, attacker.by_instant, attacker.by_line_and_subject])
def test_no_row_instant_or_line_belongs_to_one_candidate_and_one_number(built, attack):
    assert attack(attacker.take_dump()) == {}


def test_no_story_of_a_number_is_that_of_a_candidate(built):
    assert attacker.by_story(attacker.take_dump(), CEDRES) == {}


def test_numbers_drawn_later_do_not_lie_apart(built):
    assert attacker.by_block(attacker.take_dump(), CEDRES) == {}


def test_the_attacker_holds_every_table_with_names_and_with_numbers(built):
    dump = attacker.take_dump()
    truth = later_world.truth(built)
    assert {row["candidate_number"] for row in dump.entries()} >= set(truth)
    assert {row["number"] for row in dump["scripts_script"]} > set(truth.values())
    assert all(attacker.candidates_in(row) for row in dump["candidates_candidate"])
    assert all(attacker.numbers_in(row) for row in dump["scripts_script"])
