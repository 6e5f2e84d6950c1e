"""The list of a round: number and place in the order of the numbers, every code read back, no name."""

from datetime import date

import zxingcpp

from massicot.documents.fetch_round import FetchLine, FetchRound, make_fetch_round

BOX, PLACE = "X-BTS-2017-CGE-012N", "cave / travée 3 / tablette B"


def round_of(heading, *own):
    lines = [FetchLine(number=number, batch="12", box=BOX, place=PLACE) for number in own]
    return make_fetch_round(FetchRound(heading=heading, printed_on=date(2017, 7, 3), lines=lines))


def test_scripts_stand_in_the_order_of_their_numbers_with_their_places(heading, read, numbers):
    own = numbers(5)
    printed = read(round_of(heading, *own))
    seen = " ".join(printed.text.split())
    assert [seen.index(f"{number[:4]} {number[4:8]} {number[8]}") for number in sorted(own)] == sorted(
        seen.index(f"{number[:4]} {number[4:8]} {number[8]}") for number in own
    )
    assert (seen.count(PLACE), seen.count(BOX)) == (5, 5)
    assert "5 copies" in seen
    assert sorted(code.text for code in printed.codes(0, zxingcpp.BarcodeFormat.DataMatrix)) == sorted(own)


def test_what_lies_in_no_box_or_on_no_shelf_says_so(heading, read, numbers):
    [number] = numbers(1)
    line = FetchLine(number=number, batch="", box="", place="")
    seen = read(make_fetch_round(FetchRound(heading=heading, printed_on=date(2017, 7, 3), lines=[line]))).text
    assert "sur aucun rayon" in seen
    assert "aucun\n" in seen or "aucun " in seen


def test_a_long_round_has_its_head_on_each_page(heading, read, numbers):
    printed = read(round_of(heading, *numbers(40)))
    assert len(printed.pages) > 1
    assert "page 2 /" in printed.text
