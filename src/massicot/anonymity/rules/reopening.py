"""A day opened again: to correct the attendance, while everything is still at the centre and in no parcel.

What lies in a parcel was counted from the register, whether its scripts bear numbers or not. A parcel that is still
there is opened first; once one has left, what it holds can be compared with the register no more.
"""

from dataclasses import dataclass

from massicot.core.refused import N_, Refused


class ParcelsMade(Refused):
    """A day opened again after scripts were packed."""

    sentence = N_("The centre {centre} has packed its scripts: open its parcels again to correct the attendance.")


class ParcelsLeft(Refused):
    """A day opened again after a parcel left."""

    sentence = N_(
        "A parcel of the centre {centre} has left: its attendance is no longer corrected there. Call the exam office."
    )


@dataclass(frozen=True, slots=True)
class DayReopened:
    """A centre's day was opened again."""

    reason: str


def check_reopening(centre: str, *, made: int, left: int) -> None:
    """Refuse to open a day again over parcels that are made, of which some have left."""
    if left:
        raise ParcelsLeft(centre=centre)
    if made:
        raise ParcelsMade(centre=centre)
