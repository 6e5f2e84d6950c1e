"""How a candidate is found again by name: as people type one, with or without accents, its first letters enough.

A candidate is called by their surname, or by their usual name if they have one, then by their first names. Homonyms are
told apart by their day of birth and their candidate number.
"""

from typing import NamedTuple, Protocol

from massicot.candidates.rules.candidate_row import NUMBER_DIGITS
from massicot.core.folding import folded

CALLED_LENGTH = 400
"""Two names of a hundred signs, each of which may fold into two."""


class Named(Protocol):
    """Whoever has names: a person, a line of a table, somebody off the list."""

    @property
    def surname(self) -> str:
        """Give the family name."""
        ...

    @property
    def usual_name(self) -> str:
        """Give the usual name, empty when there is none."""
        ...

    @property
    def first_names(self) -> str:
        """Give the first names."""
        ...


class Called(NamedTuple):
    """Under what a candidate is found: surname and first names; usual name, if any, and first names."""

    called: str
    usually_called: str


def called_as(person: Named) -> Called:
    """Fold the names of a person: LE BŒUF Anne-Lise, usual name Noël, is LEBOEUFANNELISE and NOELANNELISE."""
    usual = person.usual_name and folded(f"{person.usual_name} {person.first_names}")
    return Called(folded(f"{person.surname} {person.first_names}")[:CALLED_LENGTH], usual[:CALLED_LENGTH])


def name_written(person: Named) -> str:
    """Write a name as registers do, the usual one after the surname: LE BŒUF (Noël) Anne-Lise."""
    usual = f" ({person.usual_name})" if person.usual_name else ""
    return f"{person.surname}{usual} {person.first_names}"


def number_typed(text: str) -> str:
    """Give the candidate number that was typed, its leading zeros added; empty for a name."""
    digits = "".join(text.split())
    return digits.zfill(NUMBER_DIGITS) if digits.isdecimal() and digits.isascii() else ""
