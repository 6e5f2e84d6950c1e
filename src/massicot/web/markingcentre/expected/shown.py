"""Who is expected at a marking centre, as its page says it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.absences import queries as absences
from massicot.missions.queries.expected import ExpectedPerson
from massicot.missions.rules import ConvocationAct
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.missions.rules.letters import CallSlot
from massicot.missions.rules.replacements import written_halves
from massicot.persons.queries import Person
from massicot.web.shared import instants

KNOWN: Mapping[str, Promise | str] = {
    ConvocationAct.ACKNOWLEDGED: gettext_lazy("yes, acknowledged"),
    ConvocationAct.TOLD_BY_HEAD: gettext_lazy("yes, told of it"),
    ConvocationAct.CANNOT_COME: gettext_lazy("absent"),
    ConvocationAct.CAME_BACK: gettext_lazy("the letter came back"),
    ConvocationAct.NOT_REACHED: gettext_lazy("not reached"),
}
"""What is known of a letter; of any other, that it is not acknowledged."""

HALVES = (
    (HalfDay.MORNING, gettext_lazy("Morning")),
    (HalfDay.AFTERNOON, gettext_lazy("Afternoon")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
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
    code: str = ""
    half: str = ""
    is_away: bool = False
    withdrawable: int = 0
    """The absence that this centre announced and may withdraw; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class AwayHere:
    """Who is away from a centre: the absence by assignment and half-day, and those that the centre announced."""

    absences: Mapping[tuple[int, DayHalf], int]
    own: Collection[int]


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


def shown_halves(
    expected: Mapping[DayHalf, Sequence[ExpectedPerson]], day: date, away: AwayHere | None = None
) -> list[ShownHalfDay]:
    """Show both half-days of a day; one without anybody is left out."""
    here = away or AwayHere({}, frozenset())
    halves = ((str(title), (day, half), expected.get((day, half), ())) for half, title in HALVES)
    return [ShownHalfDay(title, [_person(row, half, here) for row in rows]) for title, half, rows in halves if rows]


def away_here(session_id: int, uai: str, day: date) -> AwayHere:
    """Tell who is away from a centre on one day; why is nobody's business there."""
    rows = absences.away_at(session_id, uai, day)
    return AwayHere(
        {(row.assignment, (row.day, row.half)): row.absence for row in rows}, absences.said_by_centre(session_id, uai)
    )


def called_name(person: Person) -> str:
    """Write a name as the lists of the desk do: BADIANE Bob (BOB)."""
    return f"{person.surname} {person.first_name} ({person.identifier})"


def _person(row: ExpectedPerson, half: DayHalf, away: AwayHere) -> ShownExpected:
    person = row.person
    absence = away.absences.get((row.letter.assignment_id, half), 0)
    standing = ConvocationAct.CANNOT_COME if absence else row.standing
    if standing == ConvocationAct.CANNOT_COME and not absence:
        # Whoever is away on another half-day alone is expected on this one, and knows.
        standing = ConvocationAct.TOLD_BY_HEAD
    is_known = standing in (ConvocationAct.ACKNOWLEDGED, ConvocationAct.TOLD_BY_HEAD)
    return ShownExpected(
        name=f"{person.surname} {person.first_name}",
        identifier=person.identifier,
        mission=row.facts.title,
        paper=row.facts.paper,
        is_reserve=row.facts.is_reserve,
        hours=[_hours(slot) for slot in row.slots],
        known=str(KNOWN.get(standing) or gettext("not acknowledged")),
        is_known=is_known,
        telephone=person.telephone,
        code=row.letter.code,
        half=written_halves([half]),
        is_away=bool(absence),
        withdrawable=absence if absence in away.own else 0,
    )


def _hours(slot: CallSlot) -> str:
    starts = instants.hour(slot.starts)
    ends = instants.hour(slot.ends)
    return gettext("{starts} – {ends}: {title}").format(starts=starts, ends=ends, title=slot.title)
