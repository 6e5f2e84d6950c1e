"""Let off: half-days of a letter from which somebody is exempted; it is issued again without them.

Hours that a half-day cuts begin, or end, at 13 h.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from massicot.missions.rules.hours import NOON, DayHalf, HalfDay, half_days
from massicot.missions.rules.letters import CallSlot

BETWEEN, INSIDE = " ", "/"


@dataclass(frozen=True, slots=True)
class ConvocationIssuedAgain:
    """A letter was issued again, since its reader keeps other half-days: both say which, the journal does not."""

    code: str
    again: str


def written_halves(halves: Iterable[DayHalf]) -> str:
    """Write half-days as an assignment keeps them: 2017-06-01/morning."""
    return BETWEEN.join(sorted(f"{day.isoformat()}{INSIDE}{half}" for day, half in halves))


def read_halves(text: str) -> frozenset[DayHalf]:
    """Read the half-days from which somebody on a list is let off."""
    pairs = (word.partition(INSIDE) for word in text.split(BETWEEN) if word)
    return frozenset((date.fromisoformat(day), HalfDay(half)) for day, _, half in pairs)


def kept_hours(starts: datetime, ends: datetime, off: Container[DayHalf]) -> tuple[datetime, datetime] | None:
    """Give the hours of one day that stay; None where each of its half-days is let off."""
    kept = [half for half in half_days(starts, ends) if half not in off]
    if not kept:
        return None
    noon = starts.replace(hour=NOON.hour, minute=NOON.minute, second=0, microsecond=0)
    begins = max(starts, noon) if (starts.date(), HalfDay.MORNING) in off else starts
    until = min(ends, noon) if (starts.date(), HalfDay.AFTERNOON) in off else ends
    return begins, until


def slots_kept(slots: Iterable[CallSlot], off: Container[DayHalf]) -> Iterator[CallSlot]:
    """Give the hours of a letter that stay."""
    for slot in slots:
        if hours := kept_hours(slot.starts, slot.ends, off):
            yield replace(slot, starts_at=hours[0].isoformat(), ends_at=hours[1].isoformat())
