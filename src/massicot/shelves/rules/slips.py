"""Slips to fetch: scripts that are taken out of their boxes to be read, by number and place, in one round a week.

A slip bears the number of a script and where that lies, and nobody's name: whoever asks to see a script has a file on
the side of the names. One file that is answered and one script that is fetched the same day are a pair, so the slips of
a paper wait for one round, which is fetched in the order of the numbers and noted by its day alone. What waits is noted
by the Monday of its week, and its line of the journal names no number.

A slip waits, until its script is out or is not wanted any more; a script that is out is with somebody of the exam
office, for two weeks at most, until it is back. One that is not in its box, or was lost while it was out, is missing,
and its slip stays open until it is found.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody

DAYS_OUT = 14
"""For how long a script may be out before it is late."""

ROUND_SIZE = 10
"""Of fewer scripts of one exam centre, specialty and kind a round tells more than one in ten to who knows who asked."""


class SlipState(StrEnum):
    """How far a slip is."""

    WAITING = "waiting"
    OUT = "out"
    MISSING = "missing"
    BACK = "back"
    WITHDRAWN = "withdrawn"


OPEN = (SlipState.WAITING, SlipState.OUT, SlipState.MISSING)
AWAY = (SlipState.OUT, SlipState.MISSING)

STATES: dict[str, str] = {
    SlipState.WAITING: N_("to be fetched"),
    SlipState.OUT: N_("out"),
    SlipState.MISSING: N_("not in its box"),
    SlipState.BACK: N_("put back"),
    SlipState.WITHDRAWN: N_("withdrawn"),
}
"""How each state is called where people read."""


class FetchedAfterDestruction(Refused):
    sentence = N_("{number} was destroyed: there is nothing to fetch. “Where is it” tells by which certificate.")


class NothingToFetch(Refused):
    sentence = N_("{number} lies in no box of this paper: there is nothing to fetch. Look it up with “where is it”.")


class SlipIsOpen(Refused):
    sentence = N_("{number} has a slip already ({state}): it stands in the list of this page.")


class NotOnRound(Refused):
    sentence = N_("{typed} is none of the scripts that this is about: read the number again, or look at the list.")


class NamedBothWays(Refused):
    sentence = N_("Name those that are there, or those that are not: one of the two fields stays empty.")


class RoundMoved(Refused):
    sentence = N_(
        "Nothing was noted, for the list is not what the page showed any more. Joined it: {joined}. Left it: {left}. "
        "Compare the list below with what you have, then press again, or name those that are there."
    )


class NoneWaits(Refused):
    sentence = N_("No slip is left to be fetched: look at the list again.")


class NoneIsOut(Refused):
    sentence = N_("No script is left that comes back: look at the list again.")


class HolderNotFromOffice(Refused):
    sentence = N_("{login} is nobody of the exam office: say which of you has the scripts.")


class ScriptHasNoHome(Refused):
    sentence = N_(
        "{number} is not in its box any more, by what is written, or that box is no more: look it up with “where is "
        "it”. Then put it into a box, withdraw its slip, or name it as not fetched."
    )


class SlipReasonMissing(Refused):
    sentence = N_("Give the reason, about {number}: it goes into the journal.")


@dataclass(frozen=True, slots=True)
class RoundTicks:
    """What was ticked of a list: only what is named, or all but what is named of what the page showed.

    `shown`: the numbers on the page from which it was ticked.
    """

    only: Sequence[str] = ()
    but: Sequence[str] = ()
    shown: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class SlipAsked(Fact):
    """A script is to be fetched; which one is in no line before its round."""

    journal_word = N_("script to be fetched in the next round")
    week: str


@dataclass(frozen=True, slots=True)
class SlipWithdrawn(Fact):
    """A script is not to be fetched any more; which one is in no line."""

    journal_word = N_("slip to fetch a script withdrawn")
    week: str


@dataclass(frozen=True, slots=True)
class RoundFetched(Fact):
    """Scripts are out of their boxes; `left`: those that waited too and were not fetched."""

    journal_word = N_("scripts fetched from their boxes")
    numbers: Sequence[str]
    holder: str
    due_on: str
    left: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FetchingTakenBack(Fact):
    journal_word = N_("fetching of a script taken back")
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class RoundBack(Fact):
    """Scripts are back where they belong; `left`: those that are still out; `unboxed`: those whose box is no more."""

    journal_word = N_("scripts put back where they belong")
    numbers: Sequence[str]
    left: Sequence[str] = ()
    unboxed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class BackTakenBack(Fact):
    journal_word = N_("script said to be back is out after all")
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotInItsBox(Fact):
    """A script that was to be fetched is not in its box, or was lost while it was out."""

    journal_word = N_("script not found in its box")
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class FoundAgain(Fact):
    journal_word = N_("script found again and put into its box")
    number: str


def week_of(day: date) -> date:
    """Give the Monday of a day."""
    return day - timedelta(days=day.weekday())


def due_on(fetched_on: date) -> date:
    """Say by which day a script that was fetched is back: on 12 June for one of 29 May."""
    return fetched_on + timedelta(days=DAYS_OUT)


def is_late(due: date | None, today: date) -> bool:
    """Say whether a script should have been back before a day."""
    return due is not None and due < today


def check_slip_reason(number: str, reason: str) -> None:
    """Refuse an act without a reason, or with one that names a candidate."""
    if not visible_text(reason):
        raise SlipReasonMissing(number=number)
    check_names_nobody(reason)


def plan_ticks(numbers: Collection[str], ticks: RoundTicks, nothing: Refused) -> tuple[list[str], list[str]]:
    """Part the scripts of a list into those that are ticked and those that are not, each in ascending order.

    Raise NamedBothWays, RoundMoved, NotOnRound, or `nothing` where none is ticked.
    """
    if ticks.only and ticks.but:
        raise NamedBothWays
    if numbers and not ticks.only:
        _check_shown(numbers, ticks.shown)
    named = {one_named(typed, numbers) for typed in ticks.only or ticks.but}
    ticked = named if ticks.only else set(numbers) - named
    if not ticked:
        raise nothing
    return sorted(ticked), sorted(set(numbers) - ticked)


def _check_shown(numbers: Collection[str], shown: Collection[str]) -> None:
    """Refuse to take all of a list that is not the one that was read; raise RoundMoved."""
    joined = set(numbers).difference(shown)
    left = set(shown).difference(numbers)
    if joined or left:
        raise RoundMoved(joined=_listed(joined), left=_listed(left))


def _listed(numbers: Collection[str]) -> str:
    return ", ".join(sorted(numbers)) or "–"


def one_named(typed: str, numbers: Collection[str]) -> str:
    """Find the one script of a list that is typed whole, or by the end of its number; raise NotOnRound."""
    found = codes.ending_with(codes.number_scanned(typed), numbers)
    if len(found) != 1:
        raise NotOnRound(typed=typed.strip())
    return found[0]
