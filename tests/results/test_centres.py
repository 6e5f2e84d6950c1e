"""How far a centre is: the notice's 48 hours decide what is late, whatever the centre has done before."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from massicot.results.rules.centres import STATE_NAMES, CentreProgress, CentreState, ParcelProgress, parcels_counted
from massicot.results.rules.centres import state_of as state_at

STARTS, ENDS = datetime(2017, 5, 10, 12, tzinfo=UTC), datetime(2017, 5, 10, 16, tzinfo=UTC)
DUE = ENDS + timedelta(hours=48)
KEYING = CentreProgress(uai="9900001W", expected=100, rooms=3, rooms_confirmed=1, closed_at=None)
CLOSED = replace(KEYING, rooms_confirmed=3, closed_at=ENDS + timedelta(hours=1))
PACKED = replace(CLOSED, parcels=2)
SENT = replace(PACKED, sent=2)
ARRIVED = replace(SENT, arrived=1)
RECEIVED = replace(SENT, arrived=2, received=2)
LOST = replace(SENT, arrived=1, received=1, lost=1)


def state_of(centre, after_the_end):
    return state_at(centre, STARTS, DUE, ENDS + timedelta(hours=after_the_end))


@pytest.mark.parametrize(
    ("centre", "hours", "state"),
    [
        (KEYING, -5, CentreState.AWAITED),
        (KEYING, 1, CentreState.KEYING),
        (CLOSED, 2, CentreState.TO_SEND),
        (PACKED, 2, CentreState.TO_SEND),
        (replace(PACKED, sent=1), 2, CentreState.TO_SEND),
        (SENT, 16, CentreState.SENT),
        (replace(SENT, to_pack=1), 16, CentreState.TO_SEND),
        (replace(RECEIVED, to_pack=1), 44, CentreState.TO_SEND),
        (ARRIVED, 40, CentreState.ARRIVED),
        (RECEIVED, 44, CentreState.RECEIVED),
        (LOST, 100, CentreState.RECEIVED),
    ],
)
def test_a_centre_goes_from_state_to_state(centre, hours, state):
    assert state_of(centre, hours) is state


@pytest.mark.parametrize("centre", [KEYING, CLOSED, PACKED, replace(PACKED, sent=1), replace(SENT, to_pack=1)])
def test_who_has_not_sent_everything_after_48_hours_is_late(centre):
    assert state_of(centre, 48) is not CentreState.LATE
    assert state_of(centre, 48.01) is CentreState.LATE


@pytest.mark.parametrize("centre", [SENT, ARRIVED, RECEIVED])
def test_who_has_sent_everything_is_never_late_again(centre):
    assert state_of(centre, 200) is not CentreState.LATE


def test_parcels_are_counted_by_what_became_of_them():
    closed = ParcelProgress(is_sent=True, is_late=True, is_arrived=True, is_closed=True, is_lost=False)
    waiting = ParcelProgress(is_sent=False, is_late=False, is_arrived=False, is_closed=False, is_lost=False)
    counts = {"parcels": 2, "sent": 1, "late": 1, "arrived": 1, "received": 1, "lost": 0, "awaited": 0}
    assert parcels_counted([closed, waiting]) == counts


def test_every_state_has_a_name_for_people():
    assert set(STATE_NAMES) == set(CentreState)
