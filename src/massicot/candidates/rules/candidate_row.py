"""One line of a table of candidates, and how its cells are read, whatever the layout of the file.

A candidate number is text of eleven digits; a spreadsheet eats its leading zero, which is given back, and said. The
centre, the specialty and the papers must be known beforehand, so that nobody is sent to a place that does not exist.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from massicot.core.refused import N_
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
