"""Label sheets: for each script a pair of self-adhesive labels, one per exam centre and paper, spares last.

The upper label of a pair goes on the header strip, which stays at the exam centre; the lower one on the script, which
goes to a marker: it carries the number and the paper's code and nothing else. The white kept around the edge between
them is where the guillotine falls. No label carries a name. An extra sheet has a pair too, with the number of its
script and which sheet it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from massicot.core.codes import ExtraSheet
from massicot.documents import codes, engine, french, headings


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetGeometry:
    """The sheet of 24 labels of 63.5 × 33.9 mm sold everywhere; all in millimetres, from the top left corner."""

    columns: int = 3
    rows: int = 4
    left: float = 7.25
    top: float = 12.9
    label_width: float = 63.5
    label_height: float = 33.9
    column_pitch: float = 66.0
    row_pitch: float = 67.8
    codes_left: float = 5.5
    strip_codes_top: float = 8.0
    script_codes_top: float = 10.5
    codes_width: float = codes.NUMBER_CODES_WIDTH_MM
    codes_height: float = codes.BAR_HEIGHT_MM

    @property
    def pairs(self) -> int:
        return self.columns * self.rows


GEOMETRY = SheetGeometry()

SHEET_CODES_LEFT_MM = 4.0
"""The codes of an extra sheet are wider: they begin nearer to the edge, with ten bars of white before them."""


@dataclass(frozen=True, slots=True)
class SeatLabel:
    """The number of the candidate who sits at a seat; `sheet` from 2 on is that of an extra sheet."""

    number: str
    seat: str
    sheet: int = 1


@dataclass(frozen=True, slots=True)
class LabelRoom:
    """The labels of a room, in seat order."""

    room: str
    labels: Sequence[SeatLabel]


@dataclass(frozen=True, slots=True)
class LabelSheets:
    """The labels of one exam centre and paper."""

    heading: headings.Heading
    centre: headings.InstitutionHeading
    rooms: Sequence[LabelRoom]
    spares: Sequence[str]


def make_labels(content: LabelSheets) -> bytes:
    """Print the label sheets of one exam centre, room by room, the spare numbers last."""
    identifier = f"ETIQUETTES-{content.heading.paper_code}-{content.centre.uai}"
    return engine.render(
        "labels.typ",
        {
            "heading": headings.set_heading(content.heading, identifier),
            "centre": headings.set_institution(content.centre),
            "geometry": asdict(GEOMETRY),
            "sheets": [*_room_sheets(content.rooms), *_spare_sheets(content.spares)],
        },
    )


def _room_sheets(rooms: Sequence[LabelRoom]) -> Iterator[dict[str, object]]:
    for room in rooms:
        for start in range(0, len(room.labels), GEOMETRY.pairs):
            part = room.labels[start : start + GEOMETRY.pairs]
            yield {
                "subject": french.room(room.room),
                "seats": _seats(part),
                "pairs": [_pair_of(label, french.room(room.room)) for label in part],
            }


def _spare_sheets(spares: Sequence[str]) -> Iterator[dict[str, object]]:
    for start in range(0, len(spares), GEOMETRY.pairs):
        part = spares[start : start + GEOMETRY.pairs]
        yield {"subject": "Réserve", "seats": "", "pairs": [_pair(number, room="", seat="") for number in part]}


def _seats(labels: Sequence[SeatLabel]) -> str:
    first, last = labels[0].seat, labels[-1].seat
    if first == last:
        return f"place {first}" if first else ""
    return f"places {first} à {last}"


def _pair_of(label: SeatLabel, room: str) -> dict[str, object]:
    """Prepare the pair of a seat; that of an extra sheet bears which sheet it is, in its codes too."""
    pair = _pair(label.number, room=room, seat=label.seat)
    if label.sheet == 1:
        return pair
    sheet = ExtraSheet(label.number, label.sheet)
    drawn = {"codes": codes.sheet_codes(sheet), "left": SHEET_CODES_LEFT_MM, "width": codes.SHEET_CODES_WIDTH_MM}
    return {**pair, **drawn, "clear": f"{pair['clear']}/{label.sheet}"}


def _pair(number: str, *, room: str, seat: str) -> dict[str, object]:
    """Prepare a pair; the room and the seat of a spare are left to be written by hand."""
    pair = {"clear": codes.group_number(number), "codes": codes.number_codes(number), "room": room, "seat": seat}
    return {**pair, "left": GEOMETRY.codes_left, "width": GEOMETRY.codes_width}
