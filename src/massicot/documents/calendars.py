"""Calendar files (RFC 5545) of convocations: an event for each activity, on the clock of its place.

An event keeps its identifier when its letter is issued again, and its sequence grows, so that a calendar moves it
instead of showing it twice; cancelled, it is published once more as such (RFC 5546: PUBLISH, CANCEL). Nobody answers
from a calendar: what people acknowledge, they acknowledge on the page of their letter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

PRODUCT = "-//Massicot//Convocations//FR"


class CalendarMethod(StrEnum):
    """What a calendar file does to the calendar that it is opened in."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEvent:
    """One activity of a letter; its identifier stays the same in every issue."""

    identifier: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    details: str
    position: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """The events of one letter, the zone of their place, which issue it is, and who sends it."""

    events: Sequence[CalendarEvent]
    time_zone: str
    sequence: int
    stamped_at: datetime
    organizer: str
    organizer_name: str
    method: CalendarMethod = CalendarMethod.PUBLISH

    @property
    def media_type(self) -> str:
        return f"text/calendar; method={self.method}; charset=utf-8"


def make_calendar(content: CalendarFile) -> bytes:
    """Write a calendar file."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", content.method.value)
    zone = ZoneInfo(content.time_zone)
    days = [instant for event in content.events for instant in (event.starts_at, event.ends_at)]
    calendar.add_component(_zone(content.time_zone, min(days).year, max(days).year))
    for event in content.events:
        calendar.add_component(_event(event, content, zone))
    return bytes(calendar.to_ical())


@cache
def _zone(name: str, first_year: int, last_year: int) -> Timezone:
    """Tell what a zone is in some years, for programs that do not know it by its name.

    By ourselves: the library puts the night in which clocks change an hour too late.
    """
    zone = ZoneInfo(name)
    written = Timezone()
    written.add("tzid", name)
    start = datetime(first_year, 1, 1, tzinfo=UTC)
    written.add_component(_observance(zone, start, start.astimezone(zone).utcoffset() or timedelta()))
    hours = (start + timedelta(hours=hour) for hour in range(24 * 366 * (last_year - first_year + 1)))
    for before, after in pairwise(hours):
        offset = before.astimezone(zone).utcoffset() or timedelta()
        if offset != after.astimezone(zone).utcoffset():
            written.add_component(_observance(zone, after, offset))
    return written


def _observance(zone: ZoneInfo, instant: datetime, before: timedelta) -> TimezoneStandard | TimezoneDaylight:
    """Tell which offset a zone has from an instant on; its hour is that of the clock before."""
    local = instant.astimezone(zone)
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.add("dtstart", (instant + before).replace(tzinfo=None))
    observance.add("tzoffsetfrom", before)
    observance.add("tzoffsetto", local.utcoffset())
    observance.add("tzname", local.tzname())
    return observance


def _event(event: CalendarEvent, content: CalendarFile, zone: ZoneInfo) -> Event:
    written = Event()
    written.add("uid", event.identifier)
    written.add("sequence", content.sequence)
    written.add("dtstamp", content.stamped_at.astimezone(UTC))
    written.add("dtstart", event.starts_at.astimezone(zone))
    written.add("dtend", event.ends_at.astimezone(zone))
    written.add("summary", event.title)
    written.add("location", event.place)
    written.add("description", event.details)
    if event.position:
        written.add("geo", event.position)
    written.add("status", "CANCELLED" if content.method is CalendarMethod.CANCEL else "CONFIRMED")
    organizer = vCalAddress(f"mailto:{content.organizer}")
    organizer.params["CN"] = content.organizer_name
    written["organizer"] = organizer
    return written
