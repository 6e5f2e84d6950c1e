"""Printing of what still stands between a marking centre and nothing left, to be dated and signed by two."""

from collections.abc import Collection
from datetime import date, datetime

from massicot.documents.outstanding import ListedOutstanding, OutstandingSheet, make_outstanding_sheet
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.shelves.queries.outstanding import has_begun, outstanding_at


def print_outstanding(*, paper: Paper, centre_uai: str, unsent: Collection[date], at: datetime) -> bytes:
    """Print what of a paper still stands at a marking centre, as it is then; `unsent` are days of registers."""
    lines = outstanding_at(paper, centre_uai, unsent, at)
    return make_outstanding_sheet(
        OutstandingSheet(
            heading=exams.heading_of(paper),
            centre=exams.place_of(centre_uai),
            stood_at=exams.local(paper, at),
            return_by=exams.local(paper, paper.return_by) if paper.return_by else None,
            lines=[
                ListedOutstanding(line.kind, line.count, line.owes, named=line.named, unnamed=line.unnamed)
                for line in lines
            ],
            has_begun=bool(lines) or has_begun(paper, centre_uai),
        )
    )
