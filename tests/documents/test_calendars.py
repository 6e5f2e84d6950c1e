"""Calendar files, read back by another library: hours of the place, identifiers that stay, sequences that grow."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import vobject

from massicot.documents.calendars import CalendarEvent, CalendarFile, CalendarMethod, make_calendar

PARIS = ZoneInfo("Europe/Paris")
EVENT = CalendarEvent(
    identifier="M-K7QXP-4TBMD.12@massicot",
    title="Correction ; « CGE », l’épreuve",
    starts_at=datetime(2017, 6, 1, 9, tzinfo=PARIS),
    ends_at=datetime(2017, 6, 1, 17, tzinfo=PARIS),
    place="Lycée Jean Perrin, 74 rue Verdillon, 13010 Marseille",
    details="Convocation M-K7QXP-4TBMD",
    position=(43.27, 5.42),
)
FILE = CalendarFile(
    events=[EVENT],
    time_zone="Europe/Paris",
    sequence=0,
    stamped_at=datetime(2017, 5, 10, 9, tzinfo=UTC),
    organizer="massicot@bureau.invalid",
    organizer_name="Bureau des BTS",
)


def read(content):
    # The library keeps the first zone of a name that it meets, with the years of that file alone.
    vars(vobject.icalendar)["__tzidMap"].pop("Europe/Paris", None)
    return vobject.readOne(make_calendar(content).decode())


def test_an_event_is_read_back_with_its_hours_on_the_clock_of_its_place():
    event = read(FILE).vevent
    assert (event.summary.value, event.location.value) == (EVENT.title, EVENT.place)
    assert [instant.value.isoformat() for instant in (event.dtstart, event.dtend)] == [
        "2017-06-01T09:00:00+02:00",
        "2017-06-01T17:00:00+02:00",
    ]
    assert event.organizer.value == "mailto:massicot@bureau.invalid"


def test_the_night_in_which_clocks_change_moves_no_hour():
    winter = replace(
        EVENT,
        starts_at=datetime(2017, 3, 26, 1, tzinfo=PARIS),
        ends_at=datetime(2017, 3, 26, 4, tzinfo=PARIS),
    )
    event = read(replace(FILE, events=[winter])).vevent
    assert event.dtend.value.timestamp() - event.dtstart.value.timestamp() == 2 * 3600


def test_issued_again_an_event_keeps_its_identifier_and_grows_its_sequence():
    first, again = read(FILE).vevent, read(replace(FILE, sequence=2)).vevent
    assert first.uid.value == again.uid.value
    assert (first.sequence.value, again.sequence.value) == ("0", "2")


def test_a_cancelled_event_is_taken_out():
    cancelled = replace(FILE, method=CalendarMethod.CANCEL, sequence=1)
    assert (read(cancelled).method.value, read(cancelled).vevent.status.value) == ("CANCEL", "CANCELLED")
    assert cancelled.media_type == "text/calendar; method=CANCEL; charset=utf-8"


def test_the_same_facts_give_the_same_bytes_in_lines_that_every_program_reads():
    content = make_calendar(FILE)
    assert content == make_calendar(FILE)
    assert all(len(row) <= 75 for row in content.split(b"\r\n"))
