"""Printing of what goes with what comes back: the list of the mark sheets of a centre."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from massicot.documents.sheet_list import ListedSheet, SheetList, make_sheet_list, remark_of, standing_remark
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.marks.rules.keyings import Keying
from massicot.shelves.queries import sheets as queries
from massicot.shelves.rules.sheets import SheetState


def print_sheet_list(*, paper: Paper, centre_uai: str, at: datetime) -> bytes:
    """Print the list of the mark sheets of a centre, those that count first, as it stands at an instant."""
    sheets = list(queries.sheets_of(paper.pk, centre_uai))
    owed = queries.owed_here(paper, centre_uai)
    return make_sheet_list(
        SheetList(
            heading=exams.heading_of(paper),
            centre=exams.place_of(centre_uai),
            attention=paper.sheets_attention,
            printed_at=exams.local(paper, at),
            return_by=exams.local(paper, paper.return_by) if paper.return_by else None,
            standing=_listed(sheet for sheet in sheets if sheet.state == SheetState.STANDING),
            others=_listed(sheet for sheet in sheets if sheet.state != SheetState.STANDING and not sheet.is_here),
            open_batches=owed.open_batches if owed else 0,
        )
    )


def _listed(sheets: Iterable[Any]) -> list[ListedSheet]:
    return [
        ListedSheet(
            rank=sheet.rank,
            batch=sheet.batch_code,
            specialty=sheet.specialty_code,
            scripts=sheet.lines,
            edition=sheet.issue,
            remark=_remark(sheet),
        )
        for sheet in sheets
    ]


def _remark(sheet: Any) -> str:
    if sheet.state == SheetState.STANDING:
        return standing_remark(is_here=sheet.is_here, is_given_up=sheet.is_given_up, is_locked=sheet.is_locked)
    return remark_of(
        edition=sheet.issue,
        is_void=sheet.state == SheetState.VOID,
        is_unmade=sheet.is_unmade,
        is_second=sheet.keying == Keying.SECOND,
        codes=marks.replaced_by(sheet),
    )
