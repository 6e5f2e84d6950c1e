"""The act of exporting a table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction

from massicot.anonymity import queries as anonymity
from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.candidates import queries as candidates
from massicot.candidates.queries import EntryRow
from massicot.consignments import queries as consignments
from massicot.core.actor import Actor
from massicot.core.keys import Key
from massicot.core.marks import Entered, Scale, format_entered
from massicot.core.tables_out import write_csv
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.results import queries, rules
from massicot.results.rules.exports import COLUMNS, ExportKind
from massicot.scripts import queries as scripts

Row = Sequence[object]


@transaction.atomic
def export_table(*, paper: Paper, kind: ExportKind, key: Key | None, by: Actor, at: datetime) -> bytes:
    """Export one table of a paper as CSV; marks with names need the key and a lifted anonymity.

    Raise NotLifted or NumbersLost.
    """
    if kind is ExportKind.MARKS:
        return _export_marks(paper, key, by, at)
    return write_csv(COLUMNS[kind], _ROWS[kind](paper))


def _export_marks(paper: Paper, key: Key | None, by: Actor, at: datetime) -> bytes:
    if key is None or not queries.is_lifted(paper):
        raise rules.NotLifted(paper=paper.code)
    rows = list(_marks(paper, key))
    fact = rules.MarksExported(paper.code, len(rows))
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return write_csv(COLUMNS[ExportKind.MARKS], rows)


def _marks(paper: Paper, key: Key) -> Iterator[Row]:
    entries = candidates.entry_rows(paper, exams.on_site_specialties(paper, paper.starts_at))
    numbers = anonymity.numbers_of_entries(anonymity.sealer_of(paper, key), (row.entry_id for row in entries))
    if lost := [row.candidate_number for row in entries if row.entry_id not in numbers]:
        raise rules.NumbersLost(paper=paper.code, count=len(lost), candidates=rules.few(lost))
    lots, entered, scale = batches.numbers_in_batches(paper.pk), marks.marks_of(paper.pk), exams.scale_of(paper)
    for row in sorted(entries, key=lambda row: row.candidate_number):
        number = numbers[row.entry_id]
        yield _mark_line(paper.code, row, number, lots.get(number, ""), entered.get(number), scale)


def _mark_line(paper_code: str, row: EntryRow, number: str, lot: str, entered: Entered | None, scale: Scale) -> Row:
    value = format_entered(entered, scale) if entered is not None else rules.MISSING_CODE
    is_mark = entered is not None and entered.code is None
    who = (row.candidate_number, row.surname, row.first_names, row.specialty_code)
    return (*who, paper_code, number, lot, value if is_mark else "", "" if is_mark else value)


def _scripts(paper: Paper) -> Iterator[Row]:
    parcels = consignments.parcel_and_tick(paper.pk)
    lots = batches.numbers_in_batches(paper.pk)
    for number, centre, specialty, kind in scripts.drawn_rows(paper.pk):
        parcel, tick = parcels.get(number, ("", ""))
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
    facts = queries.facts_of(paper)
    expected = Counter[str]()
    for (uai, _, _), count in facts.register.items():
        expected[uai] += count
    for uai, centre in sorted(facts.centres.items()):
        typed = (centre.items_typed, centre.labels_typed, centre.strips_typed, centre.strips_boxed)
        yield (uai, expected[uai], centre.items, *typed)


def _specialties(paper: Paper) -> Iterator[Row]:
    imported, entered = candidates.imported_entries(paper), candidates.entries_by_specialty(paper.pk)
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
