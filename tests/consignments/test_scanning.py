"""One script scanned after the other: each counts once, and what is not right says what is known of it."""

from uuid import uuid4

import pytest

from massicot.consignments import queries, services
from massicot.consignments.rules import Tick, parcels
from massicot.consignments.rules.reception import Verdict
from massicot.core import codes
from massicot.core.actor import Actor
from massicot.scripts import queries as scripts
from tests.cast import ARRIVAL, CEDRES, MARC, PERRIN

pytestmark = pytest.mark.django_db
MONA = Actor("mona@perrin.invalid")


def scan(parcel, number, scan_id=None, by=MARC):
    return services.scan_script(code=parcel.code, number=number, scan_id=scan_id or uuid4(), by=by, at=ARRIVAL)


def ticks(parcel):
    return queries.ticks_of(queries.parcel_by_code(parcel.code))


def test_a_scanned_script_is_received_small_letters_and_spaces_accepted(arrived):
    number = arrived.numbers[0]
    answer = scan(arrived, f" {number[:4]} {number[4:].lower()}")
    assert (answer.verdict, answer.number) == (Verdict.RIGHT, number)
    assert ticks(arrived) == {Tick.RECEIVED: 1, Tick.NOT_YET: 5}
    assert queries.parcel_and_tick(arrived.paper.pk)[number] == (arrived.code, Tick.RECEIVED)


def test_the_same_scan_counts_once_and_says_the_same(arrived):
    number, scan_id = arrived.numbers[0], uuid4()
    answers = [scan(arrived, number, scan_id) for _ in range(3)]
    assert {answer.verdict for answer in answers} == {Verdict.RIGHT}
    assert ticks(arrived) == {Tick.RECEIVED: 1, Tick.NOT_YET: 5}


def test_another_scan_of_a_script_that_was_ticked_names_nobody(arrived):
    number = arrived.numbers[0]
    scan(arrived, number)
    again = scan(arrived, number, by=MONA)
    assert (again.verdict, again.parcel, again.by, again.at) == (Verdict.DOUBLE, arrived.code, "", None)
    assert ticks(arrived)[Tick.RECEIVED] == 1
    services.write_ticks_towards(paper_id=arrived.paper.pk, centre_uai=PERRIN, by=MONA, at=ARRIVAL)
    again = scan(arrived, number, by=MONA)
    assert (again.verdict, again.by, again.at) == (Verdict.DOUBLE, "", None)


def test_scanning_a_script_declared_missing_finds_it_also_after_the_closing(arrived):
    first, *others = arrived.numbers
    for number in others:
        scan(arrived, number)
    services.declare_missing(code=arrived.code, number=first, by=MARC, at=ARRIVAL)
    services.close_reception(code=arrived.code, by=MARC, at=ARRIVAL)
    scan_id = uuid4()
    assert scan(arrived, first, scan_id).verdict is Verdict.FOUND
    assert scan(arrived, first, scan_id).verdict is Verdict.RIGHT
    assert scan(arrived, first).verdict is Verdict.DOUBLE
    assert queries.found_again(arrived.paper.pk) == [first]


def test_a_tick_taken_back_is_not_made_again_by_the_same_scan(arrived):
    number, scan_id = arrived.numbers[0], uuid4()
    scan(arrived, number, scan_id)
    services.untick_script(code=arrived.code, number=number, by=MARC, at=ARRIVAL)
    assert scan(arrived, number, scan_id).verdict is Verdict.TAKEN_BACK
    assert ticks(arrived) == {Tick.NOT_YET: 6}
    assert scan(arrived, number).verdict is Verdict.RIGHT


def test_a_script_of_another_parcel_that_came_here_is_a_stray(arrived):
    stray = queries.contents_of(queries.parcel_by_code(arrived.other))[0].number
    answer = scan(arrived, stray)
    assert (answer.verdict, answer.parcel, answer.centre) == (Verdict.STRAY, arrived.other, "9900002X")
    assert ticks(arrived) == {Tick.NOT_YET: 6}


def test_a_stray_received_in_its_own_parcel_is_a_double_here(arrived):
    stray = queries.contents_of(queries.parcel_by_code(arrived.other))[0].number
    services.tick_scripts(code=arrived.other, numbers=[stray], by=MONA, at=ARRIVAL)
    answer = scan(arrived, stray)
    assert (answer.verdict, answer.parcel, answer.by) == (Verdict.DOUBLE, arrived.other, "")


def test_a_number_that_is_not_one_and_one_never_drawn_are_told_apart(arrived):
    drawn = scripts.taken_numbers()
    never = next(number for number in map(codes.number_of, range(1, 99)) if number not in drawn)
    assert scan(arrived, never).verdict is Verdict.UNKNOWN
    wrong = f"{never[:8]}{'A' if never[8] != 'A' else 'B'}"
    assert [scan(arrived, text).verdict for text in (wrong, "", "P-1", "１２３４５６７８A")] == [Verdict.UNREADABLE] * 4


def test_a_spare_number_that_nobody_packed_names_its_centre_only(arrived):
    packed = queries.parcel_and_tick(arrived.paper.pk)
    spare = next(number for number in scripts.numbers_of_centre(arrived.paper.pk, CEDRES) if number not in packed)
    answer = scan(arrived, spare)
    assert (answer.verdict, answer.parcel, answer.centre) == (Verdict.NOT_PACKED, "", CEDRES)


def test_nothing_is_scanned_in_a_parcel_that_is_not_here(packed):
    with pytest.raises(parcels.NotReceived):
        scan(packed, packed.numbers[0])
