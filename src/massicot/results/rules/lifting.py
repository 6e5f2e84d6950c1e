"""What must be there before a paper is lifted, or one script alone, and what whoever acts on it saw.

A paper on which nothing has come yet has no gap, or none that a decision does not close: it is lifted only once each
centre that numbers scripts has closed its day, and once marks are entered.

Two persons may have opened the page to propose. The second one's act would confirm what the first proposed meanwhile:
it is refused, and so is a confirmation of marks that are no longer those that were read.

The lifting of one script alone: who wrote it, asked by one person of the office and confirmed by another. It may be
wanted before or after the paper is lifted: for a fraud that is suspected at marking, an appeal, a script that was lost
and is found without its strip. Like the lifting of a whole paper it takes two persons, since it shows an identity to
the office before everybody else's: one alone could look up whoever they please, and nobody would know what for. Those
two read the name, on the page of their act and nowhere else; each time that they do is in the journal. Nothing else is
lifted by it, and no mark changes: a withheld result or a cancelled paper is decided outside.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.core.wall import check_may_name_nobody
from massicot.results.rules.decisions import few
from massicot.results.rules.ladder import Counts


class DaysOpen(Refused):
    sentence = N_(
        "{count} exam centres of {paper} have not closed their day ({centres}): their scripts are not counted yet. "
        "Have each day closed before lifting; where nobody is left to close it, invite another head."
    )


class NothingMarked(Refused):
    sentence = N_("No mark of {paper} is entered yet: there is nothing to lift.")


class ProposedSince(Refused):
    sentence = N_(
        "{who} has proposed the lifting of {paper} since this page was opened: nothing is done. Read the page as it is "
        "now, then confirm with another code."
    )


class ProposerLeft(Refused):
    sentence = N_(
        "{who}, who proposed the lifting of {paper}, is not of the exam office any more: propose it in your own name, "
        "for another person to confirm."
    )


class MarksChangedSince(Refused):
    sentence = N_(
        "Marks of {paper} have changed since this page was opened: nothing is lifted. Read them on the page as it is "
        "now, then confirm with another code."
    )


def proposal_seen(proposed_by: str, proposed_at: datetime, changed: Iterable[Sequence[str]]) -> str:
    """Write in few signs what a page shows of a proposal: whose, when, and the marks changed since."""
    lines = json.dumps([list(change) for change in changed])
    return f"{proposed_by} {proposed_at.isoformat()} {hashlib.sha256(lines.encode()).hexdigest()[:16]}"


def check_seen(paper: str, who: str, seen: str, stands: str) -> None:
    """Refuse to act on a page that showed another proposal than stands, or other marks changed since."""
    if seen == stands:
        return
    if _proposal(seen) == _proposal(stands):
        raise MarksChangedSince(paper=paper)
    raise ProposedSince(paper=paper, who=who)


def _proposal(seen: str) -> str:
    return seen.rpartition(" ")[0]


def days_open(counted: Counts) -> list[str]:
    """List the centres that number scripts and have not closed their day."""
    on_site = {uai for uai, *_ in counted.facts.register}
    return [centre.uai for centre in counted.centres if centre.uai in on_site and centre.closed_at is None]


def check_days(paper: str, counted: Counts) -> None:
    """Refuse to lift while a centre that numbers scripts has not closed its day."""
    if still := days_open(counted):
        raise DaysOpen(paper=paper, count=len(still), centres=few(still))


def check_marked(paper: str, marks: int) -> None:
    """Refuse to lift a paper of which no mark is entered."""
    if not marks:
        raise NothingMarked(paper=paper)


class Case(StrEnum):
    """Why the office must know who wrote one script."""

    FRAUD = "fraud"
    APPEAL = "appeal"
    FOUND = "found"


CASES: dict[str, str] = {
    Case.FRAUD: N_("suspected fraud"),
    Case.APPEAL: N_("appeal"),
    Case.FOUND: N_("script lost and found"),
}
"""How each case is called where people read."""


class LiftingReasonMissing(Refused):
    sentence = N_("Say why the name must be known: the reason stands in the journal, beside the number.")


class ScriptReasonNamesCandidate(Refused):
    sentence = N_(
        "This reason is kept beside the number of the script: write no candidate’s name and no candidate number in it "
        "({number}). Say what happened, not to whom."
    )


class NobodyBehind(Refused):
    sentence = N_("Nobody was given the number {number}: it is a spare one. Read it again on the script.")


class DayOfNumberOpen(Refused):
    sentence = N_(
        "The day of {centre} is open: nobody is told yet which of its numbers somebody has. Have its exam centre close "
        "it, then do this again."
    )


class NumberOfOtherPaper(Refused):
    sentence = N_("{number} is not a number of {paper}: look it up with “where is it”, which names its paper.")


class ScriptLiftingOpen(Refused):
    sentence = N_("{who} proposed already to lift {number}: another person of the office confirms it, or withdraws it.")


class ScriptLiftingNotOpen(Refused):
    sentence = N_("Nothing is proposed for {number} any more: open its page again to see what was done.")


class SamePersonForScript(Refused):
    sentence = N_("{login} proposed to lift {number}: another person of the office must confirm it.")


class ScriptProposedAnew(Refused):
    sentence = N_(
        "{who} has proposed anew to lift {number} since this page was opened: nothing is shown. Read the case and the "
        "reason as they are now, then confirm with another code."
    )


class ScriptProposerLeft(Refused):
    sentence = N_(
        "{who}, who proposed to lift {number}, is not of the exam office any more: withdraw the proposal, then propose "
        "it in your own name, for another person to confirm."
    )


class IncidentsNotAsked(Refused):
    sentence = N_(
        "Ask first whether the candidate who wrote {number} has an incident in a room that nobody has ended: the page "
        "of this script says it. Then confirm."
    )


class NotOneOfTheTwo(Refused):
    sentence = N_(
        "The name behind {number} is shown to the two persons who lifted it: ask them, or propose to lift it yourself."
    )


@dataclass(frozen=True, slots=True)
class ScriptLiftingProposed(Fact):
    journal_word = N_("lifting of one script proposed")
    number: str
    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScriptLiftingWithdrawn(Fact):
    """A proposal to lift one script was withdrawn: nothing was shown."""

    journal_word = N_("lifting of one script withdrawn")
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScriptLifted(Fact):
    journal_word = N_("one script lifted")
    number: str
    case: str


@dataclass(frozen=True, slots=True)
class IncidentsAsked(Fact):
    """Whoever confirms was told whether the candidate behind a number has an incident without an end; not what."""

    journal_word = N_("asked whether a script to be lifted has an incident")
    number: str


@dataclass(frozen=True, slots=True)
class ScriptSeen(Fact):
    journal_word = N_("name behind a lifted script read")
    number: str


def check_reason(reason: str) -> str:
    """Give a reason without its outer blanks.

    Raise LiftingReasonMissing, ScriptReasonNamesCandidate or TextMayNameCandidate.
    """
    tidy = visible_text(reason)
    if not tidy:
        raise LiftingReasonMissing
    if number := codes.candidate_within(tidy):
        raise ScriptReasonNamesCandidate(number=number)
    check_may_name_nobody(tidy)
    return tidy


def check_second_person(number: str, proposed_by: str, by: str) -> None:
    """Refuse a second person who is the first."""
    if proposed_by == by:
        raise SamePersonForScript(login=by, number=number)
