"""The concordance check: every script of an envelope against its mark sheet, with or without a scanner.

The notice asks for "a scrupulous concordance check" between an envelope of about fifty scripts and its mark sheet. Each
label is scanned once, or its number typed, whole or by its last four digits and its letter; a label that no scanner
reads is looked at and vouched for by hand, with a reason. The envelope is closed when every line of the sheet has its
script and the count made in the hand agrees; only a closed envelope goes to a marker. Until then it may be opened
again, and is checked again from its first script.

The concordance check without a scanner: an envelope counted in the hand, and all its scripts seen but those named.
Whoever checks an envelope of fifty without a scanner lays its scripts beside the mark sheet, line by line, counts them,
and names the few that are not there; a second person looks for these as well. The others are seen in one act, and the
envelope is closed. What was scanned before stays as it is and is counted with the rest, which by eye it looks like.
Those named are missing from their batch, as they are when an envelope is closed without what was not scanned.

The count is made without knowing what it should be. One that does not agree changes nothing, and its refusal tells no
figure: otherwise the second count would be the first one's answer. An envelope in which nothing is has no count: it is
closed with what is known of it, by two persons.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.consignments.rules.despatch import AllBut, named_lacking
from massicot.core import codes
from massicot.core.refused import N_, Refused


class Check(StrEnum):
    """How a line of the mark sheet was found in the envelope."""

    NOT_YET = "not-yet"
    SCANNED = "scanned"
    BY_HAND = "by-hand"
    COUNTED = "counted"


class CheckOutcome(StrEnum):
    """What one scan says of a script in the hand."""

    RIGHT = "right"
    DOUBLE = "double"
    OTHER_BATCH = "other-batch"
    NO_BATCH = "no-batch"
    WITHDRAWN = "withdrawn"
    MISSING = "missing"
    ELSEWHERE = "elsewhere"
    UNREADABLE = "unreadable"
    END_OF_NONE = "end-of-none"
    END_OF_SEVERAL = "end-of-several"
    SHEET = "sheet"
    SHEET_FIRST = "sheet-first"


class SheetNotPrinted(Refused):
    sentence = N_("The mark sheet of {code} is not printed yet: print it, then check the envelope against it.")


class EnvelopeClosed(Refused):
    sentence = N_("The envelope of {code} is checked and closed: open it again first if its contents must change.")


class ScriptsNotChecked(Refused):
    sentence = N_(
        "Scripts of {code} not seen yet: {count}. Scan them, or check by hand, with a reason, one whose label cannot "
        "be read. If one is not there, close the envelope without it: “A script is not there”, on this page."
    )


class SealCountDiffers(Refused):
    sentence = N_(
        "Scripts of {code}: {size} on its mark sheet, {counted} counted in the hand. Count the envelope again."
    )


class BatchNotSealed(Refused):
    sentence = N_("The envelope of {code} is not closed: check its scripts against its mark sheet, then close it.")


class NotInEnvelope(Refused):
    sentence = N_(
        "{number} is not on the mark sheet of {code}: put the script aside and look it up with “where is it”."
    )


class AlreadyChecked(Refused):
    sentence = N_("{number} was seen in the envelope of {code} already: go on with the next script.")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a scan found: the number as it was read, what it is here, which batch it belongs to, what remains.

    `sheet` is which sheet of the script was scanned: an extra sheet checks nothing by itself.
    """

    outcome: CheckOutcome
    number: str
    remaining: int
    belongs_to: str = ""
    sheet: int = 1


@dataclass(frozen=True, slots=True)
class ScriptCheckedByHand(Fact):
    journal_word = N_("script checked by hand")
    code: str
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class BatchSealed(Fact):
    """An envelope was checked against its sheet and closed; `by_hand` are the numbers not scanned."""

    journal_word = N_("envelope closed")
    code: str
    scripts: int
    by_hand: Sequence[str]


@dataclass(frozen=True, slots=True)
class BatchUnsealed(Fact):
    """A closed envelope was opened again: its scripts are to be checked anew."""

    journal_word = N_("envelope opened again")
    code: str
    reason: str


def check_seal(code: str, size: int, unchecked: int, counted: int) -> None:
    """Refuse to close an envelope while a script was not seen, or on another count than its sheet's."""
    if unchecked:
        raise ScriptsNotChecked(code=code, count=unchecked)
    if counted != size:
        raise SealCountDiffers(code=code, size=size, counted=counted)


class InHandCountDiffers(Refused):
    sentence = N_(
        "Scripts counted in the envelope of {code}: {counted}. Without those that you name, that is not what its "
        "mark sheet has. Nothing was recorded. Count again and name each one that is missing, or scan them one by one."
    )


class NotToBeSeenHere(Refused):
    sentence = N_("{typed} is none of the scripts of {code}: read it on the mark sheet again.")


class SeenBefore(Refused):
    sentence = N_(
        "{typed} was seen in the envelope of {code} before: look for it among the others. If two persons do not find "
        "it, unmake the batch, name it as not found before batches are made, and make the batch again."
    )


class EnvelopeEmpty(Refused):
    sentence = N_(
        "No script of {code} would be in its envelope: close it under “A script is not there”, on the page of its "
        "check, and say there what is known of them."
    )


@dataclass(frozen=True, slots=True)
class Envelope:
    """What an envelope should hold: the scripts still to be seen, and those seen before, each ascending."""

    code: str
    waiting: Sequence[str]
    seen: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSealedAllBut(Fact):
    """An envelope was counted in the hand and closed: all its scripts were seen but those `missing`, if any.

    `seen_before` counts those that were scanned or vouched for until then, `by_hand` are the latter.
    """

    journal_word = N_("envelope counted and closed without a scanner")
    code: str
    scripts: int
    seen_before: int
    missing: Sequence[str]
    by_hand: Sequence[str]
    second_person: str


def plan_seal(envelope: Envelope, counted: int, lacking: AllBut) -> list[str]:
    """Decide which scripts one count says are missing from an envelope, ascending.

    Of 50, 48 counted and two named: these two. Raise NotToBeSeenHere, SeenBefore, LackingAmbiguous,
    SecondPersonMissing, InHandCountDiffers or EnvelopeEmpty.
    """

    def unknown(typed: str) -> Refused:
        refusal = SeenBefore if codes.ending_with(codes.tidy_number(typed), envelope.seen) else NotToBeSeenHere
        return refusal(typed=typed, code=envelope.code)

    missing = named_lacking(lacking, envelope.waiting, unknown)
    there = len(envelope.waiting) + len(envelope.seen) - len(missing)
    if counted != there:
        raise InHandCountDiffers(counted=counted, code=envelope.code)
    if not there:
        raise EnvelopeEmpty(code=envelope.code)
    return missing
