"""Hours noted of whoever came late or left early: within the half-day of the list, and what they are called for."""

from collections.abc import Collection
from datetime import date, datetime, time

from massicot.core.refused import N_, Refused
from massicot.missions.rules.hours import NOON, HalfDay


class HourOutsideHalfDay(Refused):
    """An hour noted on the half-day to which it does not belong."""

    sentence = N_("{hour} is in the other half of the day, which ends or begins at 13:00: note it there.")


class LeftBeforeComing(Refused):
    """Somebody who left before they came."""

    sentence = N_("They cannot leave before they come: read both hours again.")


class NotLate(Refused):
    """Somebody noted as late who was there in time."""

    sentence = N_("They are expected at {starts}: whoever comes at {hour} is not late. Read the hour again.")


class LeftBeforeBeginning(Refused):
    """Somebody who left before what they are called for began."""

    sentence = N_(
        "They are expected at {starts}, and would have left at {hour}: read the hour again. If they did not stay, say "
        "them absent."
    )


class NotEarly(Refused):
    """Somebody noted as gone early who stayed to the end."""

    sentence = N_("They are called until {ends}: whoever leaves at {hour} does not leave early. Read the hour again.")


def check_hours(half: HalfDay, arrived_at: time | None, left_at: time | None) -> None:
    """Refuse hours of the other half of the day, and a departure before the arrival."""
    for hour in (arrived_at, left_at):
        if hour is not None and _half_of(hour) is not half:
            raise HourOutsideHalfDay(hour=hour)
    if arrived_at and left_at and left_at <= arrived_at:
        raise LeftBeforeComing


def check_within(
    day: date, called: Collection[tuple[datetime, datetime]], arrived_at: time | None, left_at: time | None
) -> None:
    """Refuse an arrival that is not late, and a departure that is not early, by the hours of the letters.

    Of whoever nobody called there are no hours.
    """
    if not called:
        return
    starts = min(start for start, _ in called)
    ends = max(end for _, end in called)
    if arrived_at and datetime.combine(day, arrived_at, starts.tzinfo) <= starts:
        raise NotLate(starts=starts.time(), hour=arrived_at)
    if left_at and datetime.combine(day, left_at, starts.tzinfo) <= starts:
        raise LeftBeforeBeginning(starts=starts.time(), hour=left_at)
    if left_at and datetime.combine(day, left_at, starts.tzinfo) >= ends:
        raise NotEarly(ends=ends.time(), hour=left_at)


def _half_of(hour: time) -> HalfDay:
    return HalfDay.MORNING if hour < NOON else HalfDay.AFTERNOON
