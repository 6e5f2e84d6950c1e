"""A place on earth where it is a given hour now: a desk's day goes by the clock of its session, tests at any hour."""

from datetime import UTC, datetime


def hours_ahead(hour: int, now: datetime) -> int:
    """Count by how many hours a place is ahead of Greenwich where it is this hour of the day now."""
    return (hour - now.astimezone(UTC).hour + 12) % 24 - 12


def zone_ahead(hours: int) -> str:
    """Name the time zone that is so many hours ahead; these zones are named the other way round."""
    return f"Etc/GMT{-hours:+d}"
