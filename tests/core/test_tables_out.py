"""Tables out: what a spreadsheet opens right and cannot be tricked by."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.core.tables_out import FORMULA_STARTS, write_csv


def read_back(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_table_is_utf_8_with_a_mark_and_semicolons():
    content = write_csv(["nom", "note"], [['Éléonore; dite L’"Élé"', None], ["Zoé", 9]])
    assert content == (
        b"\xef\xbb\xbfnom;note\r\n" + '"Éléonore; dite L’""Élé""";\r\nZoé;9\r\n'.encode()
    )  # fmt: skip


@pytest.mark.parametrize("trick", ["=1+1", "+33", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")'])
def test_a_formula_is_kept_as_text(trick):
    assert read_back(write_csv(["nom"], [[trick]]))[1] == [f"'{trick}"]


@pytest.mark.parametrize("harmless", ["O'Neil", "1-2", "a=b", "a@b.fr", "0123", ""])
def test_a_harmless_cell_is_left_alone(harmless):
    assert read_back(write_csv(["nom", "x"], [[harmless, "x"]]))[1] == [harmless, "x"]


CELLS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2)))
def test_any_table_is_read_back_and_no_cell_begins_a_formula(rows):
    found = read_back(write_csv(["a", "b"], rows))[1:]
    assert not any(cell.startswith(FORMULA_STARTS) for row in found for cell in row)
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
