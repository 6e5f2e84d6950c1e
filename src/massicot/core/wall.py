"""Texts that stand beside an anonymity number: none of them holds the number of a candidate (design.md §5)."""

from massicot.core import codes
from massicot.core.refused import N_, Refused


class TextNamesCandidate(Refused):
    """A text that would join a script with a candidate."""

    sentence = N_("{number} is the number of a candidate: nothing that names who wrote a script is written here.")


def check_names_nobody(*texts: str) -> None:
    """Refuse a text that holds the number of a candidate; raise TextNamesCandidate."""
    for text in texts:
        if number := codes.candidate_within(text):
            raise TextNamesCandidate(number=number)
