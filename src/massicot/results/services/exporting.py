"""The act of exporting a table."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.db import transaction

from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.consignments import queries as consignments
from massicot.consignments.rules.rungs import LEFT_OUT
from massicot.core.actor import Actor
from massicot.core.keys import Key
from massicot.core.tables_out import write_csv
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results import queries
from massicot.results.rules.exports import COLUMNS, ExportKind, Form, Row, check_form, in_words
from massicot.results.services.exporting_marks import export_marks, export_totals
from massicot.scripts import queries as scripts


def export_table(
    *,
    paper: Paper,
    kind: ExportKind,
    key: Key | None,
    by: Actor,
    at: datetime,
    form: Form = Form.CSV,
    translate: Callable[[str], str] | None = None,
) -> bytes:
    """Export one table of a paper; marks with names and their totals need the key and a lifted anonymity.

    The other tables hold codes, for programs; with `translate` their words, for whoever opens them. Raise
    FormNotOffered, NotLifted, NumbersLost or ValueTooLong.
    """
    check_form(kind, form)
    if kind is ExportKind.MARKS:
        return export_marks(paper, form, key, by, at)
    if kind is ExportKind.MARKS_TOTALS:
        return export_totals(paper, key, by, at)
    with transaction.atomic():
        rows = _ROWS[kind](paper)
        return write_csv(COLUMNS[kind], in_words(kind, rows, translate) if translate else rows)


def _scripts(paper: Paper) -> Iterator[Row]:
    parcels = consignments.parcel_and_tick(paper.pk)
    lots = batches.numbers_in_batches(paper.pk)
    left_out = dict.fromkeys(consignments.left_out_of(paper.pk), ("", LEFT_OUT.name))
    for number, centre, specialty, kind in scripts.drawn_rows(paper.pk):
        parcel, tick = parcels.get(number) or left_out.get(number, ("", ""))
        yield number, centre, specialty, kind, parcel, tick, lots.get(number, "")


def _batches(paper: Paper) -> Iterator[Row]:
    facts = queries.batch_facts(paper)
    for batch in batches.batches_of(paper.pk):
        fact = facts[batch.code]
        yield (
            batch.code,
            batch.centre_uai,
            batch.specialty_code,
            batch.size,
            fact.on_sheet,
            fact.marked,
            fact.numeric,
            fact.absent,
            fact.blank,
            fact.sum_hundredths,
            fact.locked_lines,
            fact.typed_lines,
            fact.typed_sum_hundredths,
            batch.lacking,
        )


def _parcels(paper: Paper) -> Iterator[Row]:
    facts = queries.parcel_facts(paper)
    for parcel in consignments.parcels_of(paper.pk):
        ticks = facts.get(parcel.code)
        yield (
            parcel.code,
            parcel.centre_uai,
            parcel.route_kind,
            parcel.destination_uai or parcel.destination_name,
            parcel.announced,
            parcel.carrier,
            parcel.tracking,
            parcel.carrier_count,
            exams.local(paper, parcel.due_at).isoformat(),
            parcel.sent_at and exams.local(paper, parcel.sent_at).isoformat(),
            parcel.arrived_at and exams.local(paper, parcel.arrived_at).isoformat(),
            ticks and ticks.received,
            ticks and len(ticks.missing),
            ticks and ticks.waiting,
        )


def _presence(paper: Paper) -> Iterable[Row]:
    return (
        (room.centre, room.room, room.entered, room.present, room.absent, room.counted)
        for room in queries.room_facts(paper)
    )


def _centres(paper: Paper) -> Iterator[Row]:
    for uai, expected, centre in queries.centre_counts(paper):
        typed = (centre.items_typed, centre.labels_typed, centre.strips_typed, centre.strips_boxed)
        yield (uai, expected, centre.items, *typed)


def _specialties(paper: Paper) -> Iterator[Row]:
    imported = candidates.imported_entries(paper)
    entered = candidates.entries_by_specialty(paper.pk)
    for code in sorted(imported.keys() | entered.keys()):
        yield code, imported.get(code, 0), entered.get(code, 0)


_ROWS = {
    ExportKind.SCRIPTS: _scripts,
    ExportKind.BATCHES: _batches,
    ExportKind.PARCELS: _parcels,
    ExportKind.PRESENCE: _presence,
    ExportKind.CENTRES: _centres,
    ExportKind.SPECIALTIES: _specialties,
}
