"""Cells that a spreadsheet has changed on their way: what is read all the same, and what the others are told."""

from datetime import date
from typing import NamedTuple

import pytest

from massicot.core.parsing.told_rows import FIELD, LONGEST
from massicot.core.tables import CellKind, TableColumn, TableRefused, cells
from massicot.core.tables.memo import CELL_VAST, FORMULA, FORMULA_FAILED
from massicot.core.tables.reading import QUOTES_BROKEN
from massicot.core.tables.sheets import FORMULAS_ALONE
from tests.core.books import book
from tests.core.unparted import read_table

DUPONT = "0131234W"


class Row(NamedTuple):
    uai: str
    born_on: date | None
    name: str


COLUMNS = (
    TableColumn(name="uai", kind=CellKind(cells.read_uai)),
    TableColumn(name="ne_le", kind=CellKind(cells.read_date), empty=None),
    TableColumn(name="nom", kind=cells.text(20)),
)


def read(content):
    encoded = content if isinstance(content, bytes) else content.encode()
    return read_table(encoded, "t.csv", COLUMNS, lambda values: Row(*values[:-1])).settle(encoded)


def only(value, column):
    table = read(f"{column};rien\n{value};\n")
    said = [warning.reason.sentence for warning in table.warnings if warning.column == column]
    return table.rows[0], said


def refused(content):
    with pytest.raises(TableRefused) as refusal:
        read(content)
    return [(fault.line, fault.reason.sentence) for fault in refusal.value.faults]


@pytest.mark.parametrize("written", ["04/03/2005", "4/3/2005", "2005-03-04"])
def test_a_day_is_read_as_people_and_programs_write_it(written):
    assert only(written, "ne_le") == (Row("", date(2005, 3, 4), ""), [])


@pytest.mark.parametrize(
    ("written", "year"), [("1/1/05", 2005), ("01/01/29", 2029), ("1/1/30", 1930), ("1/1/99", 1999)]
)
def test_a_year_of_two_digits_is_read_as_spreadsheets_do_and_told(written, year):
    assert only(written, "ne_le") == (Row("", date(year, 1, 1), ""), [cells.CENTURY_ADDED])


@pytest.mark.parametrize("written", ["1/1/5", "2005/03/04", "4-3-2005", "2005-3-4", "38415", "1/1/005"])
def test_what_is_no_day_is_refused(written):
    assert refused(f"ne_le;nom\n{written};x\n") == [(2, cells.DATE_MALFORMED)]


@pytest.mark.parametrize(
    ("written", "why"), [("31/02/05", cells.DATE_IMPOSSIBLE), ("1899-12-30", cells.DATE_TOO_EARLY)]
)
def test_a_day_that_is_none_is_refused(written, why):
    assert refused(f"ne_le;nom\n{written};x\n") == [(2, why)]


def test_the_zero_of_a_uai_is_restored_where_its_letter_says_so():
    assert only("131234w", "uai") == (Row(f"{DUPONT}", None, ""), [cells.ZERO_RESTORED])
    assert refused("uai;nom\n131235B;x\n") == [(2, cells.UAI_MALFORMED)]


def test_the_same_remark_has_the_same_words_for_every_number():
    table = read("uai;nom\n131234W;x\n132495S;y\n")
    assert len({str(warning.reason) for warning in table.warnings}) == 1


@pytest.mark.parametrize("column", ["nom", "uai"])
@pytest.mark.parametrize("formula", ["=A1", "=CONCATENER(A2;B2)"])
def test_a_formula_is_told_as_one(column, formula):
    assert refused(f"{column}\tle reste\n{formula}\tx\n") == [(2, FORMULA)]


@pytest.mark.parametrize("shown", ["#REF!", "#N/A", "#DIV/0!", "#NOM?", "#VALEUR!", "########"])
def test_a_formula_that_failed_is_told_as_one(shown):
    assert refused(f"nom;reste\n{shown};x\n") == [(2, FORMULA_FAILED)]


def test_a_name_with_a_sign_of_formulas_in_it_is_a_name():
    assert read("nom;reste\nA=B+C #2;x\n").rows[0].name == "A=B+C #2"


@pytest.mark.parametrize("written", ["2,717E+09", "2.717e+09", "3E+10"])
def test_a_number_that_was_rounded_says_what_is_lost(written):
    assert refused(f"nom;reste\n{written};x\n") == [(2, cells.ROUNDED)]
    number = (TableColumn(name="numero", kind=cells.digits(11)),)
    content = f"numero;reste\n{written};x\n".encode()
    assert read_table(content, "t.csv", number, tuple).findings.faults[0].reason.sentence == cells.ROUNDED


def test_a_cell_without_end_is_told_as_one_and_the_next_lines_are_read():
    assert refused(f"nom;ne_le\n{'x' * 3_000_000};\nun;demain\n") == [(2, CELL_VAST), (3, cells.DATE_MALFORMED)]
    assert refused(f"nom;ne_le\n{'x' * (FIELD - 1)};\n") == [(2, CELL_VAST)]
    assert refused('nom;ne_le\n"un"x;\n') == [(2, QUOTES_BROKEN)]


def test_a_long_cell_of_a_book_is_told_by_what_was_read_of_it():
    assert refused(book(["nom"], ["x" * 30_000])) == [(2, CELL_VAST)]
    assert refused(book(["nom"], ["x" * (LONGEST - 1)])) == [(2, cells.TOO_LONG)]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_the_unicode_text_of_a_spreadsheet_is_read(separator):
    assert read(f"nom{separator}reste\r\nÉlan{separator}x\r\n".encode("utf-16")).rows[0].name == "Élan"


def test_a_formula_of_a_book_without_its_result_refuses_the_file_at_its_line():
    assert refused(book(["nom", "reste"], ["un", "x"], ["=A2", "x"])) == [(3, FORMULAS_ALONE)]
