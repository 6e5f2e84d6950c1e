"""The marks with the names as they leave the program, in each of their forms, and their control totals."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.keys import Key
from massicot.core.tables_out import SheetFigure, WrittenSheet, write_book, write_csv
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results import queries
from massicot.results.rules.exports import (
    COLUMNS,
    WITHHELD_COLUMNS,
    ExportKind,
    Form,
    MarkLine,
    MarksExported,
    TotalsExported,
    WithheldLine,
)
from massicot.results.rules.fixed_width import write_fixed
from massicot.results.rules.totals import MarkTotals, total_rows

WIDTHS = (14, 28, 28, 11, 9, 16, 26, 6, 6)


def export_marks(paper: Paper, form: Form, key: Key | None, by: Actor, at: datetime) -> bytes:
    """Write the marks in one form and journal it; raise NotLifted, NumbersLost or ValueTooLong."""
    lines = _lines(paper, key)
    totals = queries.mark_totals(paper, lines)
    # Between two transactions, not in one: a large book takes its seconds, and markers of other papers go on saving.
    written = write_marks(form, lines, totals, queries.withheld_lines(paper))
    _record(paper, MarksExported(paper.code, totals.lines, form.value, totals.sha256), by, at)
    return written


def export_totals(paper: Paper, key: Key | None, by: Actor, at: datetime) -> bytes:
    """Write the control totals of the marks and journal it; raise NotLifted or NumbersLost."""
    totals = queries.mark_totals(paper, _lines(paper, key))
    _record(paper, TotalsExported(paper.code, totals.lines, totals.sha256), by, at)
    return write_csv(COLUMNS[ExportKind.MARKS_TOTALS], total_rows(totals))


@transaction.atomic
def _lines(paper: Paper, key: Key | None) -> list[MarkLine]:
    return queries.mark_lines(paper, key)


@transaction.atomic
def _record(paper: Paper, fact: MarksExported | TotalsExported, by: Actor, at: datetime) -> None:
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
