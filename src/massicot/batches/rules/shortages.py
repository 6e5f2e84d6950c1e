"""A script that is not in its batch: as its envelope is closed, as its marker gives it back, or before it goes out.

Nobody vouches for a script that they have not seen. The envelope is closed, or the batch taken back, without it: the
others are counted in the hand, a second person gives their name, and the script is named as missing until it is found
or the exam office decides. Missing when the envelope is closed, nobody can have marked it: its line is struck from the
mark sheet. Missing when the batch comes back, its mark may be typed, or stand on the paper sheet: its line stays, and
is struck only if the office decides while nothing is typed there, in either keying, nor referred.

Found, a script goes back to the line that was kept for it. Where its line is struck it goes back into an envelope that
no marker has held and whose sheet still has the line; otherwise it lies in no batch and goes into the next ones.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.batches.rules.hands import Acknowledgement, Signed
from massicot.core import codes
from massicot.core.actor import Actor
from massicot.core.refused import N_, Refused
from massicot.core.second_person import check_second_person
from massicot.core.spelling import visible_text
from massicot.core.wall import check_names_nobody


class Noticed(StrEnum):
    """When it was seen that a script is not in its batch."""

    ENVELOPE = "envelope"
    RETURN = "return"
    DESK = "desk"


class NothingMissing(Refused):
    sentence = N_("Each script of {code} was seen: close the envelope as usual.")


class NobodyNamed(Refused):
    sentence = N_("Say which scripts of {code} are missing: lay the others beside the mark sheet, line by line.")


class EnvelopeCountDiffers(Refused):
    sentence = N_(
        "Scripts of {code}: {seen} seen, {missing} not seen, {counted} counted in the hand. Scan those that are there, "
        "count again, then sign for those that are not."
    )


class ShortCountsDiffer(Refused):
    sentence = N_(
        "Scripts in {code} without those named as missing: {size}, and not every count says so. Count again, each "
        "apart, and name each one that is missing."
    )


class EndingUnclear(Refused):
    sentence = N_(
        "“{typed}” is the end of no number of {code}, or of several: type the last four digits and the letter, or the "
        "whole number, of each script that is missing."
    )


class MissingAlready(Refused):
    sentence = N_("{number} is missing from {code} already: name only those that were there at the hand-out.")


class BatchLacksScripts(Refused):
    sentence = N_(
        "{numbers} is missing from {code}: record it as found, or let the exam office decide. The batch can be handed "
        "out meanwhile, on the count of what is there."
    )


class SecondNameMissing(Refused):
    sentence = N_("Give the name of the second person who looked for it: nobody signs alone for a missing script.")


class HalfAcknowledged(Refused):
    sentence = N_("A marker who is there gives both their identifier and their count.")


class ShortageOver(Refused):
    sentence = N_("{number} is not missing any more: nothing was changed.")


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What is signed for scripts that are not there: why, as far as it is known, and who looked besides."""

    reason: str
    second_person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSealedShort(Fact):
    """An envelope was closed without scripts that were not in it; `by_hand` are the numbers seen and not scanned."""

    journal_word = N_("envelope closed, a script missing")
    code: str
    scripts: int
    missing: Sequence[str]
    by_hand: Sequence[str]
    reason: str
    second_person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReturnedShort(Fact):
    """A batch came back without scripts that it had; `acknowledged` is the count of its marker, who was there."""

    journal_word = N_("batch returned, a script missing")
    code: str
    marker: str
    scripts: int
    acknowledged: int | None
    missing: Sequence[str]
    reason: str
    second_person: str


@dataclass(frozen=True, slots=True)
class LooseMissing(Fact):
    """Scripts that were received and in no batch are not found as batches are made."""

    journal_word = N_("received scripts not found as batches are made")
    missing: Sequence[str]
    reason: str
    second_person: str


@dataclass(frozen=True, slots=True)
class BatchFoundShort(Fact):
    journal_word = N_("script missing from a batch at the desk")
    code: str
    scripts: int
    missing: Sequence[str]
    reason: str
    second_person: str


@dataclass(frozen=True, slots=True)
class MissingScriptFound(Fact):
    """A script that was missing from its batch was found; `back_in` is the batch that it is in again."""

    journal_word = N_("script missing from its batch found")
    batch: str
    number: str
    back_in: str


@dataclass(frozen=True, slots=True)
class LineStruck(Fact):
    """The line of a missing script left the mark sheet: the office decided, and nothing was typed on it."""

    journal_word = N_("line of a missing script struck")
    batch: str
    number: str


@dataclass(frozen=True, slots=True)
class EmptyStayEnded(Fact):
    """A batch of which no line is left was unmade while its marker had it: nothing of it is to be given back."""

    journal_word = N_("batch unmade while its marker had it: no line was left")
    batch: str
    marker: str


def check_witnessed(signed: Witnessed, by: Actor) -> None:
    """Refuse what one person alone signs, and what names a candidate.

    Raise SecondNameMissing, SecondPersonIsFirst, SecondNameTooShort or TextNamesCandidate.
    """
    if not visible_text(signed.second_person):
        raise SecondNameMissing
    check_second_person(signed.second_person, by)
    check_names_nobody(signed.reason, signed.second_person)


def check_short_seal(code: str, seen: int, missing: int, counted: int) -> None:
    """Refuse to close an envelope without its missing scripts when none is, or on another count than of those seen."""
    if not missing:
        raise NothingMissing(code=code)
    if counted != seen:
        raise EnvelopeCountDiffers(code=code, seen=seen, missing=missing, counted=counted)


def check_none_lacking(code: str, missing: Collection[str]) -> None:
    """Refuse to open or to unmake a batch while a script that has a line there is missing."""
    if missing:
        raise BatchLacksScripts(code=code, numbers=", ".join(sorted(missing)))


def read_missing(code: str, typed: str, numbers: Iterable[str]) -> list[str]:
    """Read which numbers of a batch somebody typed, each whole or by its end, ascending.

    Of 00219949C and 00219950D, "9949c" is the first; "49C" is too short to be taken for it.
    """
    named = read_endings(typed, numbers, lambda sign: EndingUnclear(typed=sign, code=code))
    if not named:
        raise NobodyNamed(code=code)
    return named


def read_endings(typed: str, numbers: Iterable[str], unclear: Callable[[str], Refused]) -> list[str]:
    """Read which of some numbers somebody typed, each whole or by its end, ascending; raise what is `unclear`."""
    own = list(numbers)
    words, strange = codes.numbers_in_text(typed)
    if strange:
        raise unclear(strange)
    return sorted({_number_by_ending(word, own, unclear) for word in words})


def read_acknowledgement(identifier: str, count: int | None, signed: Signed) -> Acknowledgement | None:
    """Read what a marker says of a batch that comes back short; nothing when they are not there."""
    if bool(visible_text(identifier)) != (count is not None):
        raise HalfAcknowledged
    return None if count is None else Acknowledgement(identifier, count, signed)


def _number_by_ending(word: str, own: Sequence[str], unclear: Callable[[str], Refused]) -> str:
    ends = codes.ending_with(word, own)
    if len(ends) != 1:
        raise unclear(word)
    return ends[0]
