"""Whole-number programmes, held against every possible answer of small ones."""

import sys
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from massicot.core import programme as programme_module
from massicot.core.programme import Interrupted, NoAnswerError, Programme, Solution

SMALL = st.integers(-5, 5)


@st.composite
def knapsacks(draw):
    prices = draw(st.lists(SMALL, min_size=1, max_size=6))
    ranks = list(range(len(prices)))
    sums = st.tuples(st.sets(st.sampled_from(ranks), min_size=1), st.integers(0, 3))
    return prices, draw(st.lists(sums, max_size=4))


@settings(max_examples=20, deadline=None)
@given(knapsacks())
def test_no_answer_is_cheaper_than_the_one_that_is_found(asked):
    prices, sums = asked
    programme = Programme()
    amounts = [programme.add(price, is_whole=True) for price in prices]
    for chosen, most in sums:
        programme.hold({amounts[rank]: 1 for rank in chosen}, most=most)
    solution = programme.solve(gap=0)
    allowed = [
        values
        for values in product((0, 1), repeat=len(prices))
        if all(sum(values[rank] for rank in chosen) <= most for chosen, most in sums)
    ]
    cheapest = min(sum(value * price for value, price in zip(values, prices, strict=True)) for values in allowed)
    assert (solution.cost, solution.gap) == (cheapest, 0)
    assert solution.values in allowed


def test_what_is_taken_off_a_sum_makes_room():
    programme = Programme()
    two, beyond = programme.add(-3, most=2, is_whole=True), programme.add(2, most=5)
    programme.hold({two: 1, beyond: -1}, most=1)
    assert programme.solve(gap=0) == Solution((2, 1), -4, -4)


def test_a_programme_without_amounts_costs_nothing():
    assert Programme().solve(gap=0) == Solution((), 0, 0)


def test_what_cannot_hold_has_no_answer():
    programme = Programme()
    programme.hold({programme.add(1): 1}, least=2)
    with pytest.raises(NoAnswerError):
        programme.solve(gap=0)


def test_whoever_wants_no_answer_any_more_waits_for_none():
    programme = Programme()
    programme.hold({programme.add(1, is_whole=True): 1}, least=1)
    with pytest.raises(Interrupted):
        programme.solve(gap=0, is_wanted=lambda: False)


def test_a_programme_of_megabytes_reaches_the_solver_whole_however_often_its_watcher_looks(monkeypatch):
    monkeypatch.setattr(programme_module, "LOOK_EVERY_S", 0.01)
    programme = Programme()
    amounts = [programme.add(-1, is_whole=True) for _ in range(20_000)]
    for rank in range(0, len(amounts), 2):
        programme.hold({amounts[rank]: 1, amounts[rank + 1]: 1}, most=1)
    assert programme.solve(gap=0).cost == -10_000


def test_a_solver_that_dies_gives_no_answer(monkeypatch):
    dies = "import os, sys; sys.stdin.read(); os.abort()"
    monkeypatch.setattr(programme_module, "SOLVER", (sys.executable, "-c", dies))
    programme = Programme()
    programme.add(1)
    with pytest.raises(NoAnswerError, match="ended with -6"):
        programme.solve(gap=0)


def test_a_gap_is_told_as_a_share_of_what_the_answer_costs():
    assert Solution((), 200, 190).gap == pytest.approx(0.05)
    assert Solution((), 190, 190.0000001).gap == 0
