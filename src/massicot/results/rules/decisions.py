"""Gaps decided by the office, and what a decision keeps from being done.

A lost script has no mark and is never called absent: its candidate sits again, or the office says what becomes of it,
with a reason. Anonymity is lifted once per paper, after every batch is locked and every gap of the ladder is closed or
decided, by two different persons of the office (domain: marks are never exported before all is locked).

How events and decisions are called where people read.

What keeps a centre's day from being opened again once the office has decided of one of its scripts. A decision names
its script for good, on the ladder and in the journal. A day opened again beside it, and one candidate corrected to
absent, would tell whose script that was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.ladder import GapState
from massicot.core.refused import N_, Refused


class Decision(StrEnum):
    """What the office decides of a gap."""

    LOST = "lost"
    SIT_AGAIN = "sit-again"
    ACCEPTED = "accepted"


AWAITED = frozenset({Decision.LOST, Decision.SIT_AGAIN})
"""Decisions of which something remains to be said once the script is there after all: which of the two counts."""

SHOWN = 5
"""Names that a sentence tells of a list that may be long."""

MISSING_CODE = "MQ"
"""What the export says of a candidate whose script is missing, decided by the office."""


class GapUnknown(Refused):
    sentence = N_("This gap is no longer on the ladder of {paper}: go back to the ladder.")


class LockNotDecided(Refused):
    sentence = N_("A lock is not decided in its marker's place: have the batch locked, or hand it to another marker.")


class SheetNotDecided(Refused):
    sentence = N_(
        "Nothing is decided of a mark sheet here: receive it, or give it up with a reason, on the page of the mark "
        "sheets."
    )


class GapAlreadyDecided(Refused):
    sentence = N_("This gap was decided already by {who}: {reason}")


class GapChanged(Refused):
    sentence = N_("This gap is no longer as the page showed it: nothing is decided. Look at it anew, then decide.")


class FiguresChanged(GapChanged):
    sentence = N_(
        "The figures of this gap have changed since the page showed them: they are {first} and {second} now. Nothing "
        "is decided: look at them, then decide."
    )


class GapStillThere(Refused):
    sentence = N_("The script is still missing: there is nothing else to say of its decision yet.")


class DecisionSettled(Refused):
    sentence = N_("Somebody of the office has said already what counts of this decision: read it on this page.")


class DecisionReasonMissing(Refused):
    sentence = N_("Give the reason of the decision: it stands in the journal and on the ladder.")


class BatchesNotLocked(Refused):
    sentence = N_("Batches of {paper} not locked yet: {count} ({codes}). Have each locked before lifting.")


class GapsOpen(Refused):
    sentence = N_("Open gaps on the ladder of {paper}: {count} ({keys}). Close or decide each before lifting.")


class WhatCountsUnsaid(Refused):
    sentence = N_(
        "Scripts of {paper} of which the office had decided, and which are there after all: {count} ({keys}). Say "
        "first what counts of each, on the ladder, among what is decided and no longer a gap."
    )


class SetAsidesOpen(Refused):
    sentence = N_(
        "Scripts of {paper} set aside without an end: {count} ({codes}). Say first what became of each, on its page."
    )


class IncidentsUnread(Refused):
    sentence = N_(
        "Incidents that touch a result of {paper} and of which nobody has said a word: {count} (rooms {rooms}). Say on "
        "the page of each what is done with it; a file that is opened bars nothing."
    )


class KeptMarksUndecided(Refused):
    sentence = N_(
        "Candidates of {paper} who keep a mark and sat: {count} ({candidates}). Say first of each which counts, on the "
        "page of kept marks."
    )


class DecidedAfterLifting(Refused):
    sentence = N_("The anonymity of {paper} is lifted: what counts of a kept mark can no longer change.")


class SamePerson(Refused):
    sentence = N_("{login} proposed the lifting of {paper}: another person of the office must lift it.")


class NothingProposed(Refused):
    sentence = N_("The lifting of {paper} is not proposed yet: propose it first.")


class AlreadyLifted(Refused):
    sentence = N_("The anonymity of {paper} is lifted already: export the marks.")


class OpenedAfterLifting(Refused):
    sentence = N_(
        "The anonymity of {paper} is lifted: its batches stay locked. Change the one mark that is wrong, with its "
        "reason."
    )


class NotLifted(Refused):
    sentence = N_(
        "The anonymity of {paper} is not lifted yet: two persons of the office lift it before marks are exported."
    )


class NumbersLost(Refused):
    sentence = N_(
        "{count} candidates of {paper} have lost their number ({candidates}): the table of links was altered. Restore "
        "the last backup, then export again."
    )


@dataclass(frozen=True, slots=True)
class GapDecided(Fact):
    journal_word = N_("gap decided")
    key: str
    decision: str
    reason: str
    figures: str


@dataclass(frozen=True, slots=True)
class WhatCountsSaid(Fact):
    journal_word = N_("what counts said of a script that is there after all")
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class LiftingProposed(Fact):
    journal_word = N_("lifting of anonymity proposed")
    paper: str


@dataclass(frozen=True, slots=True)
class AnonymityLifted(Fact):
    """A second person of the office lifted the anonymity of a paper; `incidents`: without an end, as its page told."""

    journal_word = N_("anonymity lifted")
    paper: str
    marks: int
    incidents: int = 0


def check_two_persons(paper: str, proposed_by: str, by: str) -> None:
    """Refuse a second person who is the first."""
    if proposed_by == by:
        raise SamePerson(login=by, paper=paper)


def few(names: Sequence[str]) -> str:
    """Write a few names of a list that may be long."""
    return ", ".join(names[:SHOWN]) + (", …" if len(names) > SHOWN else "")


EVENTS: dict[str, str] = {
    "absent": N_("Absent candidate"),
    "blank": N_("Blank script"),
    "late-parcel": N_("Parcel sent late"),
    "lost-parcel": N_("Parcel declared lost"),
    "found-parcel": N_("Parcel declared lost, then arrived"),
    "found-script": N_("Script declared missing, then found"),
    "set-aside": N_("Script set aside under a slip"),
    "stray-script": N_("Script received out of another parcel than its own"),
    "seal-trouble": N_("Seal of a parcel not as it was told"),
    "papers-short": N_("Parcel that came without some of its papers"),
    "batch-regrouped": N_("Batch merged or split"),
    "batch-not-returned": N_("Batch not given back one evening"),
    "cannot-come": N_("Convened person who says that they cannot come"),
    "convocation-came-back": N_("Convocation that came back"),
    "called-unavailable": N_("Person called on days declared as unavailable"),
    "marker-absent": N_("Person whom a register found absent, and nobody had announced"),
    "marker-replaced": N_("Person who is replaced"),
    "marked-uncalled": N_("Person who marked without being called"),
    "corrected-mark": N_("Mark corrected while typing"),
    "off-list": N_("Candidate off the list"),
    "sat-elsewhere": N_("Candidate seated in another centre than the list says"),
    "sat-in-other-room": N_("Candidate seated in another room than the list says"),
    "kept-mark-sat": N_("Candidate with a kept mark who sat"),
    "register-corrected": N_("Script found to be other than the register says, by answer of the office"),
    "batch-opened": N_("Locked batch opened again"),
    "mark-by-office": N_("Mark written by the office"),
}

STATES: dict[str, str] = {GapState.OPEN: N_("open"), GapState.DECIDED: N_("decided")}

DECISIONS: dict[str, str] = {
    Decision.LOST: N_("lost"),
    Decision.SIT_AGAIN: N_("to be sat again"),
    Decision.ACCEPTED: N_("accepted as it is"),
}

FOLLOWS: dict[str, str] = {
    Decision.LOST: N_(
        "The candidate has no mark: MQ (script missing, without a mark) in the tables that leave and on the statement. "
        "The program tells nobody: tell the candidate and the jury. If the script turns up, you say which of the two "
        "counts before the anonymity is lifted."
    ),
    Decision.SIT_AGAIN: N_(
        "The candidate is MQ (script missing, without a mark) here, and gets the mark of the new paper where results "
        "are worked out: call the candidate to it. If the script turns up, you say which of the two counts before the "
        "anonymity is lifted."
    ),
    Decision.ACCEPTED: N_(
        "The candidate has no mark: MQ (script missing, without a mark). If the script turns up, it is marked like any "
        "other and nothing more is asked of you."
    ),
}
"""What becomes of the candidate whose script lacks, by what is decided of it."""

FOLLOWS_OF_COUNTS = N_(
    "No candidate’s result changes: it is written what became of the difference, and the lifting no longer waits for "
    "it. Other figures open the gap again."
)
"""What follows where a gap is a difference between counts, whatever is decided."""

FOLLOWS_OF_RETURNS = N_(
    "The marks stand as they are, and no candidate’s result changes: it is written what became of what did not come "
    "back. Should it come after all, receive it on the page of its parcel."
)
"""What follows where something that was marked did not come back, whatever is decided."""

FOLLOWS_OF_BOXES = N_(
    "The mark stands as it is, and the candidate’s result does not change: it is written what became of the script. "
    "Should it be found, say so on the page of the scripts to fetch."
)
"""What follows where a script that was marked is not in its box, whatever is decided."""


class ScriptsDecided(Refused):
    sentence = N_(
        "The exam office has decided what becomes of a script of the centre {centre} that was not found: its "
        "attendance is no longer corrected there. Call the exam office."
    )
