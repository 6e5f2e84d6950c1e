"""Which mark sheets a range receives, how one is typed, and from when on one lacks."""

from datetime import UTC, datetime, timedelta

import pytest

from massicot.shelves.rules import sheets
from massicot.shelves.rules.sheets import Owed, SheetRange, TypedSheet

DUE = datetime(2017, 6, 9, 15, tzinfo=UTC)
BEFORE, AFTER = DUE - timedelta(minutes=1), DUE


def test_all_from_1_to_127_but_12_and_40_are_125():
    asked = SheetRange(first=1, last=127, counted=125, but=(12, 40))
    received = sheets.check_range(asked, range(1, 131))
    assert (len(received), received[0], received[-1]) == (125, 1, 127)
    assert not {12, 40} & set(received)


def test_a_number_that_has_no_sheet_is_left_out_of_the_count():
    assert sheets.check_range(SheetRange(first=1, last=5, counted=4), (1, 2, 4, 5, 6)) == [1, 2, 4, 5]


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (SheetRange(first=5, last=1, counted=5), sheets.RangeReversed),
        (SheetRange(first=1, last=5, counted=4, but=(6,)), sheets.RangeNamesStrangers),
        (SheetRange(first=1, last=5, counted=4, but=(3,)), sheets.RangeNamesStrangers),
        (SheetRange(first=7, last=9, counted=0), sheets.RangeEmpty),
        (SheetRange(first=1, last=1, counted=0, but=(1,)), sheets.RangeEmpty),
        (SheetRange(first=1, last=5, counted=5), sheets.SheetCountDiffers),
        (SheetRange(first=1, last=5, counted=3), sheets.SheetCountDiffers),
    ],
)
def test_a_range_that_does_not_add_up_is_refused(asked, refusal):
    with pytest.raises(refusal):
        sheets.check_range(asked, (1, 2, 4, 5))


def test_the_refused_count_says_both_figures():
    with pytest.raises(sheets.SheetCountDiffers) as refused:
        sheets.check_range(SheetRange(first=1, last=127, counted=126, but=(12, 40)), range(1, 128))
    assert "from 1 to 127" in str(refused.value).lower()
    assert "125" in str(refused.value)
    assert "126" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("12", TypedSheet(12)),
        (" 012 ", TypedSheet(12)),
        ("12/2", TypedSheet(12, printing=2)),
        ("12 / 2", TypedSheet(12, printing=2)),
        ("12/s", TypedSheet(12, is_second=True, printing=1)),
        ("12/S3", TypedSheet(12, is_second=True, printing=3)),
        ("12/", TypedSheet(12)),
        ("B-BTS-2017-CGE-0012", None),
        ("12.5", None),
        ("1234567", None),
        ("١٢", None),
        ("", None),
    ],
)
def test_a_sheet_is_typed_by_the_number_of_its_batch(text, typed):
    assert sheets.read_typed(text) == typed


@pytest.mark.parametrize(
    ("lacking", "open_batches", "now", "owed"),
    [
        (3, 2, BEFORE, Owed.NOT_YET),
        (3, 0, BEFORE, Owed.DUE),
        (0, 0, BEFORE, Owed.WHOLE),
        (0, 2, BEFORE, Owed.NOT_YET),
        (3, 0, AFTER, Owed.LACKING),
        (3, 2, AFTER, Owed.LACKING),
        (0, 2, AFTER, Owed.NOT_YET),
        (0, 0, AFTER, Owed.WHOLE),
    ],
)
def test_nothing_lacks_before_the_day_by_which_it_is_to_be_back(lacking, open_batches, now, owed):
    assert sheets.owed(lacking=lacking, open_batches=open_batches, return_by=DUE, now=now) is owed


def test_without_such_a_day_nothing_is_ever_overdue():
    late = AFTER + timedelta(days=400)
    assert sheets.owed(lacking=3, open_batches=0, return_by=None, now=late) is Owed.DUE


def test_a_receipt_is_taken_back_with_a_reason():
    with pytest.raises(sheets.SheetReasonMissing):
        sheets.check_reason("B-1/1", "  ")
    sheets.check_reason("B-1/1", "Lu deux fois.")
