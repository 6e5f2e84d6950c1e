"""The label of a box: read from afar, its code read back, no name."""

from dataclasses import replace
from datetime import date

import pytest
import zxingcpp

from massicot.documents.box_label import BoxLabel, SheetBoxLabel, make_box_label, make_sheet_box_label

CODE = "X-BTS-2017-CGE-012N"


@pytest.fixture
def content(heading):
    return BoxLabel(
        heading=heading,
        code=CODE,
        number="12N",
        specialties=[("34401", "Notariat"), ("31401", "Comptabilité et gestion")],
        batches=[9, 12, 10],
        loose=1,
        scripts=148,
        made_on=date(2017, 6, 9),
    )


def test_it_says_what_lies_in_the_box(content, read):
    seen = " ".join(read(make_box_label(content)).text.split())
    for words in (
        "12N",
        "lots n° 9 à 12",
        "3 enveloppes, 1 copie hors lot",
        "148 copies",
        "31401 Comptabilité et gestion",
    ):
        assert words in seen
    assert seen.index("31401") < seen.index("34401")
    assert "page 1 / 1" in seen


def test_its_code_reads_back(content, read):
    printed = read(make_box_label(content))
    assert [code.text for code in printed.codes(0, zxingcpp.BarcodeFormat.QRCode)] == [CODE]


def test_a_box_of_one_batch_or_of_loose_scripts_alone_says_so(content, read):
    assert "lot n° 7" in read(make_box_label(replace(content, batches=[7]))).text
    assert "hors lot" in read(make_box_label(replace(content, batches=[]))).text


def test_many_long_specialties_stay_on_one_page(content, read):
    many = [(f"{rank:05}", "Management économique de la construction et des travaux publics") for rank in range(12)]
    assert len(read(make_box_label(replace(content, specialties=many))).pages) == 1


@pytest.fixture
def sheets(heading):
    return SheetBoxLabel(
        heading=heading, code=CODE, number="12N", first=3, last=127, sheets=126, apart=2, made_on=date(2017, 6, 9)
    )


def test_a_box_of_mark_sheets_says_so_and_speaks_of_no_script(sheets, read):
    printed = read(make_sheet_box_label(sheets))
    seen = " ".join(printed.text.split())
    for words in (
        "Carton de bordereaux",
        "Bordereaux de notation",
        "lots n° 3 à 127",
        "126 bordereaux",
        "dont 2 éditions annulées ou secondes saisies",
        "page 1 / 1",
    ):
        assert words in seen
    assert "copie" not in seen
    assert [code.text for code in printed.codes(0, zxingcpp.BarcodeFormat.QRCode)] == [CODE]


def test_a_box_of_one_mark_sheet_says_of_which_batch(sheets, read):
    seen = " ".join(read(make_sheet_box_label(replace(sheets, first=7, last=7, sheets=1, apart=0))).text.split())
    assert "lot n° 7" in seen
    assert "1 bordereau " in f"{seen} "
    assert "dont" not in seen
