"""Printing a despatch note: numbers or counts, never a name."""

from itertools import groupby

from massicot.consignments import queries
from massicot.consignments.models import Parcel
from massicot.documents.despatch_note import (
    Consignment,
    CountedNote,
    DespatchNote,
    SpecialtyCount,
    SpecialtyNumbers,
    make_counted_note,
    make_despatch_note,
)
from massicot.documents.headings import InstitutionHeading
from massicot.exams import queries as exams
from massicot.exams.rules import RouteKind


def print_note(*, code: str) -> bytes:
    """Print the despatch note of a parcel; raise ParcelUnknown."""
    parcel = queries.parcel_by_code(code)
    paper = exams.paper_by_id(parcel.paper_id)
    labels = exams.specialty_labels(paper.session_id)
    consignment = _consignment(parcel)
    if parcel.route_kind != RouteKind.ON_SITE:
        counts = queries.counts_of(parcel)
        lines = [SpecialtyCount(specialty, labels.get(specialty, ""), count) for specialty, count in counts.items()]
        return make_counted_note(CountedNote(consignment, lines))
    announced = [row for row in queries.contents_of(parcel) if not row.signed_absent_by]
    rows = sorted(announced, key=lambda row: (row.specialty_code, row.number))
    specialties = [
        SpecialtyNumbers(specialty, labels.get(specialty, ""), [row.number for row in group])
        for specialty, group in groupby(rows, key=lambda row: row.specialty_code)
    ]
    return make_despatch_note(DespatchNote(consignment, specialties))


def _consignment(parcel: Parcel) -> Consignment:
    paper = exams.paper_by_id(parcel.paper_id)
    return Consignment(
        heading=exams.heading_of(paper),
        parcel=parcel.code,
        sender=exams.place_of(parcel.centre_uai),
        addressee=InstitutionHeading(parcel.destination_uai, parcel.destination_name),
        attention=parcel.attention,
        copy_model=parcel.copy_model,
        due_at=exams.local(paper, parcel.due_at),
        carrier=parcel.carrier,
        tracking=parcel.tracking,
        seal=parcel.seal,
        rooms=parcel.rooms,
        registers=parcel.registers_enclosed,
        reports=parcel.reports_enclosed,
    )
