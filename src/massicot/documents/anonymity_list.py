"""The anonymity list: the only paper that holds a name and a number side by side.

It goes with the labels, room by room in seat order, and stays at the exam centre: it is never sent with the scripts.
The spare numbers stand at the end, each with a blank line for the name of the candidate who is given it on the day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from massicot.documents import codes, engine, french, headings


@dataclass(frozen=True, slots=True, kw_only=True)
class AnonymityLine:
    """A candidate and the number of their script."""

    seat: str
    candidate_number: str
    surname: str
    first_names: str
    specialty: str
    number: str


@dataclass(frozen=True, slots=True)
class AnonymityRoom:
    """The lines of a room, in seat order."""

    room: str
    lines: Sequence[AnonymityLine]


@dataclass(frozen=True, slots=True)
class AnonymityList:
    """The list of one exam centre and paper."""

    heading: headings.Heading
    centre: headings.InstitutionHeading
    rooms: Sequence[AnonymityRoom]
    spares: Sequence[str]


def make_anonymity_list(content: AnonymityList) -> bytes:
    """Print the anonymity list of one exam centre, a room a page, the spare numbers last."""
    identifier = f"ANONYMAT-{content.heading.paper_code}-{content.centre.uai}"
    return engine.render(
        "anonymity_list.typ",
        {
            "heading": headings.set_heading(content.heading, identifier),
            "centre": headings.set_institution(content.centre),
            "rooms": [
                {"room": french.room(room.room), "rows": [_row(line) for line in room.lines]} for room in content.rooms
            ],
            "spares": [codes.group_number(number) for number in content.spares],
        },
    )


def _row(line: AnonymityLine) -> list[str]:
    return [
        line.seat,
        line.candidate_number,
        french.breakable(line.surname),
        french.breakable(line.first_names),
        french.breakable(line.specialty),
        codes.group_number(line.number),
    ]
