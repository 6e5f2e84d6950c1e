"""Hours and half-days: where one person cannot be twice.

A half-day ends, or begins, at 13 h. The same hours twice and two places on one half-day bar an official run: nobody can
keep both. Everything else that speaks against calling somebody is told, and the office decides.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

NOON = time(13)


class HalfDay(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"


DayHalf = tuple[date, HalfDay]
"""One half-day."""


class ClashKind(StrEnum):
    """Why two activities cannot be kept by one person."""

    HOURS = "hours"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class Slot:
    """The hours of one activity, local and at one place; `ends_at` is not part of it."""

    starts_at: datetime
    ends_at: datetime
    place: str
    mission: int


@dataclass(frozen=True, slots=True)
class Clash:
    """Two activities of different missions that one person cannot keep."""

    kind: ClashKind
    one: Slot
    other: Slot


def half_days(starts_at: datetime, ends_at: datetime) -> list[DayHalf]:
    """List the half-days that an activity touches, in order; from 9 h to 13 h is a morning alone."""
    return list(_half_days(starts_at, ends_at))


def _half_days(starts_at: datetime, ends_at: datetime) -> Iterator[DayHalf]:
    day = starts_at.date()
    while day <= ends_at.date():
        begins = starts_at.time() if day == starts_at.date() else time.min
        is_last = day == ends_at.date()
        if begins < NOON and not (is_last and ends_at.time() == time.min):
            yield day, HalfDay.MORNING
        if not is_last or ends_at.time() > NOON:
            yield day, HalfDay.AFTERNOON
        day += timedelta(days=1)


def count_minutes(spans: Iterable[tuple[datetime, datetime]]) -> int:
    """Count the minutes that some activities last together; what two of them share counts once."""
    total = timedelta()
    until: datetime | None = None
    for starts_at, ends_at in sorted(spans):
        begins = starts_at if until is None else max(starts_at, until)
        total += max(ends_at - begins, timedelta())
        until = ends_at if until is None else max(until, ends_at)
    return total // timedelta(minutes=1)


def clashes(kept: Sequence[Slot], wanted: Sequence[Slot]) -> list[Clash]:
    """Find what keeps one person from two missions: hours that overlap first, then two places on one half-day."""
    return sorted(_clashes(kept, wanted), key=lambda clash: (clash.kind is not ClashKind.HOURS, clash.other.starts_at))


def _clashes(kept: Iterable[Slot], wanted: Sequence[Slot]) -> Iterator[Clash]:
    for one in kept:
        for other in wanted:
            if one.mission == other.mission:
                continue
            if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
                yield Clash(ClashKind.HOURS, one, other)
            elif one.place != other.place and _share_half_day(one, other):
                yield Clash(ClashKind.PLACES, one, other)


def _share_half_day(one: Slot, other: Slot) -> bool:
    return not set(_half_days(one.starts_at, one.ends_at)).isdisjoint(_half_days(other.starts_at, other.ends_at))
