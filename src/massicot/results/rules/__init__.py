"""Gaps decided by the office, and the lifting of anonymity.

A lost script has no mark and is never called absent: its candidate sits again, or the office says what becomes of it,
with a reason. Anonymity is lifted once per paper, after every batch is locked and every gap of the ladder is closed or
decided, by two different persons of the office (domain: marks are never exported before all is locked).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

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
    """A decision on a gap that is not there."""

    sentence = N_("This gap is no longer on the ladder of {paper}: go back to the ladder.")


class LockNotDecided(Refused):
    """A decision in the place of a lock."""

    sentence = N_("A lock is not decided in its marker's place: have the batch locked, or hand it to another marker.")


class GapAlreadyDecided(Refused):
    """A gap decided twice."""

    sentence = N_("This gap was decided already by {who}: {reason}")


class GapChanged(Refused):
    """A decision about a gap that is another one than was shown."""

    sentence = N_("This gap is no longer as the page showed it: nothing is decided. Look at it anew, then decide.")


class FiguresChanged(GapChanged):
    """A decision about figures that have changed since they were shown."""

    sentence = N_(
        "The figures of this gap have changed since the page showed them: they are {first} and {second} now. Nothing "
        "is decided: look at them, then decide."
    )


class GapStillThere(Refused):
    """A decision said to be overtaken while its gap is on the ladder."""

    sentence = N_("The script is still missing: there is nothing else to say of its decision yet.")


class DecisionSettled(Refused):
    """A decision of which somebody has said already what counts."""

    sentence = N_("Somebody of the office has said already what counts of this decision: read it on this page.")


class DecisionReasonMissing(Refused):
    """A decision without a reason."""

    sentence = N_("Give the reason of the decision: it stands in the journal and on the ladder.")


class BatchesNotLocked(Refused):
    """Anonymity lifted while a batch is open."""

    sentence = N_("Batches of {paper} not locked yet: {count} ({codes}). Have each locked before lifting.")


class GapsOpen(Refused):
    """Anonymity lifted while the ladder has an open gap."""

    sentence = N_("Open gaps on the ladder of {paper}: {count} ({keys}). Close or decide each before lifting.")


class WhatCountsUnsaid(Refused):
    """Anonymity lifted while a script that was decided lost is there and nobody has said what counts."""

    sentence = N_(
        "Scripts of {paper} of which the office had decided, and which are there after all: {count} ({keys}). Say "
        "first what counts of each, on the ladder, among what is decided and no longer a gap."
    )


class SetAsidesOpen(Refused):
    """Anonymity lifted while a script lies under a slip and nobody has said what became of it."""

    sentence = N_(
        "Scripts of {paper} set aside without an end: {count} ({codes}). Say first what became of each, on its page."
    )


class IncidentsUnread(Refused):
    """Anonymity lifted while an incident touches a result and the office has not said a word of it."""

    sentence = N_(
        "Incidents that touch a result of {paper} and of which nobody has said a word: {count} (rooms {rooms}). Say on "
        "the page of each what is done with it; a file that is opened bars nothing."
    )


class KeptMarksUndecided(Refused):
    """Anonymity lifted while somebody keeps a mark and sat, and nobody has said which counts."""

    sentence = N_(
        "Candidates of {paper} who keep a mark and sat: {count} ({candidates}). Say first of each which counts, on the "
        "page of kept marks."
    )


class DecidedAfterLifting(Refused):
    """What counts of a kept mark said after the paper was lifted."""

    sentence = N_("The anonymity of {paper} is lifted: what counts of a kept mark can no longer change.")


class SamePerson(Refused):
    """A second person who is the first."""

    sentence = N_("{login} proposed the lifting of {paper}: another person of the office must lift it.")


class NothingProposed(Refused):
    """A proposal taken over where there is none."""

    sentence = N_("The lifting of {paper} is not proposed yet: propose it first.")


class AlreadyLifted(Refused):
    """Anonymity lifted twice."""

    sentence = N_("The anonymity of {paper} is lifted already: export the marks.")


class OpenedAfterLifting(Refused):
    """A locked batch opened again once the marks have joined the names."""

    sentence = N_(
        "The anonymity of {paper} is lifted: its batches stay locked. Change the one mark that is wrong, with its "
        "reason."
    )


class NotLifted(Refused):
    """Marks exported with names before lifting."""

    sentence = N_(
        "The anonymity of {paper} is not lifted yet: two persons of the office lift it before marks are exported."
    )


class NumbersLost(Refused):
    """Marks exported while expected candidates have no number: the table of links was altered."""

    sentence = N_(
        "{count} candidates of {paper} have lost their number ({candidates}): the table of links was altered. Restore "
        "the last backup, then export again."
    )


@dataclass(frozen=True, slots=True)
class GapDecided:
    """The office decided a gap as its figures were."""

    key: str
    decision: str
    reason: str
    figures: str


@dataclass(frozen=True, slots=True)
class WhatCountsSaid:
    """The office said what counts of what it decided of a script that was there after all."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class LiftingProposed:
    """A first person of the office proposed to lift the anonymity of a paper."""

    paper: str


@dataclass(frozen=True, slots=True)
class AnonymityLifted:
    """A second person of the office lifted the anonymity of a paper; `incidents`: without an end, as its page told."""

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
