"""From where marks may be typed: anywhere, anywhere with a warning, or in the marking centre only.

"Dans le centre de correction", says the notice. The session says how strictly; the centre says what its networks are.
Where it has declared none, nobody can be told to be elsewhere, and nothing is refused.
"""

from collections.abc import Sequence

from massicot.core.refused import N_, Refused
from massicot.exams.rules import networks
from massicot.exams.rules.networks import EntryPlace


class EntryElsewhere(Refused):
    """Mark entry from outside the marking centre."""

    sentence = N_(
        "The marks of this batch are typed in the marking centre only: {centre}. "
        "Type them on a computer of the centre, or call the exam office."
    )


def is_elsewhere(place: EntryPlace, declared: Sequence[str], address: str) -> bool:
    """Say whether an address is outside the networks of a centre, in a session that asks."""
    return place is not EntryPlace.ANYWHERE and bool(declared) and not networks.is_inside(address, declared)


def check_place(place: EntryPlace, *, is_elsewhere: bool, centre: str) -> None:
    """Refuse mark entry from elsewhere where the session wants it in the centre only."""
    if is_elsewhere and place is EntryPlace.CENTRE:
        raise EntryElsewhere(centre=centre)
