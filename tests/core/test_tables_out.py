"""Tables out: what a spreadsheet opens right and cannot be tricked by."""

import csv
import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from massicot.core.tables_out import FORMULA_STARTS, SheetFigure, WrittenSheet, write_book, write_csv, write_xlsx
from massicot.core.zipping import WRITTEN_ON


def read_back(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_table_is_utf_8_with_a_mark_and_semicolons():
    content = write_csv(["nom", "note"], [['Éléonore; dite L’"Élé"', None], ["Zoé", 9]])
    assert content == (
        b"\xef\xbb\xbfnom;note\r\n" + '"Éléonore; dite L’""Élé""";\r\nZoé;9\r\n'.encode()
    )  # fmt: skip


DISGUISED = ["＝1+1", "＋1", "－1", "＠SUM(A1)", " =1+1", "\xa0=1", "\u3000＝1", "\u200b=1", "\ufeff@x", "﹦1"]
"""What a spreadsheet makes a formula of: full-width and small signs, and signs behind blanks, some unseen."""


@pytest.mark.parametrize(
    "trick", ["=1+1", "+33", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x")', *DISGUISED]
)
def test_a_formula_is_kept_as_text(trick):
    assert read_back(write_csv(["nom"], [[trick]]))[1] == [f"'{trick}"]


@pytest.mark.parametrize("harmless", ["O'Neil", "1-2", " d’Alembert", "Ａ＝１", "a=b", "a@b.fr", "0123", ""])
def test_a_harmless_cell_is_left_alone(harmless):
    assert read_back(write_csv(["nom", "x"], [[harmless, "x"]]))[1] == [harmless, "x"]


CELLS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2)))
def test_any_table_is_read_back_and_no_cell_begins_a_formula(rows):
    found = read_back(write_csv(["a", "b"], rows))[1:]
    assert not any(FORMULA_STARTS.match(cell) for row in found for cell in row)
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]


def sheet_of(content, name="Sheet"):
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python(skip_empty_area=False)


@given(st.lists(CELLS))
def test_any_sheet_is_read_back_whole(cells):
    rows = [["row", cell] for cell in cells]
    assert sheet_of(write_xlsx(["a", "b"], rows))[1:] == rows


def test_no_cell_of_a_sheet_is_a_formula_and_a_figure_keeps_its_shape():
    book = write_book(
        [WrittenSheet("un", ["x"], [["=1+1"]]), WrittenSheet("deux", ["y", "z"], [[SheetFigure(9, "00"), 12]])]
    )
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        sheets = opened.read("xl/worksheets/sheet1.xml") + opened.read("xl/worksheets/sheet2.xml")
        assert b'formatCode="00"' in opened.read("xl/styles.xml")
    assert b"<f" not in sheets.replace(b"<f></f>", b"!")
    assert sheet_of(book, "un") == [["x"], ["=1+1"]]
    assert sheet_of(book, "deux") == [["y", "z"], [9.0, 12.0]]


def test_the_same_tables_give_the_same_bytes_whatever_the_day():
    content = write_xlsx(["a"], [["b"]])
    assert content == write_xlsx(["a"], [["b"]])
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert {one.date_time for one in opened.infolist()} == {WRITTEN_ON}
        dates = re.findall(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}", b"".join(opened.read(one) for one in opened.namelist()))
    assert set(dates) == {b"1980-01-01"}
