"""A document of a rehearsal says so on every page, and its codes are read all the same."""

from dataclasses import replace

import pytest
from zxingcpp import BarcodeFormat

from massicot.documents.anonymity_list import make_anonymity_list
from massicot.documents.labels import make_labels

WORD = "RÉPÉTITION"


@pytest.mark.parametrize("is_rehearsal", [True, False])
def test_every_page_of_a_rehearsal_and_no_other_bears_the_word(label_sheets, anonymity, read, is_rehearsal):
    for content, make in ((label_sheets, make_labels), (anonymity, make_anonymity_list)):
        printed = read(make(replace(content, heading=replace(content.heading, is_rehearsal=is_rehearsal))))
        assert [WORD in page for page in printed.pages] == [is_rehearsal] * len(printed.pages)


@pytest.mark.parametrize("form", [BarcodeFormat.Code128, BarcodeFormat.DataMatrix], ids=str)
def test_the_codes_of_a_rehearsal_are_read_over_the_word(label_sheets, read, form):
    plain = read(make_labels(label_sheets))
    printed = read(make_labels(replace(label_sheets, heading=replace(label_sheets.heading, is_rehearsal=True))))
    for page in range(len(plain.pages)):
        expected = [found.text for found in plain.codes(page, form)]
        assert expected
        assert [found.text for found in printed.codes(page, form)] == expected
