"""Reception without a scanner: the scripts of one specialty counted in the hand, and all but those named received.

Whoever ticks a parcel of three hundred without a scanner counts the scripts of each specialty, in the order of the
despatch note, and names the few that are not there; a second person looks for these as well. The others are received in
one act. What was ticked before stays as it is and is counted with the rest of its pile: nobody can tell it apart by
eye. What went on into a batch lies there no more, and neither does a script that was received out of another parcel.

The count is made without knowing what it should be. One that does not agree changes nothing, and its refusal tells no
figure: otherwise the second count would be the first one's answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from massicot.consignments.rules.lacking import AllBut, named_lacking
from massicot.core.refused import N_, Refused


class HeldCountDiffers(Refused):
    """Scripts of a specialty counted in a parcel that are not those announced without those named as missing."""

    sentence = N_(
        "{counted} scripts of {specialty} were counted in the parcel {code}: without those that you name, that is not "
        "what its note announces. Nothing was recorded. Count again and name each one that is missing, or tick them "
        "one by one."
    )


class NotLookedForHere(Refused):
    """A script named as missing that does not wait in its parcel and specialty."""

    sentence = N_(
        "{typed} is none of the scripts of {specialty} to be looked for in the parcel {code}: read it on the note "
        "again. One that was ticked by mistake is unticked first."
    )


class SpecialtyLookedFor(Refused):
    """A specialty of which no script waits."""

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


@dataclass(frozen=True, slots=True)
class AllButReceived:
    """The scripts of a specialty were counted in their parcel: all were received but those `missing`, if any.

    `counted` holds those ticked before; the ledger says which are received.
    """

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
