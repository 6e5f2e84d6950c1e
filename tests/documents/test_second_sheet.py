"""The sheet of a second keying: what opens it, and no number, no mark, no name."""

import re
from dataclasses import replace

import pytest
import zxingcpp

from massicot.documents import mark_sheet

BATCH = "B-BTS-2017-CGE-0007"


@pytest.fixture
def printed(sheet, read):
    """The sheet of the batch that the mark sheet of these tests is of."""
    names = ("heading", "batch", "specialty_code", "specialty_label", "marking_centre", "credentials")
    shared = {name: getattr(sheet, name) for name in (*names, "opens_at", "closes_at")}
    return read(mark_sheet.make_second_sheet(mark_sheet.SecondSheet(**shared, lines=50, printing=2)))


def test_it_is_one_page_that_says_which_keying_of_which_batch_it_opens(sheet, printed):
    assert len(printed.pages) == 1
    for text in ("Bordereau de seconde saisie", sheet.batch, "50 lignes à taper", "édition n° 2"):
        assert text in printed.text


def test_it_prints_what_opens_the_portal_as_the_mark_sheet_does(sheet, printed):
    codes = [code.text for code in printed.codes(0, zxingcpp.BarcodeFormat.QRCode)]
    assert codes == [sheet.credentials.short_url]
    for text in (sheet.credentials.site, sheet.credentials.identifier, sheet.credentials.password):
        assert text in printed.text


def test_it_bears_the_code_of_its_batch_as_the_mark_sheet_does(sheet, read):
    names = ("heading", "specialty_code", "specialty_label", "marking_centre", "credentials", "opens_at", "closes_at")
    shared = {name: getattr(sheet, name) for name in names}
    printed = read(mark_sheet.make_second_sheet(mark_sheet.SecondSheet(batch=BATCH, **shared, lines=50)))
    first = read(mark_sheet.make_mark_sheet(replace(sheet, batch=BATCH)))
    for document in (printed, first):
        assert [code.text for code in document.codes(0, zxingcpp.BarcodeFormat.DataMatrix)] == [BATCH]


def test_it_holds_no_number(sheet, printed):
    text = re.sub(r"\s", "", printed.text)
    assert not [number for number in sheet.numbers if number in text]
