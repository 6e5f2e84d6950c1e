"""The sheet of a second keying ("bordereau de seconde saisie"): what opens one batch for whoever types it again.

It carries no number, no mark and no name: whoever types has the marker's paper sheet in the other hand.
"""

from dataclasses import dataclass
from datetime import datetime

from massicot.documents import codes, engine, french, headings, mark_sheet
from massicot.documents.mark_sheet import Credentials


@dataclass(frozen=True, slots=True)
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
            "portal": mark_sheet.set_portal(content.credentials, content.opens_at, content.closes_at),
            "total": french.counted(content.lines, "ligne à taper", "lignes à taper"),
            "printing": content.printing,
        },
    )
