"""Replacements: in an emergency the exam office sees to it that somebody else comes (the notice, "ABSENCE").

Who may come is asked by telephone, in the order of the list behind "whom to call": those whom the mission has at hand
first, its reserve. Whoever says no is noted, and proposed no more for that place; whoever does not answer is noted too,
with the hour, and called again after the others; a head of institution may offer somebody. Whoever says yes is convened
at once, for the half-days that are left and no others; the one they replace is known to be absent from then on, and
called to these half-days no more, which excuses nobody. A half-day of somebody is replaced once: of two caseworkers the
second is told who comes. Whoever replaces and cannot come either is replaced like anybody, and stands for both no more.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.missions.rules.hours import DayHalf

REASON_LENGTH = 300


class ReplacementState(StrEnum):
    """How somebody stands who may come in another's stead."""

    OFFERED = "offered"
    REFUSED = "refused"
    UNANSWERED = "unanswered"
    CONVENED = "convened"
    TAKEN_BACK = "taken-back"


ASKED = (ReplacementState.OFFERED, ReplacementState.REFUSED, ReplacementState.UNANSWERED)
"""What is said of somebody before they are convened."""


class AlreadyReplaced(Refused):
    sentence = N_(
        "{stand_in} comes in the stead of {person} already: nobody else was convened. If they cannot come either, "
        "replace them in turn; if they were convened by mistake, take that replacement back first."
    )


class AwayThemselves(Refused):
    sentence = N_(
        "{person} is known to be absent then as well: choose somebody else, or withdraw their absence first if they "
        "come after all."
    )


class NobodyCallsThem(Refused):
    sentence = N_(
        "No letter calls {person} to these half-days, and no absence is known: look at the page as it is now, and "
        "choose among those that are left."
    )


class AskedAlready(Refused):
    sentence = N_("The same is noted of {person} already: look at the page as it is now.")


class SaidNoAlready(Refused):
    sentence = N_("{person} has said no already: look at the page as it is now, and call the next one.")


class NothingAsked(Refused):
    sentence = N_("This is not so any more: look at the page as it is now.")


class ReplacedInTurn(Refused):
    sentence = N_("{person} is replaced in turn by now: take that replacement back first, then this one.")


class ReplacedMeanwhile(Refused):
    sentence = N_(
        "Somebody else is convened in the stead of {person} on {day}: the exam office takes that replacement back "
        "first. Where it is over, the absence is answered, and not withdrawn."
    )


class ReplacementOver(Refused):
    sentence = N_(
        "The half-days of this replacement are over: what was done is kept, and nothing is left to take back."
    )


class ReplacementReasonMissing(Refused):
    sentence = N_("Say why the replacement is taken back: whoever was to come reads it.")


@dataclass(frozen=True, slots=True)
class PersonReplaced(Fact):
    """Somebody was convened in another's stead, for some half-days."""

    journal_word = N_("person convened in the stead of another")
    mission: int
    absent: str
    person: str
    code: str
    halves: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReplacementRefused(Fact):
    journal_word = N_("refusal to replace somebody noted")
    mission: int
    absent: str
    person: str


@dataclass(frozen=True, slots=True)
class ReplacementUnanswered(Fact):
    """Somebody who was called did not answer."""

    journal_word = N_("no answer of somebody asked to replace another noted")
    mission: int
    absent: str
    person: str


@dataclass(frozen=True, slots=True)
class SubstituteOffered(Fact):
    journal_word = N_("substitute offered by a head of institution")
    mission: int
    absent: str
    person: str


@dataclass(frozen=True, slots=True)
class ReplyTakenBack(Fact):
    """What was said of somebody who was asked, or offered, does not hold any more."""

    journal_word = N_("refusal or offer to replace somebody taken back")
    mission: int
    absent: str
    person: str


@dataclass(frozen=True, slots=True)
class ReplacementTakenBack(Fact):
    """Whoever was replaced is called again, and whoever stood in no more."""

    journal_word = N_("replacement of a person taken back")
    mission: int
    absent: str
    person: str
    reason: str


def check_can_be_replaced(
    person: str, halves: Collection[DayHalf], called: Collection[DayHalf], away: Collection[DayHalf]
) -> list[DayHalf]:
    """List the half-days of which an absence is to be recorded first; raise NobodyCallsThem."""
    missing = [half for half in halves if half not in away]
    if any(half not in called for half in missing):
        raise NobodyCallsThem(person=person)
    return missing
