"""When marks may be typed: from the opening instant of the paper to its closing, which is already too late.

The notice: from 1 June 2017, and "at the latest on 7 June 2017 at 17:00". Both are instants, told on the clock of the
session's time zone.
"""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from massicot.core.refused import N_, Refused

NOON = 12


class EntryNotOpen(Refused):
    """Mark entry before its opening."""

    sentence = N_("Mark entry is open from {opens} to {closes}: come back then.")


class EntryClosed(Refused):
    """Mark entry after its closing."""

    sentence = N_("Mark entry was open from {opens} to {closes}: for a late mark, call the exam office.")


@dataclass(frozen=True, slots=True)
class Window:
    """The opening and the closing of one paper's mark entry, on the clock of its session."""

    opens_at: datetime
    closes_at: datetime

    def is_open(self, at: datetime) -> bool:
        """Say whether marks may be typed at an instant."""
        return self.opens_at <= at < self.closes_at


def check_window(window: Window, at: datetime) -> None:
    """Refuse mark entry before it opens and from its closing on."""
    if at < window.opens_at:
        raise EntryNotOpen(opens=window.opens_at, closes=window.closes_at)
    if not window.is_open(at):
        raise EntryClosed(opens=window.opens_at, closes=window.closes_at)


def half_day(at: datetime, zone: ZoneInfo) -> str:
    """Name the half-day of an instant, the finest time that a save keeps: 2017-06-01 am."""
    local = at.astimezone(zone)
    return f"{local.date().isoformat()} {'am' if local.hour < NOON else 'pm'}"


def half_day_start(at: datetime, zone: ZoneInfo) -> datetime:
    """Round an instant down to the start of its half-day: what the journal says of a save."""
    local = at.astimezone(zone)
    start = time(0) if local.hour < NOON else time(NOON)
    return datetime.combine(local.date(), start, tzinfo=zone)
