"""Header strips: cut off the scripts, counted when the day is closed, then into their box, which stays for a year.

They may be filed in several boxes, each from one number to another (`boxes`); together these hold no more than were
counted at the closing. A box that was closed wrongly is opened again with a reason, and filed anew; its reference is
never given to another. A day that is opened again opens them all.
"""

from dataclasses import dataclass

from massicot.core.refused import N_, Refused


class StripsNotCounted(Refused):
    """Strips filed before the day was closed on their count."""

    sentence = N_("The day is not closed: close it first, the header strips are counted there.")


class StripsBoxedBeyond(Refused):
    """More strips filed than were counted at the closing."""

    sentence = N_(
        "{cut} header strips were counted at the closing and {boxed} are in a box: {left} are left, and {count} were "
        "typed. Count them again; if the count of the closing is wrong, open the day again first."
    )


class StripsBeyondOnceLeft(StripsBoxedBeyond):
    """More strips filed than were counted at a closing that is not taken back any more: a parcel has left."""

    sentence = N_(
        "{cut} header strips were counted at the closing and {boxed} are in a box: {left} are left, and {count} were "
        "typed. Count them again; if the count of the closing is wrong, call the exam office, which decides: a parcel "
        "has left, and the day is not opened again."
    )


class BoxNotThere(Refused):
    """A box taken back that the centre does not have, or not any more."""

    sentence = N_("The box {ref} is not among those filed: nothing was changed. Look at the list again.")


@dataclass(frozen=True, slots=True)
class StripsUnboxed:
    """A box of header strips was opened again: its strips are to be filed."""

    ref: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class StripsBoxed:
    """Header strips of a centre were counted into their box.

    `lacking`: how many were not there, as `signed_by` signed beside who closed it; which ones is not said here, since a
    day opened again takes that away, and the journal stays. `uncompared_reason` signs that labels were not compared
    with candidates in every room.
    """

    count: int
    lacking: int = 0
    signed_by: str = ""
    uncompared_reason: str = ""


def strips_prefix(session: str, paper: str, centre_uai: str = "") -> str:
    """Write what the references of the strip boxes of a paper, or of one centre, begin with."""
    prefix = f"S-{session}-{paper}-"
    return f"{prefix}{centre_uai}-" if centre_uai else prefix


def check_counted(cut: int | None) -> int:
    """Give the strips counted at the closing; raise StripsNotCounted while the day is open (None)."""
    if cut is None:
        raise StripsNotCounted
    return cut


def check_strips(cut: int, boxed: int, count: int, *, has_sent: bool = False) -> None:
    """Refuse to file strips beyond those counted at the closing."""
    if count > cut - boxed:
        beyond = StripsBeyondOnceLeft if has_sent else StripsBoxedBeyond
        raise beyond(cut=cut, boxed=boxed, left=max(0, cut - boxed), count=count)
