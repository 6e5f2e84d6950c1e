"""What an inspector reads of the people called: days with their counts, meetings with theirs, one line a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.missions.rules import ConvocationAct
from massicot.missions.rules.hours import HalfDay
from massicot.presence.queries.inspection import InspectedPerson, Meeting
from massicot.presence.rules import Presence
from massicot.web.shared import instants
from massicot.web.shared.listing import ListColumn

WORDS: Mapping[Presence, Promise | str] = {
    Presence.PRESENT: gettext_lazy("present"),
    Presence.ABSENT: gettext_lazy("absent"),
    Presence.UNKNOWN: gettext_lazy("not known"),
}
HALVES: Mapping[HalfDay, Promise | str] = {
    HalfDay.MORNING: gettext_lazy("Morning"),
    HalfDay.AFTERNOON: gettext_lazy("Afternoon"),
}
KNOWING = (ConvocationAct.ACKNOWLEDGED, ConvocationAct.TOLD_BY_HEAD, ConvocationAct.CANNOT_COME)
"""Whoever says that they cannot come has read that they are called."""

COLUMNS = (
    ListColumn("name", gettext_lazy("Name")),
    ListColumn("institution", gettext_lazy("Institution")),
    ListColumn("half", gettext_lazy("Half-day"), order_by="half_rank"),
    ListColumn("place", gettext_lazy("Place")),
    ListColumn("mission", gettext_lazy("Mission")),
    ListColumn("hours", gettext_lazy("Hours"), order_by=""),
    ListColumn("known", gettext_lazy("Knows of it")),
    ListColumn("presence", gettext_lazy("Came")),
)


@dataclass(frozen=True, slots=True)
class CalledDay:
    """One day: how many are called, and what the registers say of them."""

    day: date
    address: str
    people: int
    came: int
    absent: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ShownMeeting:
    """One meeting in the list of meetings."""

    title: str
    when: str
    day: date
    place: str
    paper: str
    people: int
    came: int
    absent: int
    unknown: int
    address: str


@dataclass(frozen=True, slots=True)
class ShownCalled:
    """One person called to a half-day, or to a meeting."""

    name: str
    institution: str
    half: str
    half_rank: int
    place: str
    mission: str
    hours: str
    known: str
    is_known: bool
    presence: str
    times: str
    is_absent: bool


def called_days(session: Session, people: Sequence[InspectedPerson]) -> list[CalledDay]:
    """Show the days on which somebody is called: people once, what registers say by half-day."""
    days: dict[date, list[InspectedPerson]] = {}
    for row in people:
        days.setdefault(row.day, []).append(row)
    return [_day(session, day, own) for day, own in days.items()]


def shown_meetings(session: Session, meetings: Iterable[Meeting]) -> list[ShownMeeting]:
    """Show meetings, each with how many were there."""
    rows = list(meetings)
    names = exams.institution_names({meeting.place_uai for meeting in rows})
    return [
        ShownMeeting(
            meeting.slot.title,
            hours_of(meeting),
            meeting.day,
            names.get(meeting.place_uai, meeting.place_uai),
            meeting.paper,
            len(meeting.people),
            meeting.counts[Presence.PRESENT],
            meeting.counts[Presence.ABSENT],
            meeting.counts[Presence.UNKNOWN],
            reverse("inspector:meeting", args=[session.code, meeting.slot.activity]),
        )
        for meeting in rows
    ]


def hours_of(meeting: Meeting) -> str:
    """Write from when to when a meeting lasts."""
    return f"{instants.hour(meeting.slot.starts)} – {instants.hour(meeting.slot.ends)}"


def shown_called(people: Sequence[InspectedPerson]) -> list[ShownCalled]:
    """Show who is called to the half-days of a day."""
    names = exams.institution_names({row.place_uai for row in people})
    return [_person_line(row, names, row.presence) for row in people]


def shown_roll(meeting: Meeting) -> list[ShownCalled]:
    """Show the roll of a meeting: who was there for its hours."""
    names = exams.institution_names({meeting.place_uai})
    return [_person_line(row, names, row.presence_at(meeting.slot)) for row in meeting.people]


def _day(session: Session, day: date, people: Sequence[InspectedPerson]) -> CalledDay:
    words = [row.presence for row in people]
    return CalledDay(
        day,
        reverse("inspector:day", args=[session.code, day.isoformat()]),
        len({row.expected.person.pk for row in people}),
        words.count(Presence.PRESENT),
        words.count(Presence.ABSENT),
        words.count(Presence.UNKNOWN),
    )


def _person_line(row: InspectedPerson, places: Mapping[str, str], presence: Presence) -> ShownCalled:
    facts, person = row.expected.facts, row.expected.person
    is_known = row.expected.standing in KNOWING
    is_announced = row.is_away and presence is Presence.UNKNOWN
    return ShownCalled(
        f"{person.surname} {person.first_name}",
        facts.person.institution,
        str(HALVES[row.half]),
        int(row.half is HalfDay.AFTERNOON),
        places.get(row.place_uai, row.place_uai),
        f"{facts.title} ({facts.paper})" if facts.paper else facts.title,
        ", ".join(
            f"{instants.hour(slot.starts)} – {instants.hour(slot.ends)} : {slot.title}" for slot in row.expected.slots
        ),
        gettext("yes") if is_known else gettext("not acknowledged"),
        is_known,
        gettext("announced absent") if is_announced else str(WORDS[presence]),
        _times(row),
        is_announced or presence is Presence.ABSENT,
    )


def _times(row: InspectedPerson) -> str:
    if row.line is None:
        return ""
    came = gettext("came at {hour}").format(hour=_hour(row.line.arrived_at)) if row.line.arrived_at else ""
    left = gettext("left at {hour}").format(hour=_hour(row.line.left_at)) if row.line.left_at else ""
    return ", ".join(filter(None, (came, left)))


def _hour(at: time) -> str:
    return instants.hour(datetime.combine(date.min, at))
