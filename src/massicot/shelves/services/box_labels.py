"""Printing of what is stuck on the boxes of the exam office: the label of each."""

from datetime import datetime

from massicot.documents.box_label import BoxLabel, SheetBoxLabel, make_box_label, make_sheet_box_label
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.shelves.queries.boxes import box_by_code


def print_box_label(*, paper: Paper, code: str, at: datetime) -> bytes:
    """Print the label of a box, with what lies in it as it stands now; raise BoxUnknown."""
    box = box_by_code(paper, code)
    made_on = exams.local(paper, at).date()
    if box.sheets is not None:
        return make_sheet_box_label(
            SheetBoxLabel(
                heading=exams.heading_of(paper),
                code=box.code,
                number=box.number,
                first=box.sheets.first,
                last=box.sheets.last,
                sheets=box.sheets.count,
                apart=box.sheets.apart,
                made_on=made_on,
            )
        )
    labels = exams.specialty_labels(paper.session_id)
    return make_box_label(
        BoxLabel(
            heading=exams.heading_of(paper),
            code=box.code,
            number=box.number,
            specialties=[(thing, labels.get(thing, "")) for thing in box.specialties],
            batches=[int(ref.rpartition("-")[2]) for ref in box.batches],
            loose=len(box.loose),
            scripts=box.scripts,
            made_on=made_on,
        )
    )
