"""Convened late: whoever marks without being called is given the order to come afterwards, with its date.

A batch is never refused to somebody because nobody called them: the scripts are marked first. The letter that
regularises says on which day it was drawn up: a convocation is the order to come even to one's own school, and covers
the way there (domain.md §3.3). It names the days on which they had batches in hand and, where today is one of them,
those that are still to come. A batch taken back within the hour was handed out by mistake, and calls for nothing.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused

BY_MISTAKE = timedelta(hours=1)
"""How soon a batch comes back that was handed out by mistake."""

AROUND = timedelta(hours=12)
"""How long before and after the hours of a letter a batch may go out on one of its days."""

DAYS_BETWEEN = " "


class CalledMeanwhile(Refused):
    sentence = N_(
        "{person} has a convocation for the days on which they had batches, or had none: look at the list as it is now."
    )


class NoHoursThatDay(Refused):
    sentence = N_(
        "No marking mission of {paper} has hours at {place} on {day}: make one, or change its days, then convene "
        "{person}."
    )


class LetterToReissue(Refused):
    sentence = N_(
        "{person} is convened already, and the letter says other days than “{mission}” has by now: issue its letters "
        "again."
    )


@dataclass(frozen=True, slots=True)
class ConvenedLate(Fact):
    """Somebody who marks without being called was convened afterwards, for some days."""

    journal_word = N_("person who marks without a convocation convened afterwards")
    mission: int
    person: str
    code: str
    days: Sequence[str]


def late_days(held: Iterable[date], hours: Collection[date], today: date) -> list[date]:
    """List the days of a late letter: those of its mission with batches in hand, and those to come while some are.

    A batch that is kept over a day on which nobody marks calls for nothing on that day.
    """
    kept = {day for day in held if day in hours}
    to_come = {day for day in hours if day > today} if today in kept else set()
    return sorted(kept | to_come)


def written_days(days: Iterable[date]) -> str:
    """Write days as an assignment keeps them."""
    return DAYS_BETWEEN.join(day.isoformat() for day in sorted(days))


def read_days(text: str) -> frozenset[date]:
    """Read the days of an assignment; none for one that keeps all of its mission."""
    return frozenset(date.fromisoformat(day) for day in text.split(DAYS_BETWEEN) if day)


def keeps(days: Collection[date], day: date) -> bool:
    return not days or day in days
