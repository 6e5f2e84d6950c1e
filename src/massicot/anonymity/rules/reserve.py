"""More numbers for one exam centre, after the draw: its reserve is used up, or nobody was expected there.

They are spare numbers like those of the draw: late candidates and candidates off the list take them. No number is ever
drawn twice, those that are there stay whose they are, and the centre's numbers are inserted anew together, so that a
copy of the tables does not tell which came later. What was drawn is told once, as labels: nothing keeps which they are.
"""

from collections.abc import Collection
from dataclasses import dataclass

from massicot.core.refused import N_, Refused

MOST_AT_ONCE = 500
"""More than any centre has candidates of one paper: a slip of the keyboard beyond it."""


class DrawReasonMissing(Refused):
    """More numbers without a reason."""

    sentence = N_("Say why this centre needs more numbers: the reason goes into the journal.")


class CountUnlikely(Refused):
    """A count of numbers that no centre needs."""

    sentence = N_("Draw between 1 and {most} numbers at once.")


class CandidatesEnteredSince(Refused):
    """Numbers drawn for other candidates than a page showed."""

    sentence = N_("Meanwhile other candidates are entered: read what follows again, then draw.")


class NumbersDrawnSince(Refused):
    """More numbers asked for from a page that shows fewer than there are."""

    sentence = N_("Numbers were drawn since this page was opened: look at the reserve again before drawing more.")


class NotAnExamCentre(Refused):
    """More numbers for a place where nobody sits the session."""

    sentence = N_("{centre} is no exam centre of this session: name it on the page of the session first.")


class NotOfTheReserve(Refused):
    """Labels of numbers that are not, or no longer, of the reserve of a centre."""

    sentence = N_("These numbers are not in the reserve of the centre {centre} any more: open its page again.")


class ReserveUsedUp(Refused):
    """A candidate off the list at a centre whose labels are all used."""

    sentence = N_(
        "The reserve of labels of the centre {centre} is used up. Put the script aside with the name of its candidate, "
        "and ask the exam office for more numbers with the button of this page: it prints the labels."
    )


class LabelsLeft(Refused):
    """More numbers asked for by a centre that has labels left."""

    sentence = N_(
        "The reserve of this centre still has {count} labels that nobody has: stick one of them, and enter its number."
    )


@dataclass(frozen=True, slots=True)
class MoreNumbersDrawn:
    """More numbers were drawn for the reserve of a centre; which they are is not said."""

    centre: str
    numbers: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReservePrinted:
    """Somebody printed labels of the reserve of a centre; which they are is not said."""

    centre: str
    labels: int


def check_draw(count: int, reason: str) -> str:
    """Refuse an unlikely count, or a draw without a reason; give the reason without its outer blanks."""
    tidy = reason.strip()
    if not tidy:
        raise DrawReasonMissing
    check_count(count)
    return tidy


def check_count(count: int) -> None:
    """Refuse a count of numbers that no centre needs."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise CountUnlikely(most=MOST_AT_ONCE)


def check_reserve(centre: str, unused: Collection[str]) -> None:
    """Refuse a candidate off the list where no label is left."""
    if not unused:
        raise ReserveUsedUp(centre=centre)


def check_used_up(unused: Collection[str]) -> None:
    """Refuse that a centre asks for more numbers while it has labels left."""
    if unused:
        raise LabelsLeft(count=len(unused))


def check_seen(seen: int | None, to_number: int) -> None:
    """Refuse to draw for others than a page showed: a table came in meanwhile."""
    if seen != to_number:
        raise CandidatesEnteredSince
