"""When scripts may be destroyed, and what is left out of it: worked by hand, without a database."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core.keys import Key, keyed_digests
from massicot.results.rules import destruction as rules
from massicot.results.rules.access import AccessTimes

LIFTED = AccessTimes(date(2017, 6, 12), 12)
NUMBERS = [f"{rank:08d}A" for rank in range(1000)]
CELLS = {number: rank % 10 for rank, number in enumerate(NUMBERS)}
"""Ten cells of a hundred scripts that are alike."""


def order(seed="seed", secret=b"k" * 32):
    return keyed_digests(Key(secret).sub_key("results/sample"), seed, length=16)


def test_it_is_due_the_day_after_the_months_have_passed():
    assert rules.due_on(LIFTED) == date(2018, 6, 13)
    assert rules.due_on(AccessTimes(None, 12)) is None
    rules.check_due("CGE", LIFTED, date(2018, 6, 13), is_taken_away=True)


@pytest.mark.parametrize(
    ("times", "today", "is_taken_away", "refusal"),
    [
        (AccessTimes(None, 12), date(2030, 1, 1), True, rules.DestructionNotLifted),
        (LIFTED, date(2018, 6, 12), True, rules.DestructionNotDue),
        (AccessTimes(date(2017, 6, 12), 24), date(2018, 6, 13), True, rules.DestructionNotDue),
        (LIFTED, date(2018, 6, 13), False, rules.MarksNotTaken),
    ],
)
def test_nothing_is_destroyed_too_soon(times, today, is_taken_away, refusal):
    with pytest.raises(refusal):
        rules.check_due("CGE", times, today, is_taken_away=is_taken_away)


def left_out(numbers, inquired, share, cells=CELLS, sampled=None):
    return rules.left_out(numbers, inquired, share, order(), cells, sampled)


def test_a_sample_is_a_share_and_twenty_more_of_its_own_cell_beside_each_script_that_is_held():
    kept = left_out(NUMBERS, {NUMBERS[3], NUMBERS[7], NUMBERS[13], "99999999Z"}, 2)
    shared = left_out(NUMBERS, set(), 2).numbers
    assert (kept.inquiries, len(shared), len(kept.numbers)) == (3, 20, 3 + 20 + 60)
    assert kept.numbers == sorted(kept.numbers)
    assert {NUMBERS[3], NUMBERS[7], NUMBERS[13]} | set(shared) <= set(kept.numbers)
    beside = Counter(CELLS[number] for number in kept.numbers) - Counter(CELLS[number] for number in shared)
    assert beside == {3: 42, 7: 21}


def test_of_a_small_cell_all_stay_and_it_is_told_how_few():
    small = {NUMBERS[1]: "small", NUMBERS[11]: "small", NUMBERS[21]: "small"}
    cells = CELLS | small
    kept = left_out(NUMBERS, {NUMBERS[11], NUMBERS[5]}, 0, cells)
    assert set(small) <= set(kept.numbers)
    assert (len(kept.numbers), rules.few_beside({NUMBERS[11], NUMBERS[5]}, kept.numbers, cells)) == (3 + 21, 2)
    assert rules.few_beside({NUMBERS[5]}, kept.numbers, cells) == 20
    assert rules.few_beside({NUMBERS[6]}, kept.numbers, cells) is None


def test_what_was_sampled_before_stays_left_out_and_who_is_asked_about_no_more_joins_with_those_beside():
    first = left_out(NUMBERS, {NUMBERS[3]}, 2)
    later = left_out(first.numbers, set(), 2, sampled=20)
    assert later.numbers == left_out(NUMBERS, set(), 2).numbers
    assert left_out(first.numbers, {NUMBERS[3]}, 2, sampled=20).numbers == first.numbers


def test_nothing_is_left_out_where_nobody_asks_and_no_share_is_wanted():
    assert left_out(NUMBERS, set(), 0).numbers == []


@given(st.integers(0, 999), st.integers(0, 5), st.sets(st.integers(0, 999), max_size=3))
def test_one_more_dispute_brings_twenty_others_of_its_cell_with_it(rank, share, before):
    held = {NUMBERS[one] for one in before - {rank}}
    first = left_out(NUMBERS, held, share)
    second = left_out(NUMBERS, {*held, NUMBERS[rank]}, share)
    assert set(first.numbers) <= set(second.numbers)
    assert [CELLS[number] for number in set(second.numbers) - set(first.numbers)] == [rank % 10] * 21


def test_the_seed_alone_draws_another_sample():
    orders = (order(), order(secret=b"x" * 32))
    drawn = {tuple(rules.left_out(NUMBERS, set(), 2, one, CELLS).numbers) for one in orders}
    assert len(drawn) == 2
    assert tuple(left_out(NUMBERS, set(), 2).numbers) in drawn
