"""The right of access: for a year from the lifting on, a candidate may see their script, and have a statement.

The exam office then goes from a name to a number, a batch, a place and a box of strips, and to the dated story of the
script. The story says "the marker" and never which: markers are not told to candidates. After a year the strips are
destroyed, or kept for a litigation only, and nothing more is looked up. Each time it is, the journal says who asked.

The statement ("relevé de note") of one candidate for one paper, and its issues. After the lifting the office draws up
what a candidate got: the mark as the paper's scale writes it, or that they were absent, gave in a blank script, or that
their script is missing. A mark may still change afterwards, by a material error or a decision of the board: the
statement then says what no longer stands, and is issued again with the reason. The new issue says which one it
replaces; both are kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.marks.rules import BatchLocked, BatchOpenedAgain, MarkWritten


class Asker(StrEnum):
    """Who asks to see a script; parents stand in journals of before, and are a minor's representatives now."""

    CANDIDATE = "candidate"
    REPRESENTATIVE = "representative"
    LAWYER = "lawyer"
    COURT = "court"
    PARENTS = "parents"


ASKERS: dict[str, str] = {
    Asker.CANDIDATE: N_("the candidate"),
    Asker.REPRESENTATIVE: N_("the legal representative of a minor"),
    Asker.LAWYER: N_("a lawyer with a mandate"),
    Asker.COURT: N_("a court"),
}
"""How whoever may ask is called where people read."""

LIFTED = N_("the anonymity was lifted")

ON_BATCH: dict[str, str] = {
    BatchLocked.__name__: N_("the marks of its batch were locked"),
    BatchOpenedAgain.__name__: N_("its batch was opened again by the exam office"),
    MarkWritten.__name__: N_("its mark was corrected by the exam office"),
}
"""How the acts on a batch and its marks are told, without who did them."""


class AccessNotYet(Refused):
    sentence = N_("The anonymity of {paper} is not lifted yet: scripts are found by name after that.")


class AccessOver(Refused):
    sentence = N_(
        "The year of access to the scripts of {paper} is over: their strips are destroyed, or kept for a litigation "
        "only."
    )


class NoScriptNumbered(Refused):
    sentence = N_("{candidate} has no numbered script for {paper}: theirs was scanned, or marked at an outside centre.")


@dataclass(frozen=True, slots=True)
class ScriptConsulted(Fact):
    """Somebody of the office looked up where the script of a candidate is; the number alone is told."""

    journal_word = N_("script looked up on the right of access")
    number: str
    asked_by: str


def last_day(lifted_on: date) -> date:
    """Say until when scripts are found by name: lifted on 12 June 2017, until 12 June 2018; 29 February, 28."""
    try:
        return lifted_on.replace(year=lifted_on.year + 1)
    except ValueError:
        return lifted_on.replace(year=lifted_on.year + 1, day=28)


def check_access(paper: str, lifted_on: date | None, today: date) -> None:
    """Refuse to go from a name to a script before the lifting, and once a year has passed since."""
    if lifted_on is None:
        raise AccessNotYet(paper=paper)
    if today > last_day(lifted_on):
        raise AccessOver(paper=paper)


SAID_LENGTH = 8
"""As long as any mark or code may be written: what is sealed is filled up to it, so that its length tells nothing."""


class StatementsNotYet(Refused):
    sentence = N_("The anonymity of {paper} is not lifted yet: statements are drawn up after that.")


class StatementReasonMissing(Refused):
    sentence = N_("Say why the statement is issued again: the reason is printed on it.")


class StatementNamesScript(Refused):
    sentence = N_(
        "The reason is printed on the statement of a candidate: write no number of a script in it ({number}). Say what "
        "happened, not on which script."
    )


class StatementStillRight(Refused):
    sentence = N_("Issue {issue} says what stands: print it again rather than draw up another one.")


class StatementIssuedMeanwhile(Refused):
    sentence = N_("Another issue of this statement was drawn up meanwhile: read it, then decide whether one is wanted.")


class MarkNotLocked(Refused):
    sentence = N_("The batch {batch} is not locked: draw up the statement once it is.")


@dataclass(frozen=True, slots=True)
class StatementIssued(Fact):
    """The statement of a candidate was drawn up; neither their mark nor their number is told."""

    journal_word = N_("statement drawn up")
    candidate_number: str
    issue: int
    reason: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A statement that no longer says what stands: whose, its issue, what it said, what stands."""

    entry_id: int
    issue: int
    said: str
    stands: str


def plan_issue(texts: Sequence[str], stands: str, reason: str, seen: int) -> int:
    """Number the next issue, `texts` being what those before it say and `seen` how many of them the page showed.

    Raise StatementIssuedMeanwhile, StatementStillRight, StatementReasonMissing or StatementNamesScript.
    """
    if seen != len(texts):
        raise StatementIssuedMeanwhile
    if texts and texts[-1] == stands:
        raise StatementStillRight(issue=len(texts))
    if texts and not reason.strip():
        raise StatementReasonMissing
    if number := codes.number_within(reason):
        raise StatementNamesScript(number=number)
    return len(texts) + 1
