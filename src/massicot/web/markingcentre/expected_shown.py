"""Who is expected at a marking centre, as its page says it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.missions.queries.expected import ExpectedPerson
from massicot.missions.rules import ConvocationAct
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.missions.rules.letters import CallSlot
from massicot.persons.queries import Person
from massicot.web.shared import instants

KNOWN: Mapping[str, Promise | str] = {
    ConvocationAct.ACKNOWLEDGED: gettext_lazy("yes, acknowledged"),
    ConvocationAct.TOLD_BY_HEAD: gettext_lazy("yes, told of it"),
    ConvocationAct.CANNOT_COME: gettext_lazy("says they cannot come"),
    ConvocationAct.CAME_BACK: gettext_lazy("the letter came back"),
}
"""What is known of a letter; of any other, that it is not acknowledged."""

HALVES = (
    (HalfDay.MORNING, gettext_lazy("Morning")),
    (HalfDay.AFTERNOON, gettext_lazy("Afternoon")),
)


@dataclass(frozen=True, slots=True)
class ShownExpected:
    """One person expected on a half-day."""

    name: str
    identifier: str
    mission: str
    paper: str
    is_reserve: bool
    hours: Sequence[str]
    known: str
    is_known: bool
    telephone: str


@dataclass(frozen=True, slots=True)
class ShownHalfDay:
    """One half-day, and who is expected then."""

    title: str
    people: Sequence[ShownExpected]


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day on which somebody is expected, in the row of days."""

    day: date
    people: int
    address: str
    is_here: bool


def day_to_show(busy: Collection[date], asked: str, today: date) -> date:
    """Choose the day of the page: the one that is asked for, else today, else the next one, else the last.

    A day that nobody can read, or on which nobody is expected, is as if none were asked for.
    """
    days = sorted(busy)
    chosen = [day for day in days if day.isoformat() == asked]
    coming = [day for day in days if day >= today]
    return next(iter(chosen or coming or days[-1:]), today)


def shown_days(
    expected: Mapping[DayHalf, Sequence[ExpectedPerson]], busy: Collection[date], here: date, address: str
) -> list[ShownDay]:
    """Show every day on which somebody is expected, or has batches without being called, with who is expected."""
    people: dict[date, set[int]] = {day: set() for day in busy}
    for (day, _), rows in expected.items():
        people[day].update(row.person.pk for row in rows)
    return [
        ShownDay(day, len(some), f"{address}?jour={day.isoformat()}", day == here)
        for day, some in sorted(people.items())
    ]


def shown_halves(expected: Mapping[DayHalf, Sequence[ExpectedPerson]], day: date) -> list[ShownHalfDay]:
    """Show both half-days of a day; one without anybody is left out."""
    halves = ((str(title), expected.get((day, half), ())) for half, title in HALVES)
    return [ShownHalfDay(title, [_person(row) for row in rows]) for title, rows in halves if rows]


def called_name(person: Person) -> str:
    """Write a name as the lists of the desk do: BADIANE Bob (BOB)."""
    return f"{person.surname} {person.first_name} ({person.identifier})"


def _person(row: ExpectedPerson) -> ShownExpected:
    person = row.person
    is_known = row.standing in (ConvocationAct.ACKNOWLEDGED, ConvocationAct.TOLD_BY_HEAD)
    return ShownExpected(
        f"{person.surname} {person.first_name}",
        person.identifier,
        row.facts.title,
        row.facts.paper,
        row.facts.is_reserve,
        [_hours(slot) for slot in row.slots],
        str(KNOWN.get(row.standing) or gettext("not acknowledged")),
        is_known,
        person.telephone,
    )


def _hours(slot: CallSlot) -> str:
    starts = instants.hour(slot.starts)
    ends = instants.hour(slot.ends)
    return gettext("{starts} – {ends}: {title}").format(starts=starts, ends=ends, title=slot.title)
