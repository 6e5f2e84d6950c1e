"""Candidates seated elsewhere than the list says tell whoever holds a copy of every table nothing of their numbers."""

from datetime import date

import pytest

from massicot.candidates.rules.elsewhere import WhatCounts
from massicot.results import services as results
from tests import kept_mark, world
from tests.anonymity import attacker, crowd
from tests.anonymity.scoring import IN_CROWD, LUCK, right
from tests.cast import CEDRES, CLAIRE, EVENING, KEY, MURIERS, ODILE, candidate_number
from tests.keeping import kept

pytestmark = pytest.mark.django_db


def after_moves():
    """A day on which one of another list and one with a kept mark sat; one was taken back, and entered again."""
    built = crowd.prepared()
    kept_mark.listed(built)
    for centre in (CEDRES, MURIERS):
        world.key_room(built, centre, absent=(2, 9, 110), blank=(5,))
    world.close_day(built, MURIERS)
    crowd.add_off_list(built, crowd.OFF_LIST, minutes=1)
    kept_mark.seat(built)
    kept_mark.seat(built, 9, date(1997, 3, 1))
    who = {"paper": built.paper, "centre_uai": CEDRES, "candidate_number": candidate_number(9)}
    world.anonymity.take_back_seating(**who, key=KEY, by=CLAIRE, at=EVENING)
    kept_mark.seat(built, 9, date(1997, 3, 1))
    crowd.count(built, 2)
    crowd.close_again(built, minutes=2)
    row = world.candidates.kept_and_sat(built.paper.pk)[0]
    said = {"counts": WhatCounts.MARK, "reason": "asked in writing", "by": ODILE, "at": EVENING}
    results.decide_kept_mark(paper=built.paper, entry_id=row.entry_id, **said)
    return built


built = kept(after_moves)


def test_the_order_of_rows_tells_nothing(built):
    tried = attacker.by_order(attacker.take_dump())
    assert len(tried) >= 2
    assert all(len(right(built, guesses).keys() & IN_CROWD) <= LUCK for guesses in tried)


@pytest.mark.parametrize(
    "attack",
    [attacker.by_row, attacker.by_instant, attacker.by_transaction, attacker.by_line_and_subject],
)
def test_nothing_belongs_to_one_candidate_and_one_number(built, attack):
    assert attack(attacker.take_dump()) == {}


@pytest.mark.parametrize("attack", [attacker.by_story, attacker.by_block])
def test_no_story_and_no_block_of_numbers_is_that_of_who_came(built, attack):
    assert attack(attacker.take_dump(), CEDRES) == {}
