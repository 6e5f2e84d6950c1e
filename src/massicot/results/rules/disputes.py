"""A dispute about the result of a candidate: while it has no end, their script is not destroyed.

The office notes who disputes, since when and why, and ends it once it is over: a court has decided, or whoever disputed
gives up. It is opened again if that was a mistake. It stands on the candidate's side and never holds the number of a
script. A dispute that came too late keeps nothing: what was destroyed by then is told on the page of the destruction.
"""

from dataclasses import dataclass
from datetime import date

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.results.rules.consultations import check_words


class DisputeOpen(Refused):
    sentence = N_("A dispute about {candidate} is open already for {paper}: open it, in the list.")


class DisputeUnknown(Refused):
    sentence = N_("There is no such dispute for this paper: look for it in the list of disputes.")


class DisputeMoved(Refused):
    sentence = N_("This dispute is not where this page showed it: look at it again.")


class DisputeReasonMissing(Refused):
    sentence = N_("Say why: it stays with the dispute.")


@dataclass(frozen=True, slots=True)
class DisputeOpened(Fact):
    """Somebody disputes the result of a candidate; the number of their script is not told."""

    journal_word = N_("dispute about a result opened")
    candidate_number: str
    asked_by: str
    received_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class DisputeEnded(Fact):
    """A dispute has its end, or was noted by mistake: it keeps no script any more."""

    journal_word = N_("dispute about a result ended")
    candidate_number: str
    reason: str


@dataclass(frozen=True, slots=True)
class DisputeOpenedAgain(Fact):
    journal_word = N_("dispute about a result opened again")
    candidate_number: str
    reason: str


def check_dispute_words(words: str) -> str:
    """Tidy why a dispute is opened or ended; raise DisputeReasonMissing or FileNamesScript."""
    tidy = check_words(words)
    if not tidy:
        raise DisputeReasonMissing
    return tidy
