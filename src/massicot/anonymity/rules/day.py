"""A centre's day: when it may be opened again, and when the centre stops seeing whose number is whose.

A day opened again: to correct the attendance, while everything is still at the centre and in no parcel. What lies in a
parcel was counted from the register, whether its scripts bear numbers or not. A parcel that is still there is opened
first; once one has left, what it holds can be compared with the register no more.

The labels and the anonymity list go together, and the list stays at the exam centre (the notice); both tell whose
script is whose. The centre needs them while it holds the scripts. Once every numbered script has left it, but for those
that the exam office wrote off because nobody there finds them, nobody prints them again, there or at the exam office:
there one script is lifted by two persons, and once the paper is lifted the right of access leads from a name to its
number.
"""

from dataclasses import dataclass

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused


class ParcelsMade(Refused):
    sentence = N_("The centre {centre} has packed its scripts: open its parcels again to correct the attendance.")


class ParcelsLeft(Refused):
    sentence = N_(
        "A parcel of the centre {centre} has left: its attendance is no longer corrected there. Call the exam office."
    )


@dataclass(frozen=True, slots=True)
class DayReopened(Fact):
    journal_word = N_("day opened again")
    reason: str


def check_reopening(centre: str, *, made: int, left: int) -> None:
    """Refuse to open a day again over parcels that are made, of which some have left."""
    if left:
        raise ParcelsLeft(centre=centre)
    if made:
        raise ParcelsMade(centre=centre)


class NumbersHaveLeft(Refused):
    sentence = N_(
        "Every numbered script of {centre} has left: names and numbers are no longer shown together there. For a "
        "script that must be found again, read the list that was printed before."
    )


def check_before_despatch(centre: str, in_hand: int, sent: int, written_off: int) -> None:
    """Refuse to show names beside numbers in a centre once all that it numbered has left or is written off."""
    if in_hand and sent >= in_hand - written_off:
        raise NumbersHaveLeft(centre=centre)
