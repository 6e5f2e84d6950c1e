"""What may still be done with a batch that its marker signed, or did not sign in time; what keeps it from merging.

The office alone opens a locked batch again, with a reason; what was signed is kept whole, and the marker types and
signs anew. After the closing of a batch nobody but the office writes in it, each line with a reason. A mark that is
wrong in a locked batch, by a material error or a decision of the board, is changed alone: what was signed before is
kept, the marker is told. Never in silence, never by whole batches (domain: "before/after, per script, never silent").

What keeps a batch from being merged or split, as far as its marks are concerned.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.core.spelling import visible_text
from massicot.core.wall import check_may_name_nobody

LONGEST_EXTENSION = timedelta(days=31)
"""A year mistyped would shut the office out of the batch until then, since an extension is only ever made longer."""


class Ending(StrEnum):
    """Why a signature stands no more."""

    OPENED = "opened"
    AMENDED = "amended"


class BatchNotLocked(Refused):
    sentence = N_("The batch {code} is not locked: its marks can still be typed.")


class SignatureChanged(Refused):
    sentence = N_(
        "Since this page was opened, {code} was locked anew or a mark in it was changed: read it as it is now, then "
        "open it once more if it still must be."
    )


class MarkerStillTypes(Refused):
    sentence = N_(
        "The marks of {code} are typed by its marker until {closes}: the exam office writes in it after that, or in a "
        "locked batch."
    )


class ReasonNamesCandidate(Refused):
    sentence = N_(
        "The marker reads this reason: write no candidate’s name and no candidate number in it ({number}). Say what "
        "happened, not to whom."
    )


class MarkOfDestroyed(Refused):
    sentence = N_(
        "The script {number} was destroyed: nobody can tell any more whose mark this is. What was taken away, and the "
        "statements drawn up, stand as they are."
    )


class MarkUnchanged(Refused):
    sentence = N_("{value} stands there already: nothing to change.")


class ExtensionNotLater(Refused):
    sentence = N_("The batch {code} closes on {closes}: choose a later instant, and one that is still to come.")


class ExtensionTooLong(Refused):
    sentence = N_(
        "The batch {code} closes on {closes}: it is given {days} days more at most, and more again later. Read the "
        "month and the year that you chose."
    )


class ReasonOfTheOfficeMissing(Refused):
    sentence = N_("Say why: the reason stands in the journal, and the marker reads it.")


@dataclass(frozen=True, slots=True)
class BatchOpenedAgain(Fact):
    """The office opened a locked batch: what it said until then keeps its digest."""

    journal_word = N_("batch unlocked")
    batch: str
    author: str
    digest: str
    reason: str


@dataclass(frozen=True, slots=True)
class BatchExtended(Fact):
    journal_word = N_("more time given to a batch")
    batch: str
    closes_before: datetime
    closes_at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkWritten(Fact):
    """The office wrote on a line in its marker's place: before, after, why, and what signs the batch since."""

    journal_word = N_("mark written by the office")
    batch: str
    author: str
    number: str
    before: str
    after: str
    reason: str
    marks_digest: str = ""


def check_reason(reason: str) -> str:
    """Give a reason without its outer blanks, ended as a sentence.

    Raise ReasonOfTheOfficeMissing where nothing is left, ReasonNamesCandidate or TextMayNameCandidate where a candidate
    number stands in it: the marker, who knows anonymity numbers, reads it.
    """
    tidy = visible_text(reason)
    if not tidy:
        raise ReasonOfTheOfficeMissing
    if number := codes.candidate_within(tidy):
        raise ReasonNamesCandidate(number=number)
    check_may_name_nobody(tidy)
    return tidy if tidy[-1] in ".!?…" else f"{tidy}."


def check_later(code: str, closes_at: datetime, closes_before: datetime, at: datetime) -> None:
    """Refuse an extension that gives no time, 7 June 17:00 put off to 7 June 12:00 or to yesterday, or years."""
    now_closes_at = max(closes_before, at)
    if closes_at <= now_closes_at:
        raise ExtensionNotLater(code=code, closes=closes_before)
    if closes_at - now_closes_at > LONGEST_EXTENSION:
        raise ExtensionTooLong(code=code, closes=closes_before, days=LONGEST_EXTENSION.days)


class BatchWasSigned(Refused):
    sentence = N_(
        "The batch {code} was locked once and the exam office opened it again: what was signed stays with it, and its "
        "scripts too. Hand it out again, its marker corrects and locks it."
    )


class LinesAtTheOffice(Refused):
    sentence = N_(
        "Lines of {code} wait for the exam office: {numbers}. Ask it to answer them, or let the marker take them back; "
        "then merge or split the batch."
    )
