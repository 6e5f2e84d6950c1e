"""The concordance check without a scanner: an envelope counted in the hand, and all its scripts seen but those named.

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

from massicot.consignments.rules.lacking import AllBut, named_lacking
from massicot.core import codes
from massicot.core.refused import N_, Refused


class InHandCountDiffers(Refused):
    """Scripts counted in an envelope that are not those of its mark sheet without those named as missing."""

    sentence = N_(
        "{counted} scripts were counted in the envelope of {code}: without those that you name, that is not what its "
        "mark sheet has. Nothing was recorded. Count again and name each one that is missing, or scan them one by one."
    )


class NotToBeSeenHere(Refused):
    """A script named as missing that has no line on the mark sheet."""

    sentence = N_("{typed} is none of the scripts of {code}: read it on the mark sheet again.")


class SeenBefore(Refused):
    """A script named as missing that was seen in the envelope already."""

    sentence = N_(
        "{typed} was seen in the envelope of {code} before: look for it among the others. If two persons do not find "
        "it, unmake the batch, name it as not found before batches are made, and make the batch again."
    )


class EnvelopeEmpty(Refused):
    """An envelope of which every script is named as missing."""

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


@dataclass(frozen=True, slots=True)
class BatchSealedAllBut:
    """An envelope was counted in the hand and closed: all its scripts were seen but those `missing`, if any.

    `seen_before` counts those that were scanned or vouched for until then, `by_hand` are the latter.
    """

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
