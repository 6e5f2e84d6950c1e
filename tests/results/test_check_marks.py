"""A second program reads every form of the marks, agrees with what was exported, and refuses what was altered."""

import io

import openpyxl
import pytest

from massicot.results import services
from massicot.results.rules.exports import ExportKind, Form
from tests.cast import KEY, ODILE, TYPING
from tests.results.mark_files import altered, checked, files_of, line_of, saved, with_texts_apart

LINES = [line_of(1, "09"), line_of(2, "12"), line_of(3, "", "AB"), line_of(4, "", "MQ", batch=""), line_of(5, "20")]
ALL = "5 lines, 3 marks (sum 41), 1 AB, 0 CB, 1 MQ."
DISAGREES = "The file does not agree: do not load it.\n"


@pytest.mark.django_db
@pytest.mark.parametrize("form", Form)
def test_real_exports_agree(lifted, form, tmp_path):
    export = {"paper": lifted.paper, "key": KEY, "by": ODILE, "at": TYPING}
    content = services.export_table(kind=ExportKind.MARKS, form=form, **export)
    totals = services.export_table(kind=ExportKind.MARKS_TOTALS, **export)
    answer = checked(tmp_path, content, totals)
    assert answer.said.startswith("Everything agrees: 12 lines, 9 marks (sum ")
    assert answer.code == 0


@pytest.mark.parametrize("form", [Form.FIXED, Form.XLSX])
def test_two_forms_are_checked_alone(form, tmp_path):
    answer = checked(tmp_path, files_of(LINES)[0][form])
    assert (answer.code, answer.said) == (0, f"Everything agrees: {ALL}\n")


def test_a_csv_alone_holds_no_totals(tmp_path):
    answer = checked(tmp_path, files_of(LINES)[0][Form.CSV], lang="fr")
    assert (answer.code, answer.said) == (2, "Donnez aussi le fichier des totaux : un CSV ne les contient pas.\n")


def test_a_book_saved_again_by_a_spreadsheet_still_agrees(tmp_path):
    written, totals = files_of([line_of(1, surname="'=1+1"), line_of(2, surname="=1+1"), *LINES[2:]])
    book = written[Form.XLSX]
    for again in (with_texts_apart(book), saved(openpyxl.load_workbook(io.BytesIO(book)))):
        assert again != book
        assert checked(tmp_path, again, totals).said.startswith("Everything agrees: 5 lines, 3 marks (sum 44)")


def one_mark_changed(form, lines):
    if form is Form.XLSX:
        return [[*lines[0][:7], 19, None], *lines[1:]]
    old, new = (b"09      ", b"19      ") if form is Form.FIXED else (b";09;", b";19;")
    assert lines[0].count(old) == 1
    return [lines[0].replace(old, new), *lines[1:]]


def one_line_dropped(form, lines):
    return lines[:-1]


def two_marks_exchanged(form, lines):
    one, two = lines[0], lines[1]
    if form is Form.XLSX:
        return [[*one[:7], two[7], one[8]], [*two[:7], one[7], two[8]], *lines[2:]]
    cut = 308 if form is Form.FIXED else -len(b"09;")
    return [one[:cut] + two[cut:], two[:cut] + one[cut:], *lines[2:]]


def two_candidates_exchanged(form, lines):
    one, two = lines[0], lines[1]
    if form is Form.XLSX:
        return [[two[0], *one[1:]], [one[0], *two[1:]], *lines[2:]]
    start, end = (8, 19) if form is Form.FIXED else (0, 11)
    return [a[:start] + b[start:end] + a[end:] for a, b in ((one, two), (two, one))] + lines[2:]


ALTERATIONS = (one_mark_changed, one_line_dropped, two_marks_exchanged, two_candidates_exchanged)


@pytest.mark.parametrize("alteration", ALTERATIONS)
@pytest.mark.parametrize("form", Form)
def test_a_file_altered_in_one_place_is_refused(form, alteration, tmp_path):
    written, totals = files_of(LINES)
    changed = altered(written[form], form, lambda lines: alteration(form, lines))
    answer = checked(tmp_path, changed, totals)
    assert answer.code == 1
    assert answer.said.endswith(DISAGREES)
    assert "sha256_sans_noms: the file makes" in answer.said
    assert checked(tmp_path, altered(written[form], form, list), totals).code == 0


@pytest.mark.parametrize("form", Form)
def test_what_differs_is_said_in_figures(form, tmp_path):
    written, totals = files_of(LINES)
    changed = altered(written[form], form, lambda lines: one_mark_changed(form, lines))
    answer = checked(tmp_path, changed, totals, lang="fr")
    assert "somme_notes : le fichier donne 51, les totaux donnés disent 41." in answer.said
    dropped = altered(written[form], form, lambda lines: lines[:-1])
    assert "lignes: the file makes 4, the totals given say 5." in checked(tmp_path, dropped, totals).said


def test_a_file_cut_short_is_told(tmp_path):
    whole = files_of(LINES)[0][Form.FIXED]
    assert "The file is cut" in checked(tmp_path, whole[: 322 * 3]).said
    assert "Record 4: 10 bytes instead of 320." in checked(tmp_path, whole[: 322 * 3 + 10] + b"\r\n").said


def test_totals_of_another_paper_are_told(tmp_path):
    written, totals = files_of(LINES)
    other = totals.replace(b"epreuve;CGE", b"epreuve;MATHS")
    assert other != totals
    for form in Form:
        answer = checked(tmp_path, written[form], other)
        assert answer.code == 1
        assert "Line 2: paper CGE instead of MATHS." in answer.said
