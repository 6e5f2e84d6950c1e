"""Whose turn it is: no line keeps another waiting, the longest gives way, nobody waits for ever."""

import pytest

from massicot.config.server import turns as rules
from massicot.config.server.turns import Turns

SCHOOL, FLOOD = "10.0.0.1", "10.0.0.2"


@pytest.fixture
def turns():
    return Turns()


def come(turns, *paths, at=0.0):
    """Let somebody come for each path, named by it and by their place among all."""
    return [turns.put((*path, rank), path, at) for rank, path in enumerate(paths)]


def all_turns(turns):
    order = []
    while (who := turns.take()) is not None:
        order.append(who)
    return order


def test_lines_have_their_turns_one_after_the_other_and_each_its_first_comer_first(turns):
    come(turns, *[(FLOOD, "a")] * 4, (SCHOOL, "b"), (SCHOOL, "c"))
    assert [(where, rank) for where, _, rank in all_turns(turns)] == [
        (FLOOD, 0), (SCHOOL, 4), (FLOOD, 1), (SCHOOL, 5), (FLOOD, 2), (FLOOD, 3),
    ]  # fmt: skip


def test_an_account_that_is_flooded_keeps_no_other_of_its_address_waiting(turns):
    come(turns, *[(SCHOOL, "stranger", "flooded")] * 3, (SCHOOL, "stranger", "other"))
    assert [rank for *_, rank in all_turns(turns)] == [0, 3, 1, 2]


def test_who_comes_while_a_line_is_served_has_the_next_turn_after_one_of_each_other(turns):
    come(turns, *[(FLOOD, "a")] * 50)
    turns.take()
    turns.put("late", (SCHOOL, "b"), 0.0)
    turns.take()
    assert turns.take() == "late"


def test_the_last_one_of_the_longest_line_gives_way_where_too_many_of_an_address_wait(turns):
    assert not any(come(turns, *[(SCHOOL, "flooded")] * (rules.MOST_OF_ONE - 1), (SCHOOL, "other")))
    assert turns.put("more", (SCHOOL, "third"), 0.0) == (SCHOOL, "flooded", rules.MOST_OF_ONE - 2)
    assert turns.put("elsewhere", (FLOOD, "a"), 0.0) is None
    assert len(all_turns(turns)) == rules.MOST_OF_ONE + 1


def test_of_lines_of_one_length_the_newest_gives_way(turns):
    come(turns, *[(SCHOOL, f"account {rank}") for rank in range(rules.MOST_OF_ONE)])
    assert turns.put("more", (SCHOOL, "newest"), 0.0) == "more"


def test_the_longest_line_gives_way_where_too_many_wait_in_all(turns):
    come(turns, *[(f"10.1.0.{rank}", "a") for rank in range(rules.MOST - rules.MOST_OF_ONE)])
    come(turns, *[(FLOOD, "a")] * rules.MOST_OF_ONE)
    assert turns.put("more", (SCHOOL, "b"), 0.0) == (FLOOD, "a", rules.MOST_OF_ONE - 1)


def test_who_leaves_has_no_turn_and_leaves_no_place_behind(turns):
    come(turns, (SCHOOL, "a"), (SCHOOL, "a"), (FLOOD, "a"))
    assert turns.leave((SCHOOL, "a", 0))
    assert not turns.leave((SCHOOL, "a", 0))
    assert turns.leave((FLOOD, "a", 2))
    assert all_turns(turns) == [(SCHOOL, "a", 1)]
    assert not turns.leave((SCHOOL, "a", 1))


def test_who_waited_for_half_a_minute_waits_no_longer(turns):
    turns.put("first", (SCHOOL, "a"), 0.0)
    turns.put("second", (SCHOOL, "a"), 0.5)
    assert turns.look(rules.PATIENCE_S - 0.1) == []
    assert turns.look(rules.PATIENCE_S) == ["first"]
    assert all_turns(turns) == ["second"]
