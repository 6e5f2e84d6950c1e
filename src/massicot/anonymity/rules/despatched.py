"""When an exam centre stops seeing which number its candidates have.

The labels and the anonymity list go together, and the list stays at the exam centre (the notice); both tell whose
script is whose. The centre needs them while it holds the scripts. Once every numbered script has left it, but for those
that the exam office wrote off because nobody there finds them, nobody there prints them again: what a name needs from a
number then goes through the exam office, which journals it (design.md §5).
"""

from massicot.core.refused import N_, Refused


class NumbersHaveLeft(Refused):
    """Names and numbers asked for together after the last script left its centre."""

    sentence = N_(
        "Every numbered script of {centre} has left: names and numbers are no longer shown together there. For a "
        "script that must be found again, call the exam office."
    )


def check_before_despatch(centre: str, in_hand: int, sent: int, written_off: int) -> None:
    """Refuse to show names beside numbers in a centre once all that it numbered has left or is written off."""
    if in_hand and sent >= in_hand - written_off:
        raise NumbersHaveLeft(centre=centre)
