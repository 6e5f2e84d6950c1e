"""The list of a round: which scripts are fetched from the boxes of the exam office, by number and place.

In the order of the numbers, one line each with what is ticked as it leaves its box and as it is back; no name stands on
it, and nothing of who asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from massicot.documents import codes, engine, french, headings


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLine:
    """One script: its number, the rank of its batch if it has one, its box, where that stands."""

    number: str
    batch: str
    box: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRound:
    """The scripts of one paper that are fetched together."""

    heading: headings.Heading
    printed_on: date
    lines: Sequence[FetchLine]


def make_fetch_round(content: FetchRound) -> bytes:
    """Print the list by which the scripts of a round are fetched."""
    return engine.render(
        "fetch_round.typ",
        {
            "heading": headings.set_heading(content.heading, f"TOURNEE-{content.heading.paper_code}"),
            "printed": french.day(content.printed_on),
            "total": french.quantity(len(content.lines), "copie", "copies"),
            "lines": [
                {
                    "number": codes.group_number(line.number),
                    "batch": line.batch or "–",
                    "box": line.box or "aucun",
                    "place": line.place or "au bureau, sur aucun rayon",
                    "code": codes.matrix_code(line.number),
                }
                for line in sorted(content.lines, key=lambda line: line.number)
            ],
        },
    )
