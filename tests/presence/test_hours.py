"""Hours of whoever came late or left early: of their half-day, and of what they are called for."""

from datetime import UTC, date, datetime, time

import pytest

from massicot.core.refused import Refused
from massicot.missions.rules.hours import HalfDay
from massicot.presence.rules import hours

DAY = date(2017, 6, 1)
CALLED = [
    (datetime(2017, 6, 1, 9, tzinfo=UTC), datetime(2017, 6, 1, 11, tzinfo=UTC)),
    (datetime(2017, 6, 1, 11, tzinfo=UTC), datetime(2017, 6, 1, 17, tzinfo=UTC)),
]
"""A meeting from nine to eleven, marking from eleven to five."""


def refusal(check, *given):
    with pytest.raises(Refused) as caught:
        check(*given)
    return caught.value


@pytest.mark.parametrize(
    ("half", "came", "left", "kind"),
    [
        (HalfDay.MORNING, time(13), None, hours.HourOutsideHalfDay),
        (HalfDay.AFTERNOON, None, time(12, 59), hours.HourOutsideHalfDay),
        (HalfDay.MORNING, time(11), time(10), hours.LeftBeforeComing),
        (HalfDay.MORNING, time(11), time(11), hours.LeftBeforeComing),
    ],
)
def test_hours_are_of_their_half_day_and_in_order(half, came, left, kind):
    assert isinstance(refusal(hours.check_hours, half, came, left), kind)
    hours.check_hours(HalfDay.MORNING, time(9, 40), time(12, 59))


@pytest.mark.parametrize(
    ("came", "left", "kind"),
    [
        (time(6, 10), None, hours.NotLate),
        (time(9), None, hours.NotLate),
        (None, time(8), hours.LeftBeforeBeginning),
        (None, time(17), hours.NotEarly),
        (time(9, 1), time(17, 30), hours.NotEarly),
    ],
)
def test_whoever_comes_in_time_is_not_late_and_whoever_stays_does_not_leave_early(came, left, kind):
    assert isinstance(refusal(hours.check_within, DAY, CALLED, came, left), kind)


def test_hours_within_what_somebody_is_called_for_are_noted_and_any_of_whom_nobody_called():
    hours.check_within(DAY, CALLED, time(9, 1), time(16, 59))
    hours.check_within(DAY, [], time(6, 10), time(8))
