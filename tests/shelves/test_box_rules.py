"""What goes into boxes, how a label is read, how a place is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.consignments.rules.returns import ContentKind, ReturnCounts
from massicot.core.wall import TextNamesCandidate
from massicot.shelves.rules import boxes as rules
from massicot.shelves.rules.boxes import BoxChoice, Received, box_code, read_box, read_boxes, read_shelf

PAPER = "BTS-2017-CGE"


def batch(rank, specialty, count=50):
    return Received(ContentKind.BATCH, f"B-{PAPER}-{rank:04}", specialty, count)


LARGE = [batch(rank, "5A") for rank in (1, 4, 5)]
SMALL = [batch(2, "6A", 20), batch(3, "7A", 30)]
ALL = [*LARGE, *SMALL]


def plan(fits, *, but=(), received=ALL, counted=None):
    choice = BoxChoice(specialties=["5A", "6A", "7A"], but=but, fits=fits)
    there = [one for one in received if one.ref not in but]
    envelopes = sum(one.kind is ContentKind.BATCH for one in there)
    counts = counted or ReturnCounts(envelopes, sum(one.count for one in there))
    return [[one.ref[-1] for one in box] for box in rules.plan_boxes(choice, received, counts)]


@pytest.mark.parametrize(
    ("fits", "boxes"),
    [
        (100, [["1", "4"], ["5"], ["2", "3"]]),
        (50, [["1"], ["4"], ["5"], ["2", "3"]]),
        (200, [["1", "4", "5", "2", "3"]]),
    ],
)
def test_a_large_specialty_has_boxes_of_its_own_and_small_ones_share(fits, boxes):
    assert plan(fits) == boxes


def test_what_is_named_stays_out():
    assert plan(100, but=[LARGE[1].ref]) == [["1", "5"], ["2", "3"]]


def test_a_script_in_no_batch_lies_behind_the_batches_of_its_specialty():
    loose = Received(ContentKind.SCRIPT, "12345678K", "6A", 1)
    assert plan(100, received=[loose, *SMALL]) == [["2", "K", "3"]]


def test_what_does_not_fit_is_not_there_or_is_counted_otherwise_is_refused():
    with pytest.raises(rules.BoxTooSmall):
        plan(49)
    with pytest.raises(rules.NotToBox):
        plan(100, but=["B-DCG-2017-CGE-0001"], counted=ReturnCounts(5, 200))
    with pytest.raises(rules.BoxedCountDiffers):
        plan(100, counted=ReturnCounts(4, 200))
    with pytest.raises(rules.NothingToBox):
        plan(100, received=[])


@given(st.lists(st.integers(1, 60), min_size=1, max_size=30), st.integers(60, 300))
def test_every_thing_is_in_one_box_and_none_is_too_full(counts, fits):
    received = [batch(rank, ("5A", "6A", "7A")[rank % 3], count) for rank, count in enumerate(counts, 1)]
    choice = BoxChoice(specialties=["5A", "6A", "7A"], fits=fits)
    boxes = rules.plan_boxes(choice, received, ReturnCounts(len(counts), sum(counts)))
    assert sorted(one.ref for box in boxes for one in box) == sorted(one.ref for one in received)
    assert all(0 < sum(one.count for one in box) <= fits for box in boxes)


def test_a_label_is_read_whole_or_by_its_number_with_its_letter():
    code = box_code(PAPER, 12)
    assert code == "X-BTS-2017-CGE-012N"
    assert [read_box(typed, PAPER) for typed in (code, code.lower(), "12n", "012N")] == [code] * 4


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("12", rules.BoxNotRead),
        ("12M", rules.BoxNotRead),
        ("X-BTS-2017-CGE-021N", rules.BoxNotRead),
        ("B-BTS-2017-CGE-0001", rules.BoxNotRead),
        ("X-BTS-2016-CGE-012N", rules.BoxOfAnother),
        ("X-BTS-2017-EDM-012N", rules.BoxOfAnother),
    ],
)
def test_a_mistyped_label_and_one_of_another_year_or_paper_are_refused(typed, refusal):
    with pytest.raises(refusal):
        read_box(typed, PAPER)


def test_a_box_is_named_once():
    with pytest.raises(rules.BoxNamedTwice):
        read_boxes(["1B", "2C", "001b"], PAPER)
    with pytest.raises(rules.NoBoxNamed):
        read_boxes([], PAPER)


def test_a_place_is_written_as_it_was_before():
    known = ["Cave / travée 3 / tablette B"]
    assert read_shelf(" cave/  TRAVÉE 3 /tablette b/", known) == known[0]
    assert read_shelf("grenier/ coin", known) == "grenier / coin"


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        (" / ", rules.ShelfMissing),
        ("a" * 300, rules.ShelfTooLong),
        ("cave\x07", rules.ShelfNotPlain),
        ("cave 01234567890", TextNamesCandidate),
    ],
)
def test_a_place_is_one_short_line_that_names_nobody(typed, refusal):
    with pytest.raises(refusal):
        read_shelf(typed, [])
