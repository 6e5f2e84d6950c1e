"""A small invented centre on paper, and the means to read a PDF back: text, pixels, codes, millimetres."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

import pypdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops

from massicot.core import codes, marks
from massicot.documents import (
    anonymity_list,
    attendance_register,
    despatch_note,
    headings,
    labels,
    mark_sheet,
)

DPI = 150
MM_PER_INCH = 25.4
PARIS_IN_MAY = timezone(timedelta(hours=2))

Numbers = Callable[[int], list[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """A code read on a page: its text, its left and top edges and its width, in millimetres."""

    text: str
    left: float
    top: float
    width: float


class Reader:
    """A PDF, read as people and scanners read it: rendered at 150 dpi."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.pages: Sequence[str] = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
        self.text = "\n".join(self.pages).replace("\N{NO-BREAK SPACE}", " ")

    def image(self, page: int) -> Image.Image:
        with pypdfium2.PdfDocument(self.pdf) as document:
            return document[page].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")

    def crop(self, page: int, left: float, top: float, right: float, bottom: float) -> Image.Image:
        """Cut a piece out of a page, edges in millimetres."""
        left, top, right, bottom = (round(edge * DPI / MM_PER_INCH) for edge in (left, top, right, bottom))
        return self.image(page).crop((left, top, right, bottom))

    def text_within(self, page: int, left: float, top: float, right: float, bottom: float) -> str:
        """Read the text of a piece of a page, edges in millimetres from the top left corner."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            sheet, points = document[page], 72 / MM_PER_INCH
            height = sheet.get_height()
            piece = sheet.get_textpage().get_text_bounded(
                left * points, height - bottom * points, right * points, height - top * points
            )
        return " ".join(piece.replace("\N{ZERO WIDTH SPACE}", "").split())

    def ink(self, page: int, left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
        """Find the left, top, right and bottom edges of what is printed in a piece of a page, in millimetres."""
        box = ImageChops.invert(self.crop(page, left, top, right, bottom)).getbbox()
        assert box is not None
        return tuple(edge * MM_PER_INCH / DPI + start for edge, start in zip(box, (left, top) * 2, strict=True))

    def count_boxes(self, page: int, side: float) -> int:
        """Count the drawn squares of a side in millimetres."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            paths = document[page].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])
            bounds = [[edge * MM_PER_INCH / 72 for edge in path.get_bounds()] for path in paths]
        return sum(
            abs(right - left - side) < 0.6 and abs(top - bottom - side) < 0.6 for left, bottom, right, top in bounds
        )

    def codes(self, page: int, form: zxingcpp.BarcodeFormat) -> list[Found]:
        """Decode all codes of a kind on a page, in reading order."""
        found = [_found(code) for code in zxingcpp.read_barcodes(self.image(page), formats=form)]
        return _in_reading_order(found)


def _found(code: zxingcpp.Barcode) -> Found:
    corners = (code.position.top_left, code.position.top_right, code.position.bottom_left)
    left, top = (min(getattr(corner, axis) for corner in corners) * MM_PER_INCH / DPI for axis in ("x", "y"))
    width = (code.position.top_right.x - code.position.top_left.x) * MM_PER_INCH / DPI
    return Found(code.text, left, top, width)


def _in_reading_order(found: list[Found]) -> list[Found]:
    """Sort by row, then from left to right; codes whose tops differ by less than 5 mm share a row."""
    by_top = sorted(found, key=lambda code: code.top)
    row, rows = 0, [0] if by_top else []
    for above, below in pairwise(by_top):
        row += below.top - above.top > 5
        rows.append(row)
    return [code for _, code in sorted(zip(rows, by_top, strict=True), key=lambda pair: (pair[0], pair[1].left))]


@pytest.fixture
def read() -> type[Reader]:
    return Reader


@pytest.fixture
def numbers() -> Numbers:
    """Give so many anonymity numbers, all different, in no order."""
    return lambda count: [codes.number_of(7_919 * 104_729 * rank % 10**8) for rank in range(1, count + 1)]


@pytest.fixture
def heading() -> headings.Heading:
    return headings.Heading(
        authority="Académie d’Aix-Marseille · Division des examens et concours",
        session="BTS – session 2017",
        paper_code="CGE",
        paper_title="Culture générale et expression",
        starts_at=datetime(2017, 5, 10, 14, tzinfo=PARIS_IN_MAY),
        ends_at=datetime(2017, 5, 10, 18, tzinfo=PARIS_IN_MAY),
    )


@pytest.fixture
def centre() -> headings.Institution:
    return headings.Institution("0139999X", "Lycée des Calanques", "Marseille", "1 rue de l’Exemple, 13000 Marseille")


@pytest.fixture
def label_sheets(heading: headings.Heading, centre: headings.Institution, numbers: Numbers) -> labels.LabelSheets:
    """Fourteen candidates in one room, two in another, three spares: four sheets."""
    drawn = numbers(19)
    seats = [labels.SeatLabel(number, str(seat)) for seat, number in enumerate(drawn[:14], start=1)]
    gym = [labels.SeatLabel(number, str(seat)) for seat, number in enumerate(drawn[14:16], start=1)]
    rooms = (labels.LabelRoom("B204", seats), labels.LabelRoom("Gymnase", gym))
    return labels.LabelSheets(heading, centre, rooms, drawn[16:])


@pytest.fixture
def anonymity(
    heading: headings.Heading, centre: headings.Institution, numbers: Numbers
) -> anonymity_list.AnonymityList:
    alice, bob, chloe, *spares = numbers(5)
    line = anonymity_list.AnonymityLine
    rooms = (
        anonymity_list.AnonymityRoom(
            "B204",
            (
                line("1", "01213990001", "ALPHONSE", "Alice", "Notariat", alice),
                line("2", "01213990002", "BŒUF-ÉGLÉ", "Bob, Noël", "Comptabilité et gestion", bob),
            ),
        ),
        anonymity_list.AnonymityRoom("B205", (line("1", "01213990003", "ŁUKASZ", "Chloé", "Notariat", chloe),)),
    )
    return anonymity_list.AnonymityList(heading, centre, rooms, spares)


@pytest.fixture
def register(heading: headings.Heading, centre: headings.Institution) -> attendance_register.AttendanceRegister:
    line = attendance_register.RegisterLine
    alice = line("1", "01213990001", "ALPHONSE", "Alice", date(1997, 12, 1), "Notariat", usual_name="BERTIN")
    bob = line("2", "01213990002", "BŒUF-ÉGLÉ", "Bob", date(1998, 2, 3), "Notariat", arrangement="Tiers-temps")
    chloe = line("1", "01213990003", "ŁUKASZ", "Chloé", date(1996, 2, 29), "Tourisme")
    rooms = (
        attendance_register.RegisterRoom("B204", (alice, bob)),
        attendance_register.RegisterRoom("B205", (chloe,)),
    )
    return attendance_register.AttendanceRegister(heading, centre, rooms)


@pytest.fixture
def consignment(heading: headings.Heading, centre: headings.Institution) -> despatch_note.Consignment:
    return despatch_note.Consignment(
        heading=heading,
        parcel="P-7KQ2M4",
        sender=centre,
        addressee=headings.Institution("0139998W", "Lycée du Vallon", "Aubagne", "2 rue du Vallon, 13400 Aubagne"),
        attention="secrétariat du centre de correction",
        copy_model="EN",
        due_at=datetime(2017, 5, 12, 18, tzinfo=PARIS_IN_MAY),
        carrier="Navette du rectorat",
    )


@pytest.fixture
def note(consignment: despatch_note.Consignment, numbers: Numbers) -> despatch_note.DespatchNote:
    drawn = numbers(45)
    specialties = (
        despatch_note.SpecialtyNumbers("31401", "Comptabilité et gestion", drawn[:44]),
        despatch_note.SpecialtyNumbers("34401", "Notariat", drawn[44:]),
    )
    return despatch_note.DespatchNote(consignment, specialties)


@pytest.fixture
def sheet(heading: headings.Heading, centre: headings.Institution, numbers: Numbers) -> mark_sheet.MarkSheet:
    return mark_sheet.MarkSheet(
        heading=heading,
        batch="B-0K7042",
        specialty_code="31401",
        specialty_label="Comptabilité et gestion",
        marking_centre=centre,
        credentials=mark_sheet.Credentials("https://notes.exemple.fr/saisie/", "A02", "7KQ2M4XD", "H7KQM-2XDRT-9WPA"),
        scale=marks.Scale(),
        numbers=numbers(50),
        opens_at=datetime(2017, 6, 1, 8, tzinfo=PARIS_IN_MAY),
        closes_at=datetime(2017, 6, 7, 17, tzinfo=PARIS_IN_MAY),
    )
