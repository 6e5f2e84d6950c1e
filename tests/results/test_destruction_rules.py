"""When scripts may be destroyed, and what is left out of it: worked by hand, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core.keys import Key, keyed_digests
from massicot.results.rules import destruction as rules
from massicot.results.rules.access import AccessTimes

LIFTED = AccessTimes(date(2017, 6, 12), 12)
NUMBERS = [f"{rank:08d}A" for rank in range(1000)]


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


def test_a_sample_is_a_share_and_twenty_more_beside_each_script_that_is_held():
    kept = rules.left_out(NUMBERS, {NUMBERS[3], NUMBERS[7], "99999999Z"}, 2, order())
    assert (kept.inquiries, len(kept.numbers), kept.beside) == (2, 2 + 20 + 40, 30)
    assert kept.numbers == sorted(kept.numbers)
    assert {NUMBERS[3], NUMBERS[7]} <= set(kept.numbers)


def test_of_a_small_paper_half_of_the_others_stay_at_most_and_it_is_told_how_few():
    kept = rules.left_out(NUMBERS[:15], {NUMBERS[3]}, 1, order())
    assert (kept.inquiries, len(kept.numbers), kept.beside) == (1, 8, 7)


def test_what_was_sampled_before_stays_left_out_and_who_is_asked_about_no_more_joins_with_those_beside():
    first = rules.left_out(NUMBERS, {NUMBERS[3]}, 2, order())
    later = rules.left_out(first.numbers, set(), 2, order(), sampled=20)
    assert set(later.numbers) <= set(rules.left_out(NUMBERS, set(), 2, order()).numbers) | {NUMBERS[3]}
    assert len(later.numbers) == 20
    assert rules.left_out(first.numbers, {NUMBERS[3]}, 2, order(), sampled=20).numbers == first.numbers


def test_nothing_is_left_out_where_nobody_asks_and_no_share_is_wanted():
    assert rules.left_out(NUMBERS, set(), 0, order()).numbers == []


@given(st.integers(0, 999), st.integers(0, 5), st.sets(st.integers(0, 999), max_size=4))
def test_one_more_dispute_brings_twenty_others_with_it(rank, share, before):
    held = {NUMBERS[one] for one in before - {rank}}
    first = rules.left_out(NUMBERS, held, share, order())
    second = rules.left_out(NUMBERS, {*held, NUMBERS[rank]}, share, order())
    assert set(first.numbers) <= set(second.numbers)
    assert len(set(second.numbers) - set(first.numbers)) == 21


def test_the_seed_alone_draws_another_sample():
    drawn = {tuple(rules.left_out(NUMBERS, set(), 2, one).numbers) for one in (order(), order(secret=b"x" * 32))}
    assert len(drawn) == 2
    assert tuple(rules.left_out(NUMBERS, set(), 2, order()).numbers) in drawn
