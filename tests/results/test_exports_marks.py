"""The marks in their three forms and their totals: the same lines in each, under the same conditions and trace."""

import csv
import io
import json

import openpyxl
import pytest

from massicot.audit import queries as audit
from massicot.candidates.models import Candidate
from massicot.exams import queries as exams
from massicot.results import queries, rules, services
from massicot.results.models import Lifting
from massicot.results.rules.exports import AFTER_LIFTING, COLUMNS, ExportKind, Form, FormNotOffered
from tests.cast import KEY, ODILE, TYPING, candidate_number

pytestmark = pytest.mark.django_db


def export(built, kind=ExportKind.MARKS, form=Form.CSV, key=KEY):
    return services.export_table(paper=built.paper, kind=kind, key=key, by=ODILE, at=TYPING, form=form)


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def sheets_of(built):
    return openpyxl.load_workbook(io.BytesIO(export(built, form=Form.XLSX)))


def acts(built):
    return audit.acts_of(exams.subject_of(built.paper))


def test_the_book_holds_the_lines_of_the_csv(lifted):
    sheet = sheets_of(lifted)["notes"]
    shown = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for row in shown[1:]:
        row[7] = "" if row[7] is None else f"{row[7]:02d}"
    assert [["" if value is None else value for value in row] for row in shown] == rows_of(export(lifted))


def test_a_candidate_number_stays_text_and_a_mark_is_a_figure_that_shows_its_zero(lifted):
    row = next(row for row in sheets_of(lifted)["notes"].iter_rows(min_row=2) if row[7].value is not None)
    assert (row[0].value[0], row[0].data_type, row[0].number_format) == ("0", "s", "@")
    assert (row[7].data_type, row[7].number_format) == ("n", "00")


@pytest.mark.parametrize("name", ["=1+1", "+33", "@SUM(A1)", '=cmd|"/C calc"!A0', "=HYPERLINK(A1)"])
def test_a_name_is_no_formula_in_the_book_either(lifted, name):
    Candidate.objects.filter(candidate_number=candidate_number(1)).update(surname=name)
    cell = sheets_of(lifted)["notes"]["B2"]
    assert (cell.value, cell.data_type, cell.number_format) == (name, "s", "@")


def test_the_totals_stand_in_their_own_table_and_in_the_second_sheet_alike(lifted):
    table = rows_of(export(lifted, ExportKind.MARKS_TOTALS))
    assert [[str(cell.value) for cell in row] for row in sheets_of(lifted)["totaux"].iter_rows()] == table
    found = dict(table[1:])
    assert [found[name] for name in ("lignes", "notes", "ab", "cb", "mq")] == ["12", "9", "1", "1", "1"]
    marks = [int(row[7]) for row in rows_of(export(lifted))[1:] if row[7]]
    assert int(found["somme_notes"]) == sum(marks)


def test_the_records_hold_the_lines_of_the_csv(lifted):
    records = export(lifted, form=Form.FIXED).split(b"\r\n")[1:-2]
    widths = (11, 100, 100, 10, 10, 9, 60, 8, 2)
    starts = [8 + sum(widths[:place]) for place in range(len(widths))]
    read = [
        [
            record[start : start + width].decode("windows-1252").rstrip()
            for start, width in zip(starts, widths, strict=True)
        ]
        for record in records
    ]
    assert read == rows_of(export(lifted))[1:]


@pytest.mark.parametrize("form", Form)
def test_the_same_marks_give_the_same_bytes(lifted, form):
    assert export(lifted, form=form) == export(lifted, form=form)


@pytest.mark.parametrize("form", Form)
def test_each_form_is_journalled_with_the_digest_of_what_left(lifted, form):
    export(lifted, form=form)
    totals = queries.mark_totals(lifted.paper, queries.mark_lines(lifted.paper, KEY))
    line = acts(lifted)[-1]
    assert (line.act, line.by) == ("MarksExported", ODILE.login)
    assert json.loads(line.facts) == {"paper": "CGE", "lines": 12, "form": form.value, "sha256": totals.sha256}


def test_the_totals_are_journalled_as_no_export_of_the_marks(lifted):
    export(lifted, ExportKind.MARKS_TOTALS)
    assert acts(lifted)[-1].act == "TotalsExported"
    assert queries.papers_exported([lifted.paper]) == {}


@pytest.mark.parametrize(
    ("kind", "form"), [(ExportKind.MARKS_TOTALS, Form.CSV), *((ExportKind.MARKS, f) for f in Form)]
)
def test_nothing_leaves_before_lifting(lifted, kind, form):
    Lifting.objects.update(lifted_at=None, lifted_by="")
    with pytest.raises(rules.NotLifted):
        export(lifted, kind, form)


@pytest.mark.parametrize("kind", sorted(set(ExportKind) - {ExportKind.MARKS}))
@pytest.mark.parametrize("form", [Form.FIXED, Form.XLSX])
def test_the_other_tables_are_csv_only(lifted, kind, form):
    with pytest.raises(FormNotOffered):
        export(lifted, kind, form)


def test_what_opens_with_the_lifting_is_what_joins_candidates_and_numbers():
    joining = {kind for kind, columns in COLUMNS.items() if {"numero_candidat", "numero_anonymat"} <= set(columns)}
    assert joining | {ExportKind.MARKS_TOTALS} == AFTER_LIFTING
