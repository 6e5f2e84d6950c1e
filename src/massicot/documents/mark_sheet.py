"""The mark sheet ("bordereau de notation") of a batch, and that of its second keying.

The mark sheet ("bordereau de notation") of a batch: where each mark is written by hand, then typed. It carries what
opens the portal for this batch alone: address, site code, identifier and password (the notice). Its numbers stand in
ascending order, as on the screen. It has no room for a name, of a candidate or of a marker: the batch is given to a
marker later, and only its envelope says to whom.

The sheet of a second keying ("bordereau de seconde saisie"): what opens one batch for whoever types it again. It
carries no number, no mark and no name: whoever types has the marker's paper sheet in the other hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from massicot.core import marks
from massicot.documents import codes, engine, french, headings

USUAL_LINES = 25
"""Lines of one column: two columns a page make the 50 scripts of an ordinary envelope, with tall boxes."""

DENSE_LINES = 30
"""Lines of one column of a larger batch: the 60 scripts that no batch exceeds still stand on one page."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a marker types to open the batch; the password is never shown by repr."""

    portal_url: str
    site: str
    identifier: str
    password: str = field(repr=False)

    @property
    def short_url(self) -> str:
        """Give the address that leaves only the password to type."""
        return f"{self.portal_url}{self.site}/{self.identifier}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSheet:
    """The sheet of one batch; printing counts from 1, for each printing draws another password."""

    heading: headings.Heading
    batch: str
    specialty_code: str
    specialty_label: str
    marking_centre: headings.InstitutionHeading
    credentials: Credentials
    scale: marks.Scale
    numbers: Sequence[str]
    opens_at: datetime
    closes_at: datetime
    printing: int = 1


def make_mark_sheet(content: MarkSheet) -> bytes:
    """Print the mark sheet of one batch, its numbers in ascending order."""
    return engine.render(
        "mark_sheet.typ",
        {
            "heading": headings.set_heading(content.heading, content.batch),
            "marking_centre": headings.set_institution(content.marking_centre),
            "specialty": {"code": content.specialty_code, "label": content.specialty_label},
            "portal": set_portal(content.credentials, content.opens_at, content.closes_at),
            "scale": _scale(content.scale),
            "batch_code": codes.matrix_code(content.batch),
            "total": french.quantity(len(content.numbers), "copie", "copies"),
            "printing": content.printing,
            "is_dense": _column_lines(content.numbers) == DENSE_LINES,
            "pages": list(_pages(sorted(content.numbers))),
        },
    )


def set_portal(credentials: Credentials, opens_at: datetime, closes_at: datetime) -> dict[str, object]:
    """Set what opens a batch as its sheet prints it."""
    return {
        "url": credentials.portal_url,
        "short": credentials.short_url.partition("://")[2] or credentials.short_url,
        "code": codes.qr_code(credentials.short_url),
        "site": credentials.site,
        "identifier": credentials.identifier,
        "password": credentials.password,
        "window": f"du {french.moment(opens_at)} au {french.moment(closes_at)}",
    }


def _scale(scale: marks.Scale) -> dict[str, object]:
    example = marks.format_mark(_example(scale), scale)
    return {
        "digits": scale.digits,
        "decimals": scale.decimals,
        "figures": _figures(scale),
        "lowest": marks.format_mark(scale.lowest, scale),
        "highest": marks.format_mark(scale.highest, scale),
        "example": example,
        "mistake": example.removeprefix("0") if example.startswith("0") else "",
    }


def _figures(scale: marks.Scale) -> str:
    figures = french.quantity(scale.digits, "chiffre", "chiffres")
    return (
        figures if scale.decimals == 0 else f"{figures} et {french.quantity(scale.decimals, 'décimale', 'décimales')}"
    )


def _example(scale: marks.Scale) -> int:
    """Choose a mark that shows the leading zero: 09 on the notice's scale."""
    wanted = 9 * marks.HUNDREDTHS
    return scale.lowest + max(0, min(wanted, scale.highest) - scale.lowest) // scale.step * scale.step


def _column_lines(numbers: Sequence[str]) -> int:
    return USUAL_LINES if len(numbers) <= 2 * USUAL_LINES else DENSE_LINES


def _pages(numbers: Sequence[str]) -> Iterator[list[list[dict[str, object]]]]:
    """Share the lines out over pages of two columns."""
    lines = [{"line": line, "number": codes.group_number(number)} for line, number in enumerate(numbers, start=1)]
    column = _column_lines(numbers)
    for start in range(0, len(lines), 2 * column):
        page = lines[start : start + 2 * column]
        yield [page[:column], page[column:]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondSheet:
    """The sheet of one batch; printing counts from 1, for each printing draws another password."""

    heading: headings.Heading
    batch: str
    specialty_code: str
    specialty_label: str
    marking_centre: headings.InstitutionHeading
    credentials: Credentials
    lines: int
    opens_at: datetime
    closes_at: datetime
    printing: int = 1


def make_second_sheet(content: SecondSheet) -> bytes:
    """Print the sheet of one batch's second keying."""
    return engine.render(
        "second_sheet.typ",
        {
            "heading": headings.set_heading(content.heading, content.batch),
            "marking_centre": headings.set_institution(content.marking_centre),
            "specialty": {"code": content.specialty_code, "label": content.specialty_label},
            "batch_code": codes.matrix_code(content.batch),
            "portal": set_portal(content.credentials, content.opens_at, content.closes_at),
            "total": french.quantity(content.lines, "ligne à taper", "lignes à taper"),
            "printing": content.printing,
        },
    )
