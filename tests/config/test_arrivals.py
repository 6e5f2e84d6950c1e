"""Requests on their way: too slow, too many of one address, too much in all; nobody else is touched."""

from http import HTTPStatus

import pytest

from massicot.config.server import arrivals as rules
from massicot.config.server.arrivals import Arrival, Arrivals

SCHOOL, ELSEWHERE = "10.0.0.1", "10.0.0.2"


class Told(Arrival):
    """A request that remembers what it was told."""

    told: HTTPStatus | None = None

    def refuse(self, why):
        self.told = why


@pytest.fixture
def arrivals():
    return Arrivals()


def begun(arrivals, address=SCHOOL, at=0.0):
    arrival = Told(address, at)
    arrivals.begin(arrival)
    return arrival


def test_what_does_not_come_in_ten_seconds_is_refused(arrivals):
    silent, late = begun(arrivals), begun(arrivals, at=5.0)
    arrivals.look(9.9)
    assert silent.told is None
    arrivals.look(10.0)
    assert (silent.told, late.told) == (HTTPStatus.REQUEST_TIMEOUT, None)


def test_a_long_one_goes_on_as_long_as_each_ten_seconds_bring_their_part(arrivals):
    upload = begun(arrivals)
    for at in (10.0, 20.0, 30.0):
        arrivals.hear(upload, rules.LEAST_IN_EACH, at - 1)
        arrivals.look(at)
    assert upload.told is None
    arrivals.hear(upload, rules.LEAST_IN_EACH - 1, 31.0)
    arrivals.look(40.0)
    assert upload.told == HTTPStatus.REQUEST_TIMEOUT


def test_the_longest_silent_of_an_address_gives_way_and_whoever_sends_does_not(arrivals):
    upload, elsewhere = begun(arrivals), begun(arrivals, ELSEWHERE)
    silent = [begun(arrivals, at=1.0 + rank / 1_000) for rank in range(rules.MOST_OF_ONE - 1)]
    arrivals.hear(upload, 1_000, 2.0)
    save = begun(arrivals, at=2.0)
    assert [silent[0].told, upload.told, save.told, elsewhere.told] == [HTTPStatus.TOO_MANY_REQUESTS, None, None, None]
    assert not any(one.told for one in silent[1:])


def test_what_came_whole_counts_no_longer(arrivals):
    for _ in range(3 * rules.MOST_OF_ONE):
        save = begun(arrivals)
        arrivals.end(save)
    assert begun(arrivals).told is None


def test_the_largest_gives_way_when_all_hold_too_much(arrivals):
    huge, usual = begun(arrivals), begun(arrivals, ELSEWHERE)
    arrivals.hear(huge, rules.MOST_HELD - 1_000, 1.0)
    arrivals.hear(usual, 2_000, 1.0)
    assert (huge.told, usual.told) == (HTTPStatus.SERVICE_UNAVAILABLE, None)
    arrivals.release(huge)
    arrivals.hear(usual, rules.MOST_HELD - 3_000, 2.0)
    assert usual.told is None


def let_in(arrivals, at):
    arrival = begun(arrivals, at=at)
    arrival.let_in_at = at
    return arrival


def test_of_tables_the_last_gives_way_and_the_others_come_to_their_end(arrivals):
    first, second, third = (let_in(arrivals, float(at)) for at in (1, 2, 3))
    for table in (first, second):
        arrivals.hear(table, rules.MOST_LET_IN // 2 - 1_000, 4.0)
    arrivals.hear(third, 1_500, 4.0)
    assert third.told is None
    arrivals.hear(second, 1_000, 5.0)
    assert (first.told, second.told, third.told) == (None, None, HTTPStatus.SERVICE_UNAVAILABLE)
    # Its room is there at once: nobody else gives way until it is answered.
    arrivals.hear(first, 0, 6.0)
    arrivals.release(third)
    arrivals.hear(first, 0, 7.0)
    assert (first.told, second.told) == (None, None)


def test_neither_tables_nor_what_anybody_sends_takes_the_room_of_the_other(arrivals):
    table, save = let_in(arrivals, 1.0), begun(arrivals, ELSEWHERE)
    arrivals.hear(table, rules.MOST_LET_IN, 2.0)
    arrivals.hear(save, rules.MOST_HELD, 2.0)
    assert (table.told, save.told) == (None, None)
    arrivals.release(table)
    arrivals.hear(save, 1, 3.0)
    assert save.told == HTTPStatus.SERVICE_UNAVAILABLE
