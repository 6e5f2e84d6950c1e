"""A line that the register forbids, referred to the exam office.

AB on a script that was handed in, a mark where the register says absent: the portal refuses both, and the marker who
holds the script in their hands may be right all the same. They refer the line; the office compares the register with
the centre, and answers: the marker is right, the register is right, or the script leaves the batch until it is known
what it is. Until then its marker may take it back, who looked again. The batch locks once no line waits, whatever
stands on it (domain: an AB that the register does not know "blocks locking or needs a reasoned override").
"""

from dataclasses import dataclass
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.marks import Code, Entered
from massicot.core.refused import N_, Refused
from massicot.scripts.rules import ScriptKind


class ReferralAnswer(StrEnum):
    """What became of a referral."""

    WAITING = "waiting"
    MARKER_RIGHT = "marker"
    REGISTER_RIGHT = "register"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken-back"
    """Its marker looked again, before anybody answered."""


DECISIONS = (ReferralAnswer.MARKER_RIGHT, ReferralAnswer.REGISTER_RIGHT, ReferralAnswer.WITHDRAWN)
"""What the office may answer."""


class NothingToRefer(Refused):
    sentence = N_("The register does not forbid this: type it on its line, it will be saved.")


class ReferredAlready(Refused):
    sentence = N_("{number} is referred to the exam office already: go on with the other lines.")


class ReferralAnswered(Refused):
    sentence = N_("This line was answered meanwhile: open the page of the batch again to see what was said.")


class LineTypedMeanwhile(Refused):
    sentence = N_(
        "The marker typed on this line since the page was opened: read what stands there now, then answer once more."
    )


class NotAtTheOffice(Refused):
    sentence = N_("{number} is not at the exam office any more: it was taken back or answered. Reload the page to see.")


class LinesReferred(Refused):
    sentence = N_(
        "Lines at the exam office, which has not answered yet: {numbers}. The batch locks once it has. A marker who "
        "was wrong takes back on the line what was referred there, then types what the register allows."
    )


@dataclass(frozen=True, slots=True)
class LineReferred(Fact):
    """A marker referred a line: what they would write there."""

    author: str
    half_day: str
    number: str
    value: str


@dataclass(frozen=True, slots=True)
class LineTakenBack(Fact):
    """A marker took back a line that they had referred, before it was answered."""

    author: str
    half_day: str
    number: str
    value: str


@dataclass(frozen=True, slots=True)
class ReferralDecided(Fact):
    journal_word = N_("referral answered")
    number: str
    value: str
    answer: str
    reason: str


def kind_for(entered: Entered) -> ScriptKind:
    """Say what an item is on whose line this stands: absent for AB, blank for CB, written for a mark."""
    if entered.code is Code.ABSENT:
        return ScriptKind.PLACEHOLDER
    return ScriptKind.BLANK if entered.code is Code.BLANK else ScriptKind.WRITTEN


def kind_of_value(value: str) -> ScriptKind:
    """Say what an item is on whose line this is written: as `kind_for`, of a line as the scale writes it."""
    return kind_for(Entered(code=Code(value)) if value in list(Code) else Entered(hundredths=0))
