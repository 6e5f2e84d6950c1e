"""Printing of what lies in a parcel that goes back to the exam office: its return note."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from massicot.batches import queries as batches
from massicot.consignments import queries as parcels
from massicot.consignments.queries import ReturnContent
from massicot.consignments.rules.returns import ContentKind
from massicot.documents.return_note import NotedBatch, NotedSpecialty, ReturnNote, make_return_note
from massicot.exams import queries as exams
from massicot.shelves.queries.returns import piles_of


def print_return_note(*, code: str, at: datetime) -> bytes:
    """Print the note of a return parcel, with what lacks of its specialties as it stands now; raise ReturnUnknown."""
    parcel = parcels.return_by_code(code)
    paper = exams.paper_by_id(parcel.paper_id)
    labels = exams.specialty_labels(paper.session_id)
    rows = parcels.in_return(parcel)
    missing = batches.short_by_batch([row.ref for row in rows if row.kind == ContentKind.BATCH])
    staying = {
        pile.specialty_code: [(batch.code, str(batch.stays)) for batch in pile.staying]
        for pile in piles_of(paper, parcel.centre_uai, at)
    }
    return make_return_note(
        ReturnNote(
            heading=exams.heading_of(paper),
            parcel=parcel.code,
            sender=exams.place_of(parcel.centre_uai),
            attention=parcel.attention,
            printed_at=exams.local(paper, at),
            return_by=exams.local(paper, paper.return_by) if paper.return_by else None,
            specialties=[
                _noted(list(own), labels.get(specialty, ""), missing, staying.get(specialty, []))
                for specialty, own in groupby(rows, key=lambda row: row.specialty_code)
            ],
            carrier=parcel.carrier,
            tracking=parcel.tracking,
            seal=parcel.seal,
        )
    )


def _noted(
    rows: Sequence[ReturnContent],
    label: str,
    missing: Mapping[str, Sequence[str]],
    staying: Sequence[tuple[str, str]],
) -> NotedSpecialty:
    """Gather one specialty of a parcel: its batches, its scripts in none, what stays at the centre."""
    return NotedSpecialty(
        code=rows[0].specialty_code,
        label=label,
        batches=[
            NotedBatch(row.ref, row.count, missing.get(row.ref, ())) for row in rows if row.kind == ContentKind.BATCH
        ],
        loose=[row.ref for row in rows if row.kind == ContentKind.SCRIPT],
        staying=staying,
    )
