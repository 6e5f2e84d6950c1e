"""The act of exporting a table; the marks with the names, in each of their forms."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.consignments import queries as consignments
from massicot.consignments.rules.rungs import LEFT_OUT
from massicot.core.actor import Actor
from massicot.core.keys import Key
from massicot.core.tables_out import SheetFigure, WrittenSheet, write_book, write_csv
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.queries import facts as fact_reads
from massicot.results.queries import lifting
from massicot.results.queries.consultation_table import consultations_told
from massicot.results.queries.return_table import return_rows
from massicot.results.rules.consultation_table import RequestsExported
from massicot.results.rules.exports import (
    COLUMNS,
    WITHHELD_COLUMNS,
    ExportKind,
    Form,
    MarkLine,
    MarksExported,
    MarkTotals,
    Row,
    TotalsExported,
    WithheldLine,
    check_form,
    in_words,
    total_rows,
)
from massicot.results.rules.fixed_width import write_fixed
from massicot.scripts import queries as scripts

WIDTHS = (14, 28, 28, 11, 9, 16, 26, 6, 6)


def export_marks(paper: Paper, form: Form, key: Key | None, by: Actor, at: datetime) -> bytes:
    """Write the marks in one form and journal it; raise NotLifted, NumbersLost or ValueTooLong."""
    lines = _lines(paper, key)
    totals = lifting.mark_totals(paper, lines)
    # Between two transactions, not in one: a large book takes its seconds, and markers of other papers go on saving.
    written = write_marks(form, lines, totals, lifting.withheld_lines(paper))
    _record(paper, MarksExported(paper.code, totals.lines, form.value, totals.sha256), by, at)
    return written


def export_totals(paper: Paper, key: Key | None, by: Actor, at: datetime) -> bytes:
    """Write the control totals of the marks and journal it; raise NotLifted or NumbersLost."""
    totals = lifting.mark_totals(paper, _lines(paper, key))
    _record(paper, TotalsExported(paper.code, totals.lines, totals.sha256), by, at)
    return write_csv(COLUMNS[ExportKind.MARKS_TOTALS], total_rows(totals))


@transaction.atomic
def _lines(paper: Paper, key: Key | None) -> list[MarkLine]:
    return lifting.mark_lines(paper, key)


@transaction.atomic
def _record(paper: Paper, fact: MarksExported | TotalsExported | RequestsExported, by: Actor, at: datetime) -> None:
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)


def write_marks(
    form: Form, lines: Sequence[MarkLine], totals: MarkTotals, withheld: Sequence[WithheldLine] = ()
) -> bytes:
    """Write marks in one form; raise ValueTooLong. The one for people has a sheet of results withheld, if any is."""
    if form is Form.XLSX:
        return _as_book(lines, totals, withheld)
    return _WRITERS[form](lines, totals)


def _as_csv(lines: Sequence[MarkLine], _: MarkTotals) -> bytes:
    return write_csv(COLUMNS[ExportKind.MARKS], lines)


def _as_book(lines: Sequence[MarkLine], totals: MarkTotals, withheld: Sequence[WithheldLine]) -> bytes:
    scale = totals.scale
    shape = "0" * scale.digits + ("." + "0" * scale.decimals if scale.decimals else "")
    rows = ((*line[:7], _figure(line.mark, shape), line.code) for line in lines)
    marks = WrittenSheet("notes", COLUMNS[ExportKind.MARKS], rows, WIDTHS)
    sums = WrittenSheet("totaux", COLUMNS[ExportKind.MARKS_TOTALS], total_rows(totals), (26, 70))
    kept_back = [WrittenSheet("retenus", WITHHELD_COLUMNS, withheld, (14, 28, 28, 11))] if withheld else []
    return write_book([marks, sums, *kept_back])


def _figure(mark: str, shape: str) -> SheetFigure | str:
    """Let a spreadsheet count with a mark, and show it as the paper's scale writes it."""
    if not mark:
        return ""
    return SheetFigure(float(mark.replace(",", ".")) if "," in mark else int(mark), shape)


_WRITERS: Mapping[Form, Callable[[Sequence[MarkLine], MarkTotals], bytes]] = {
    Form.CSV: _as_csv,
    Form.FIXED: write_fixed,
}


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
        rows = _ROWS[kind](paper) if kind in _ROWS else _consultations(paper, by, at)
        return write_csv(COLUMNS[kind], in_words(kind, rows, translate) if translate else rows)


def _consultations(paper: Paper, by: Actor, at: datetime) -> Iterable[Row]:
    """List the requests to see a script, by name, and journal that they were taken away."""
    told = consultations_told(paper)
    _record(paper, RequestsExported(paper.code, len(told)), by, at)
    return told


def _scripts(paper: Paper) -> Iterator[Row]:
    parcels = consignments.parcel_and_told(paper.pk)
    lots = batches.numbers_in_batches(paper.pk)
    left_out = dict.fromkeys(consignments.left_out_of(paper.pk), ("", LEFT_OUT.name))
    for number, centre, specialty, kind in scripts.drawn_rows(paper.pk):
        parcel, told = parcels.get(number) or left_out.get(number, ("", ""))
        yield number, centre, specialty, kind, parcel, told, lots.get(number, "")


def _batches(paper: Paper) -> Iterator[Row]:
    facts = fact_reads.batch_facts(paper)
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
    facts = fact_reads.parcel_facts(paper)
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
        for room in fact_reads.room_facts(paper)
    )


def _centres(paper: Paper) -> Iterator[Row]:
    for uai, expected, centre in fact_reads.centre_counts(paper):
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
    ExportKind.RETURNS: return_rows,
    ExportKind.PRESENCE: _presence,
    ExportKind.CENTRES: _centres,
    ExportKind.SPECIALTIES: _specialties,
}
