"""The cover of an envelope: its number from afar, its code read back in both writings, and nobody's name."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from zxingcpp import BarcodeFormat

from massicot.documents import mark_sheet
from massicot.documents.envelope_cover import FEWEST_LINES, MOST_EVENINGS, EnvelopeCover, make_envelope_cover

CODE = "B-BTS-2017-CGE-0012"
FIRST = date(2017, 5, 31)


@pytest.fixture
def cover(heading, centre):
    """The twelfth batch of a paper that is marked on three days."""
    return EnvelopeCover(
        heading=heading,
        batch=CODE,
        rank=12,
        specialty_code="31401",
        specialty_label="Comptabilité et gestion",
        marking_centre=centre,
        count=50,
        evenings=[FIRST + timedelta(days=rank) for rank in range(3)],
    )


@pytest.mark.parametrize("form", [BarcodeFormat.Code128, BarcodeFormat.DataMatrix], ids=str)
@pytest.mark.parametrize("is_rehearsal", [False, True])
def test_its_code_reads_back_by_either_scanner_and_is_printed_beside(cover, read, form, is_rehearsal):
    printed = read(make_envelope_cover(replace(cover, heading=replace(cover.heading, is_rehearsal=is_rehearsal))))
    assert [code.text for code in printed.codes(0, form)] == [CODE]
    assert CODE in printed.text


def test_it_says_which_batch_it_is_and_has_room_for_a_name_that_it_does_not_bear(cover, read):
    text = " ".join(read(make_envelope_cover(cover)).text.split())
    for words in ("12", "31401", "Comptabilité et gestion", "50 copies", "Lycée des Calanques", "mercredi 31 mai 2017"):
        assert words in text
    assert text.upper().count("CORRECTEUR (NOM ÉCRIT À LA REMISE)") == 2


def test_its_number_is_read_from_afar(cover, read):
    left, top, right, bottom = read(make_envelope_cover(cover)).ink(0, 14, 48, 100, 85)
    assert bottom - top > 20
    assert right - left > 25


@pytest.mark.parametrize(("days", "lines"), [(0, FEWEST_LINES), (3, FEWEST_LINES), (10, 10), (40, MOST_EVENINGS)])
def test_each_evening_has_a_box_to_tick_and_all_stand_on_one_page(cover, read, days, lines):
    evenings = [FIRST + timedelta(days=rank) for rank in range(days)]
    printed = read(make_envelope_cover(replace(cover, evenings=evenings)))
    assert len(printed.pages) == 1
    assert printed.count_boxes(0, 3.2) == lines


@pytest.mark.parametrize("rank", [7, 123456])
def test_a_long_number_stays_on_its_page(cover, read, rank):
    printed = read(make_envelope_cover(replace(cover, rank=rank, specialty_label="Management des unités " * 4)))
    assert len(printed.pages) == 1
    assert str(rank) in printed.text


def test_the_mark_sheet_bears_the_code_of_its_batch_beside_the_address(sheet, read):
    printed = read(mark_sheet.make_mark_sheet(replace(sheet, batch=CODE)))
    assert [code.text for code in printed.codes(0, BarcodeFormat.DataMatrix)] == [CODE]
    assert len(printed.codes(0, BarcodeFormat.QRCode)) == 1
    assert len(printed.pages) == 1


def test_the_cover_keeps_its_text(cover, read, snapshot):
    assert read(make_envelope_cover(cover)).pages == snapshot
