"""The attendance register ("liste d'émargement"): who was there, signed by the candidates, a room a page.

It carries names and no anonymity number: copies of it travel with the scripts (the notice). A candidate whose name is
not printed may sit, subject to a later check of the entry: blank lines are kept for that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from massicot.documents import engine, french, headings

BLANK_LINES = 2
"""Lines of each room for candidates off the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """A candidate expected in a room."""

    seat: str
    candidate_number: str
    surname: str
    first_names: str
    born_on: date
    specialty: str
    arrangement: str = ""
    usual_name: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRoom:
    """The candidates of a room, in seat order."""

    room: str
    lines: Sequence[RegisterLine]


@dataclass(frozen=True, slots=True)
class AttendanceRegister:
    """The register of one exam centre and paper."""

    heading: headings.Heading
    centre: headings.InstitutionHeading
    rooms: Sequence[RegisterRoom]


def make_attendance_register(content: AttendanceRegister) -> bytes:
    """Print the attendance register of one exam centre, a room a page."""
    identifier = f"EMARGEMENT-{content.heading.paper_code}-{content.centre.uai}"
    return engine.render(
        "attendance_register.typ",
        {
            "heading": headings.set_heading(content.heading, identifier),
            "centre": headings.set_institution(content.centre),
            "blank_lines": BLANK_LINES,
            "rooms": [_room(room) for room in content.rooms],
        },
    )


def _room(room: RegisterRoom) -> dict[str, object]:
    return {
        "room": french.room(room.room),
        "expected": french.quantity(len(room.lines), "candidat attendu", "candidats attendus"),
        "rows": [_row(line) for line in room.lines],
    }


def _row(line: RegisterLine) -> dict[str, str]:
    return {
        "seat": line.seat,
        "candidate_number": line.candidate_number,
        "surname": french.breakable(line.surname),
        "usual_name": french.breakable(line.usual_name),
        "first_names": french.breakable(line.first_names),
        "born_on": french.short_day(line.born_on),
        "specialty": french.breakable(line.specialty),
        "arrangement": french.breakable(line.arrangement),
    }
