"""A PDF read back: text, pixels, codes, millimetres."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdf
import pypdfium2
import zxingcpp
from PIL import Image, ImageChops

DPI = 150
MM_PER_INCH = 25.4


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
