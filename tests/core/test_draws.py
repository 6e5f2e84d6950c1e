"""Random draws."""

from hypothesis import given
from hypothesis import strategies as st

from massicot.core import draws


def taken(draw):
    """Draw a little of everything."""
    items = list(range(50))
    draw.shuffle(items)
    return draw.below(10**9), draw.distinct(10**8, 5), items


@given(st.integers(), st.text())
def test_the_same_seed_draws_the_same_again(seed, use):
    assert taken(draws.from_seed(seed, use)) == taken(draws.from_seed(seed, use))


def test_each_use_of_a_seed_draws_something_else():
    assert taken(draws.from_seed(1, "numbers")) != taken(draws.from_seed(1, "tables"))
    assert taken(draws.from_seed(1, "numbers")) != taken(draws.from_seed(2, "numbers"))


def test_the_system_never_draws_the_same_again():
    assert taken(draws.from_system()) != taken(draws.from_system())


@given(st.integers(1, 200), st.data())
def test_distinct_draws_are_distinct_and_below_the_limit(limit, data):
    count = data.draw(st.integers(0, limit))
    drawn = draws.from_system().distinct(limit, count)
    assert len(set(drawn)) == count
    assert all(0 <= one < limit for one in drawn)


@given(st.integers(1, 1000))
def test_a_draw_below_a_limit_is_below_it(limit):
    assert 0 <= draws.from_system().below(limit) < limit


@given(st.lists(st.integers()))
def test_shuffling_loses_nothing(items):
    shuffled = list(items)
    draws.from_system().shuffle(shuffled)
    assert sorted(shuffled) == sorted(items)
