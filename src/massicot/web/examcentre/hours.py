"""Hours that are typed without their day: of a paper that goes past midnight, the day after is meant."""

from datetime import datetime, time, timedelta

DAY = timedelta(days=1)


def nearest(instant: datetime, hour: time) -> datetime:
    """Find when the clock shows an hour, the nearest to an instant."""
    same_day = datetime.combine(instant.date(), hour, instant.tzinfo)
    return min((same_day, same_day - DAY, same_day + DAY), key=lambda one: abs(one - instant))


def following(instant: datetime, hour: time) -> datetime:
    """Find when the clock shows an hour for the first time from an instant on."""
    same_day = datetime.combine(instant.date(), hour, instant.tzinfo)
    return same_day if same_day >= instant else same_day + DAY
