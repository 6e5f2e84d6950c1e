"""Texts that stand beside an anonymity number: none of them holds the number of a candidate (design.md §5)."""

from massicot.core import codes
from massicot.core.refused import N_, Refused


class TextNamesCandidate(Refused):
    sentence = N_("{number} is the number of a candidate: nothing that names who wrote a script is written here.")


class TextMayNameCandidate(Refused):
    """A text with what reads as the number of a candidate that has lost its first 0."""

    sentence = N_(
        "{number} reads as the number of a candidate without its first 0: nothing that names who wrote a script is "
        "written here. Of a carrier’s number write the last four digits; of a telephone the 0 or the + before it; "
        "between seats, commas."
    )


def check_names_nobody(*texts: str) -> None:
    """Refuse a text that holds the number of a candidate; raise TextNamesCandidate or TextMayNameCandidate."""
    for text in texts:
        check_is_nobody(text)
        check_may_name_nobody(text)


def check_is_nobody(read: str) -> None:
    """Refuse the number of a candidate where another is read, as from a seal, which may have ten digits."""
    if number := codes.candidate_within(read):
        raise TextNamesCandidate(number=number)


def check_may_name_nobody(text: str) -> None:
    """Refuse what reads as a candidate number without its first 0; raise TextMayNameCandidate."""
    if number := codes.short_candidate_within(text):
        raise TextMayNameCandidate(number=number)
