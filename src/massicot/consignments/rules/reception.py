"""Reception: what is said of each script that is scanned while a parcel is ticked, or counted without a scanner.

What the marking centre says of each script that it scans while it ticks a parcel. A script that its parcel announces is
received; scanned twice, it counts once, and the clerk is told so. One that was declared missing is
found; so is one that was signed as not there when its parcel was made and lay in it: it is received beyond what the
note announces, and who had signed stays. One that the parcel did not announce is never simply set aside in silence:
what is known of it, without a name, says what to do. Two exam centres that pack at the same table do put scripts in
each other's parcels: such a stray is received where it is found, and ticked in the parcel that announced it.

An extra sheet bears the number of its script and which sheet it is. It is never a script by itself: it is neither
ticked nor seen twice, and says whether the script that it belongs to is received.

Reception without a scanner: the scripts of one specialty counted in the hand, and all but those named received. Whoever
ticks a parcel of three hundred without a scanner counts the scripts of each specialty, in the order of the despatch
note, and names the few that are not there; a second person looks for these as well. The others are received in one act.
What was ticked before stays as it is and is counted with the rest of its pile: nobody can tell it apart by eye. What
went on into a batch lies there no more, and neither does a script that was received out of another parcel.

The count is made without knowing what it should be. One that does not agree changes nothing, and its refusal tells no
figure: otherwise the second count would be the first one's answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.consignments.rules.despatch import AllBut, named_lacking
from massicot.consignments.rules.parcels import AlreadyTicked, NotSent, Tick
from massicot.core.refused import N_, Refused


class Verdict(StrEnum):
    """What a scan comes to."""

    RIGHT = "right"
    FOUND = "found"
    SIGNED_ABSENT = "signed-absent"
    DOUBLE = "double"
    TAKEN_BACK = "taken-back"
    STRAY = "stray"
    ELSEWHERE = "elsewhere"
    UNSENT = "unsent"
    NOT_PACKED = "not-packed"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    SHEET = "sheet"
    SHEET_FIRST = "sheet-first"
    SHEET_FOREIGN = "sheet-foreign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What one scan came to, and what is known of a script that is not simply received.

    `parcel` is the one that announces the script, `centre` the exam centre that numbered it, `destination` where its
    parcel goes; `by` and `at` tell who received it before; `sheet` is which of its sheets was scanned.
    """

    verdict: Verdict
    number: str
    parcel: str = ""
    centre: str = ""
    destination: str = ""
    by: str = ""
    at: datetime | None = None
    sheet: int = 1


@dataclass(frozen=True, slots=True)
class Announced:
    """A script as its own parcel announces it."""

    parcel: str
    tick: Tick
    is_sent: bool
    destination: str


@dataclass(frozen=True, slots=True)
class StrayReceived(Fact):
    journal_word = N_("script of another parcel received")
    number: str
    found_in: str


class StrayOfAnotherCentre(Refused):
    sentence = N_("{number} goes to {destination}, not here: put it aside and call the exam office.")


class NotAStray(Refused):
    sentence = N_("{number} is announced in the parcel {code} itself: scan it there.")


class InNoParcel(Refused):
    sentence = N_("{number} is announced in no parcel: put it aside and call the exam centre that numbered it.")


def verdict_on_foreign(announced: Announced, here: str) -> Verdict:
    """Say what a script of another parcel is to the marking centre that holds it."""
    if announced.tick is Tick.RECEIVED:
        return Verdict.DOUBLE
    if not announced.is_sent:
        return Verdict.UNSENT
    return Verdict.STRAY if announced.destination == here else Verdict.ELSEWHERE


def verdict_on_sheet(announced: Announced | None, here: str) -> Verdict:
    """Say what an extra sheet is to the marking centre that holds it, by what is announced of its script."""
    if announced is None or announced.destination != here:
        return Verdict.SHEET_FOREIGN
    return Verdict.SHEET if announced.tick is Tick.RECEIVED else Verdict.SHEET_FIRST


def check_stray(number: str, announced: Announced, found_in: str, here: str) -> None:
    """Refuse to receive here what is not a stray of another parcel that comes here."""
    if announced.parcel == found_in:
        raise NotAStray(number=number, code=found_in)
    verdict = verdict_on_foreign(announced, here)
    if verdict is Verdict.DOUBLE:
        raise AlreadyTicked(number=number, code=announced.parcel)
    if verdict is Verdict.UNSENT:
        raise NotSent(code=announced.parcel)
    if verdict is Verdict.ELSEWHERE:
        raise StrayOfAnotherCentre(number=number, destination=announced.destination)


class HeldCountDiffers(Refused):
    sentence = N_(
        "Scripts of {specialty} counted in the parcel {code}: {counted}. Without those that you name, that is not "
        "what its note announces. Nothing was recorded. Count again and name each one that is missing, or tick them "
        "one by one."
    )


class NotLookedForHere(Refused):
    sentence = N_(
        "{typed} is none of the scripts of {specialty} to be looked for in the parcel {code}: read it on the note "
        "again. One that was ticked by mistake is unticked first."
    )


class SpecialtyLookedFor(Refused):
    sentence = N_("Each script of {specialty} in the parcel {code} was looked for: nothing was changed.")


@dataclass(frozen=True, slots=True)
class Pile:
    """The scripts of one specialty in one parcel: those to be looked for, ascending; how many lie ticked with them."""

    code: str
    specialty: str
    waiting: Sequence[str]
    ticked: int


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """What one count says of a pile: what is received by it, what is missing."""

    received: Sequence[str]
    missing: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllButReceived(Fact):
    """The scripts of a specialty were counted in their parcel: all were received but those `missing`, if any.

    `counted` holds those ticked before; the ledger says which are received.
    """

    journal_word = N_("scripts of a specialty received on one count")
    code: str
    specialty: str
    counted: int
    received: int
    missing: Sequence[str]
    signed_by: str


def look_through(pile: Pile, counted: int, lacking: AllBut) -> LookedThrough:
    """Decide what one count says of a pile.

    Raise SpecialtyLookedFor, NotLookedForHere, LackingAmbiguous, SecondPersonMissing or HeldCountDiffers.
    """
    about = {"specialty": pile.specialty, "code": pile.code}
    if not pile.waiting:
        raise SpecialtyLookedFor(**about)
    missing = named_lacking(lacking, pile.waiting, lambda typed: NotLookedForHere(typed=typed, **about))
    received = [number for number in pile.waiting if number not in missing]
    if counted != len(received) + pile.ticked:
        raise HeldCountDiffers(counted=counted, **about)
    return LookedThrough(received, missing)
