"""Printing of a list of what is to be destroyed, or of the certificate that it is once two have signed."""

from datetime import date, datetime, timedelta

from massicot.documents.destruction import DestroyedLine, DestructionSheet, SignedBy, make_destruction_sheet
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.shelves.queries import destruction as queries
from massicot.shelves.queries.destruction import DestructionList
from massicot.shelves.queries.sheet_destruction import listed_sheets
from massicot.shelves.rules.boxes import BoxKind


def print_destruction(*, paper: Paper, code: str, kept_until: date) -> bytes:
    """Print a list as it stands, signed or not; raise ListUnknown.

    `kept_until` is told by what the session says by now: its months may have been raised since the destruction.
    """
    row = queries.list_by_code(paper, code)
    if row.destroyed_at:
        kept_until = min(kept_until, exams.local(paper, row.destroyed_at).date() - timedelta(days=1))

    def signed(who: str, at: datetime | None) -> SignedBy | None:
        return SignedBy(who, exams.local(paper, at)) if at else None

    return make_destruction_sheet(
        DestructionSheet(
            heading=exams.heading_of(paper),
            code=row.code,
            made=SignedBy(row.made_by, exams.local(paper, row.made_at)),
            kept_until=kept_until,
            seed=row.seed,
            share=row.share,
            consent=row.consent,
            consent_on=row.consent_on,
            first=signed(row.signed_first_by, row.signed_first_at),
            second=signed(row.destroyed_by, row.destroyed_at),
            lines=_lines(row),
            left_out=queries.spared_numbers(row),
            is_withdrawn=row.withdrawn_at is not None,
            is_of_sheets=row.kind == BoxKind.SHEETS,
        )
    )


def _lines(row: DestructionList) -> list[DestroyedLine]:
    """List what a list names: each batch of scripts, or each box of mark sheets."""
    if row.kind == BoxKind.SHEETS:
        sheets = listed_sheets(row)
        return [DestroyedLine(box=line.box, ref=line.span, specialty="", count=line.count, stay=0) for line in sheets]
    return [
        DestroyedLine(box=line.box, ref=line.ref, specialty=line.specialty_code, count=line.count, stay=line.stay)
        for line in queries.destroyed_contents(row)
    ]
