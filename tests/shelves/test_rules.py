"""Which mark sheets a range receives, how one is typed, and from when on one lacks."""

from datetime import UTC, datetime, timedelta

import pytest

from massicot.shelves.rules import sheets
from massicot.shelves.rules.sheets import Owed, SheetRange, TypedSheet

DUE = datetime(2017, 6, 9, 15, tzinfo=UTC)
BEFORE, AFTER = DUE - timedelta(minutes=1), DUE


def test_all_from_1_to_127_but_12_and_40_are_125():
    asked = SheetRange(first=1, last=127, counted=125, but=(12, 40))
    received = sheets.check_range(asked, dict.fromkeys(range(1, 131), False))
    assert (len(received), received[0], received[-1]) == (125, 1, 127)
    assert not {12, 40} & set(received)


def test_a_number_that_has_no_sheet_is_left_out_of_the_count():
    sheets_there = dict.fromkeys((1, 2, 4, 5, 6), True)
    assert sheets.check_range(SheetRange(first=1, last=5, counted=4), sheets_there) == [1, 2, 4, 5]


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
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
        sheets.check_range(asked, dict.fromkeys((1, 2, 4, 5), False))


@pytest.mark.parametrize(("last", "refusal"), [(1, sheets.RangeReversed), (128, sheets.RangeBeyond)])
def test_numbers_are_the_right_way_round_and_not_beyond_the_last_one(last, refusal):
    with pytest.raises(refusal):
        sheets.check_ends(2, last, 127)
    sheets.check_ends(2, 127, 127)
    sheets.check_ends(2, 128, None)


def test_the_refused_count_says_both_figures():
    here = {rank: rank < 8 for rank in range(1, 128)}
    with pytest.raises(sheets.SheetCountDiffers) as refused:
        sheets.check_range(SheetRange(first=1, last=127, counted=126, but=(12, 40)), here)
    for words in ("From 1 to 127", "hold 125 mark sheets", "received before: 7", "you counted 126"):
        assert words in str(refused.value)


@pytest.mark.parametrize(("n", "words"), [(1, "hold 1 mark sheet (received"), (2, "hold 2 mark sheets (received")])
def test_the_refused_count_says_one_as_one(n, words):
    with pytest.raises(sheets.SheetCountDiffers) as refused:
        sheets.check_range(SheetRange(first=1, last=2, counted=0), dict.fromkeys(range(1, n + 1), False))
    assert words in str(refused.value)


def test_of_many_numbers_that_are_not_there_the_first_are_named():
    with pytest.raises(sheets.RangeNamesStrangers) as refused:
        sheets.check_range(SheetRange(first=1, last=1, counted=1, but=range(2, 900)), {1: False})
    assert str(refused.value).startswith("2, 3, 4, 5, 6, 7, 8, 9, 10, 11…:")


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
        ("b-bts-2017-cge-0012", TypedSheet("B-BTS-2017-CGE-0012")),
        ("B-BTS-2017-CGE-0012/2", TypedSheet("B-BTS-2017-CGE-0012", printing=2)),
        ("4 5", None),
        ("7KQ2M4", None),
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
