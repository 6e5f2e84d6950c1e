"""Which mark sheets go into one box: all from one number to another, but what is named, on a count made by hand."""

import pytest

from massicot.shelves.rules import sheet_boxes as rules
from massicot.shelves.rules.sheet_boxes import BoxedSheets, SheetChoice, SheetToBox, plan_sheets


def sheet(rank, printing=1, *, is_second=False, is_standing=True):
    return SheetToBox(
        sheet_id=rank * 10 + printing + 5 * is_second,
        rank=rank,
        batch=f"B-BTS-2017-CGE-{rank:04}",
        printing=printing,
        is_second=is_second,
        identifier=f"AA{rank:02}{printing}{'S' if is_second else 'F'}",
        is_standing=is_standing,
    )


PILE = [sheet(1), sheet(2, is_standing=False), sheet(2, 2), sheet(2, is_second=True, is_standing=False), sheet(12)]


def names(first=1, last=12, counted=5, but=()):
    chosen = plan_sheets(SheetChoice(first=first, last=last, counted=counted, but=but), PILE)
    return [one.name.removeprefix("B-BTS-2017-CGE-00") for one in chosen]


def test_every_received_sheet_goes_in_whatever_it_is_worth():
    assert names() == ["01/1", "02/1", "02/2", "02/S1", "12/1"]
    assert names(first=2, last=11, counted=3) == ["02/1", "02/2", "02/S1"]


@pytest.mark.parametrize(
    ("but", "left"),
    [
        (["2"], ["01/1", "12/1"]),
        (["2/1"], ["01/1", "02/2", "02/S1", "12/1"]),
        (["2/S", "1"], ["02/1", "02/2", "12/1"]),
        (["b-bts-2017-cge-0002/2"], ["01/1", "02/1", "02/S1", "12/1"]),
        (["https://exemple.fr/saisie/A02/AA022F"], ["01/1", "02/1", "02/S1", "12/1"]),
        (["aa121f"], ["01/1", "02/1", "02/2", "02/S1"]),
    ],
)
def test_a_number_names_all_sheets_of_its_batch_and_an_edition_one(but, left):
    assert names(but=but, counted=len(left)) == left


@pytest.mark.parametrize("word", ["7", "2/3", "12/S", "B-BTS-2018-CGE-0002", "douze", "2/2/2"])
def test_what_is_named_and_does_not_wait_is_refused(word):
    with pytest.raises(rules.NotSheetToBox) as refused:
        names(but=["1", word])
    assert word in str(refused.value)


def test_one_beyond_the_numbers_is_not_named_by_mistake():
    with pytest.raises(rules.NotSheetToBox):
        names(last=2, but=["12"])


def test_another_count_says_how_many_are_void_or_of_a_second_keying():
    with pytest.raises(rules.BoxedSheetsDiffer, match=r"5 mark sheets .void printings.*: 2. .* you counted 3"):
        names(counted=3)


def test_an_empty_choice_puts_nothing_into_a_box():
    for chosen in ({"first": 3, "last": 11}, {"last": 1, "but": ["1"]}):
        with pytest.raises(rules.NoSheetToBox):
            names(counted=0, **chosen)


def test_a_span_of_one_number_is_that_number():
    assert [BoxedSheets(first=3, last=last, count=2).span for last in (3, 12)] == ["3", "3–12"]
