"""One line of a table of candidates, how its cells are read, and how its name is found again.

A candidate number is text of eleven digits; a spreadsheet eats its leading zero, which is given back, and said. The
centre, the specialty and the papers must be known beforehand, so that nobody is sent to a place that does not exist.

How a candidate is found again by name: as people type one, with or without accents, its first letters enough. A
candidate is called by their surname, or by their usual name if they have one, then by their first names. Homonyms are
told apart by their day of birth and their candidate number.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from massicot.core.refused import N_
from massicot.core.spelling import folded
from massicot.core.tables import CellKind, CellRefused, because, cells

NUMBER_DIGITS = 11
NAME_LENGTH = 100

CENTRE_UNKNOWN = N_("This exam centre is not known: import its institution first, or correct the UAI.")
SPECIALTY_UNKNOWN = N_("This specialty is not known: import the table of specialties first, or correct the code.")


class CandidateRow(NamedTuple):
    """One line of the table; no paper listed means all of them, `kept` are those whose mark is kept."""

    candidate_number: str
    surname: str
    usual_name: str
    first_names: str
    born_on: date
    origin_uai: str
    centre_uai: str
    specialty_code: str
    papers: tuple[str, ...]
    kept: tuple[str, ...]
    room: str
    seat: str
    arrangement: str
    line: int


@dataclass(frozen=True, slots=True)
class SessionCodes:
    """What the session has already: UAIs of centres, codes of specialties and papers."""

    centres: Collection[str]
    specialties: Collection[str]
    papers: Collection[str]


NO_CODES = SessionCodes((), (), ())
"""For whoever asks what the columns are, and reads no file."""

CANDIDATE_NUMBER = cells.digits(NUMBER_DIGITS)
NAME = cells.text(NAME_LENGTH)
BIRTH_DATE = CellKind(cells.read_date)


def specialty_code(codes: SessionCodes) -> CellKind:
    """Make the kind of the code of a known specialty."""

    def read(cell: str) -> str:
        if cell not in codes.specialties:
            raise CellRefused(because(SPECIALTY_UNKNOWN))
        return cell

    return CellKind(read)


CALLED_LENGTH = 400
"""Two names of a hundred signs, each of which may fold into two."""


class Named(Protocol):
    """Whoever has names: a person, a line of a table, somebody off the list."""

    @property
    def surname(self) -> str: ...

    @property
    def usual_name(self) -> str:
        """Give the usual name, empty when there is none."""
        ...

    @property
    def first_names(self) -> str: ...


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
