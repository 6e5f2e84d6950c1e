"""The clock of the 48 hours, and hours that are typed without their day: past midnight the day after is meant."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

HOUR = 60
SHORT = 12 * HOUR
"""Minutes under which little time is left."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline on the clock of its session, seen at one instant."""

    due_at: datetime
    now: datetime

    @property
    def minutes(self) -> int:
        """Count the whole minutes left; below zero when the deadline is past."""
        # In one time zone Python subtracts what the clocks say: only UTC counts the minutes that pass.
        return (self.due_at.astimezone(UTC) - self.now.astimezone(UTC)) // timedelta(minutes=1)

    @property
    def is_late(self) -> bool:
        """Say whether the deadline is past."""
        return self.minutes < 0

    @property
    def is_short(self) -> bool:
        """Say whether little time is left, or none."""
        return self.minutes < SHORT

    @property
    def figure(self) -> str:
        """Write how long is left, or how late it is: 31 h 05 min, 45 min."""
        hours, minutes = divmod(abs(self.minutes), HOUR)
        return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


def nearest(instant: datetime, hour: time) -> datetime:
    """Find when the clock shows an hour, the nearest to an instant."""
    same_day = datetime.combine(instant.date(), hour, instant.tzinfo)
    return min(
        (same_day, same_day - timedelta(days=1), same_day + timedelta(days=1)), key=lambda one: abs(one - instant)
    )


def following(instant: datetime, hour: time) -> datetime:
    """Find when the clock shows an hour for the first time from an instant on."""
    same_day = datetime.combine(instant.date(), hour, instant.tzinfo)
    return same_day if same_day >= instant else same_day + timedelta(days=1)
