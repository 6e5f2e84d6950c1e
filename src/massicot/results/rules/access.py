"""The right of access: while scripts are kept, after the results, a candidate may see theirs, and have a statement.

The exam office then goes from a name to a number, a batch, a place and a box of strips, and to the dated story of the
script. The story says "the marker" and never which: candidates are told no marker. Scripts are kept for as many months
from the lifting on as the session says, a year where it says nothing; after that the strips are destroyed, or kept for
a litigation only, and nothing more is looked up. Each time it is, the journal says who asked. Candidates, and whoever
asks for them, see nothing before the results are out, nor while a fraud file withholds the result; a court does.

The statement ("relevé de note") of one candidate for one paper, and its issues. After the lifting the office draws up
what a candidate got: the mark as the paper's scale writes it, or that they were absent, gave in a blank script, or that
their script is missing. A mark may still change afterwards, by a material error or a decision of the board: the
statement then says what no longer stands, and is issued again with the reason. The new issue says which one it
replaces; both are kept.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
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
        "The scripts of {paper} were kept until {day}, and had to be asked for by then: refuse a request that came "
        "later, and say so."
    )


class ResultsNotOut(Refused):
    sentence = N_(
        "The results of {paper} are out on {day}: candidates see their scripts after that day, a court before it. The "
        "page of the session sets it."
    )


class ResultWithheld(Refused):
    sentence = N_(
        "A fraud file withholds the result of {candidate}: the script is shown once that file has its end. Refuse the "
        "request, or wait."
    )


class NoScriptNumbered(Refused):
    sentence = N_("{candidate} has no numbered script for {paper}: theirs was scanned, or marked at an outside centre.")


@dataclass(frozen=True, slots=True)
class ScriptConsulted(Fact):
    """Somebody of the office looked up where the script of a candidate is; the number alone is told."""

    journal_word = N_("script looked up on the right of access")
    number: str
    asked_by: str


def months_after(day: date, months: int) -> date:
    """Count months from a day, to the same day of the month or its last one: 31 January, 28 February."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class AccessTimes:
    """From when and until when scripts of a paper are found by name: lifting, results, how long they are kept."""

    lifted_on: date | None
    kept_months: int
    results_on: date | None = None

    @property
    def last_day(self) -> date | None:
        """Say until when: lifted on 12 June 2017 and kept 12 months, until 12 June 2018; None before the lifting."""
        return months_after(self.lifted_on, self.kept_months) if self.lifted_on else None


def check_access(paper: str, times: AccessTimes, today: date, asked_on: date | None = None) -> None:
    """Refuse to go from a name to a script before the lifting, and once the months have passed since.

    `asked_on`: since when somebody waits for that script; what is asked for in time is answered, however late.
    """
    last = times.last_day
    if last is None:
        raise AccessNotYet(paper=paper)
    if min(asked_on or today, today) > last:
        raise AccessOver(paper=paper, day=f"{last:%d/%m/%Y}")


def check_may_see(
    paper: str, asked_by: str, times: AccessTimes, today: date, withheld: str = "", asked_on: date | None = None
) -> None:
    """Refuse to show a script to whoever asks; `withheld` is the number of a candidate whose result is withheld.

    Raise AccessNotYet, AccessOver, and of anybody but a court ResultsNotOut or ResultWithheld.
    """
    check_access(paper, times, today, asked_on)
    if asked_by == Asker.COURT:
        return
    if times.results_on is not None and today <= times.results_on:
        raise ResultsNotOut(paper=paper, day=f"{times.results_on:%d/%m/%Y}")
    if withheld:
        raise ResultWithheld(candidate=withheld)


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
    if texts and not visible_text(reason):
        raise StatementReasonMissing
    if number := codes.number_within(reason):
        raise StatementNamesScript(number=number)
    return len(texts) + 1
