"""Let off some half-days of a letter, which another person keeps in the place of whoever cannot come.

Let off: half-days of a letter from which somebody is exempted; it is issued again without them. Hours that a half-day
cuts begin, or end, at 13 h.

In an emergency the office sees to it by fax or by mail, and the head of institution hands the urgent convocation over
(the notice, "ABSENCE"). Half-days that are over are nobody's any more; one that has begun is what is left of it. To be
replaced excuses nobody: the rector alone exempts. Whoever replaces is called for these half-days and no others; one of
the reserve, who was called for all of them, is of the reserve no more.
"""

from collections.abc import Collection, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.missions.rules.hours import NOON, DayHalf, HalfDay, half_days
from massicot.missions.rules.letters import CallSlot

BETWEEN, INSIDE = " ", "/"


@dataclass(frozen=True, slots=True)
class ConvocationIssuedAgain(Fact):
    """A letter was issued again, since its reader keeps other half-days: both say which, the journal does not."""

    journal_word = N_("convocation issued again for other half-days")
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


class HalvesNotTheirs(Refused):
    sentence = N_(
        "The letter of {person} calls them to none of these half-days any more: look at the page as it is now, and "
        "choose among those that are left."
    )


class ThemselvesInstead(Refused):
    sentence = N_("{person} cannot come: choose somebody else.")


class ThereAlready(Refused):
    sentence = N_(
        "{person} is called to the same mission then, and cannot come for two: choose somebody else. If they cannot "
        "come either, replace them as well, each on their own page."
    )


class NotReachedUnknown(Refused):
    sentence = N_("It is known that the reader of the convocation {code} knows of it: look at the page as it is now.")


class ToldByNobody(Refused):
    sentence = N_(
        "There is nothing to take back of the convocation {code}: its reader acknowledged it, or nobody has said that "
        "they were told. Look at the page as it is now."
    )


@dataclass(frozen=True, slots=True)
class ToldTakenBack(Fact):
    journal_word = N_("person told of a convocation taken back")
    code: str


@dataclass(frozen=True, slots=True)
class ConvocationNotReached(Fact):
    """A head of institution could not hand a letter over."""

    journal_word = N_("person whom an urgent convocation calls not reached")
    code: str


@dataclass(frozen=True, slots=True)
class HalvesLeftOut:
    """The half-days of a mission that somebody does not keep: all but `only` where they replace, and those `off`."""

    only: frozenset[DayHalf]
    off: frozenset[DayHalf]

    def __contains__(self, half: object) -> bool:
        """Say whether a half-day is none of theirs."""
        return half in self.off or bool(self.only and half not in self.only)


def left_out(halves: str, let_off: str) -> HalvesLeftOut:
    """Read what somebody does not keep, as an assignment holds it."""
    return HalvesLeftOut(read_halves(halves), read_halves(let_off))


def but(halves: Iterable[DayHalf]) -> HalvesLeftOut:
    return HalvesLeftOut(frozenset(halves), frozenset())


def halves_left(spans: Iterable[tuple[datetime, datetime]], at: datetime) -> list[DayHalf]:
    """List the half-days that some hours touch and that are not over: one that has begun is left, as far as it is."""
    halves = {half for starts, ends in spans for half in half_days(starts, ends) if min(ends, _ends(half, starts)) > at}
    return sorted(halves, key=lambda half: (half[0], half[1] is HalfDay.AFTERNOON))


def check_halves(person: str, wanted: Collection[DayHalf], left: Collection[DayHalf]) -> None:
    """Refuse to replace somebody on no half-day, or on one to which nobody calls them; raise HalvesNotTheirs."""
    if not wanted or not set(wanted) <= set(left):
        raise HalvesNotTheirs(person=person)


def _ends(half: DayHalf, like: datetime) -> datetime:
    day, part = half
    if part is HalfDay.MORNING:
        return datetime.combine(day, NOON, like.tzinfo)
    return datetime.combine(day + timedelta(days=1), time.min, like.tzinfo)
