"""The rules of registers and counts, without a database."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.candidates import rules
from massicot.candidates.rules import (
    Attendance,
    AttendanceSource,
    ClosingCounts,
    HandCount,
    OffList,
    Tally,
    arrivals,
    attendance,
    day,
    registers,
)
from massicot.candidates.rules.registers import RoomLine
from massicot.core import codes

SAT_ON = date(2017, 5, 15)
ROOMS = {"1": Tally(present=26, absent=3, blank=1), "2": Tally(present=10)}


def test_a_correction_never_leaves_somebody_without_a_word_nor_begins_there():
    assert set(rules.CHANGES) == set(Attendance)
    assert not rules.CHANGES[Attendance.NOT_KEYED]
    assert all(Attendance.NOT_KEYED not in after for after in rules.CHANGES.values())
    assert all(before not in after for before, after in rules.CHANGES.items())


def test_no_reason_beside_a_candidate_names_a_script():
    change = (Attendance.PRESENT, Attendance.BLANK)
    number = codes.number_of(219949)
    for written in (number, f"{number[:4]} {number[4:8]} {number[8:]}", number.lower()):
        with pytest.raises(attendance.ReasonNamesScript):
            attendance.check_correction("02100000001", "101", change, f"La copie {written} est blanche.")
    attendance.check_correction(
        "02100000001", "101", change, "Copie blanche, vue le 12 05 2017 par les 3 surveillants."
    )


def test_a_blank_script_counts_among_the_scripts_and_an_absent_candidate_among_the_entered():
    register = rules.tally(["present", "blank", "absent", "not-keyed", "present"])
    assert register == Tally(present=2, absent=1, blank=1, not_keyed=1)
    assert (register.scripts, register.entered) == (3, 5)


def lines(**counts):
    """Write a register with so many lines of each word."""
    words = [Attendance(word.replace("_", "-")) for word, count in counts.items() for _ in range(count)]
    return [RoomLine(f"{rank:011d}", str(rank), word) for rank, word in enumerate(words, 1)]


@pytest.mark.parametrize(
    ("counted", "gap"), [(26, "one script fewer than candidates present"), (29, "2 scripts too many")]
)
def test_a_room_count_differs_unless_it_makes_the_candidates_present_and_the_others(counted, gap):
    register = lines(present=6, blank=1, absent=3, not_keyed=20)
    with pytest.raises(rules.RoomCountDiffers, match=rf"has 27 candidates .* and {counted} scripts .*: {gap}\."):
        registers.check_room_count("1", register, counted, "")
    registers.check_room_count("1", register, 27, "")
    registers.check_room_count("1", register, counted, "counted three times")


def test_a_room_is_confirmed_when_it_is_counted_and_nobody_is_without_a_word():
    assert not registers.is_confirmed(Tally(present=3), None)
    assert registers.is_confirmed(Tally(absent=3), 0)
    assert not registers.is_confirmed(Tally(present=3, not_keyed=1), 3)


def test_seats_are_named_by_their_candidate_where_they_have_no_name():
    assert [RoomLine("01000000001", seat, Attendance.ABSENT).title for seat in ("12", "")] == ["12", "01000000001"]


@pytest.mark.parametrize("source", [AttendanceSource.LABEL, AttendanceSource.OFF_LIST])
def test_a_script_that_was_seen_stays_seen_while_there_is_one(source):
    after = [
        attendance.source_after(source, word) for word in (Attendance.BLANK, Attendance.ABSENT, Attendance.NOT_KEYED)
    ]
    assert after == [source, AttendanceSource.HAND, AttendanceSource.NOTHING]


def test_no_line_is_unscanned_where_nothing_was_scanned():
    seen = RoomLine("01000000009", "9", Attendance.PRESENT, AttendanceSource.LABEL)
    off_list = RoomLine("01000000010", "10", Attendance.PRESENT, AttendanceSource.OFF_LIST)
    register = [*lines(absent=1, not_keyed=1, blank=1), off_list]
    assert registers.unscanned_lines(register) == []
    assert registers.unscanned_lines([*register, seen]) == ["2", "3"]


def hands(*counted):
    """Count the rooms 1, 2… in the hand."""
    return {str(rank): HandCount(count) for rank, count in enumerate(counted, 1)}


def test_a_closing_needs_a_count_of_each_room():
    counts = ClosingCounts(40, 40, 40)
    day.check_closing("0139901S", ROOMS, hands(27, 10), 40, counts)
    with pytest.raises(day.RoomsNotCounted, match="in the rooms 2:"):
        day.check_closing("0139901S", ROOMS, hands(27), 40, counts)
    with pytest.raises(day.RoomsNotCounted, match="in the rooms 1, 2:"):
        day.check_closing("0139901S", ROOMS, hands(26, 11), 40, counts)


@pytest.mark.parametrize("typed", [(40, 40, 40), (39, 39, 39), (39, 40, 39)])
@pytest.mark.parametrize("mixed", [(), {"1"}, {"2"}])
def test_what_was_signed_in_a_room_is_not_asked_for_again_at_the_closing(typed, mixed):
    signed = {**hands(27, 10), "1": HandCount(26, "found nowhere", "clerk")}
    day.check_closing("0139901S", ROOMS, signed, 40, ClosingCounts(*typed), mixed=mixed)


@pytest.mark.parametrize(
    ("typed", "mixed"), [((38, 40, 40), ()), ((41, 40, 40), ()), ((38, 39, 39), {"1"}), ((39, 39, 41), {"1"})]
)
def test_what_differs_otherwise_than_was_signed_is_asked_for(typed, mixed):
    signed = {**hands(27, 10), "1": HandCount(26, "found nowhere", "clerk")}
    with pytest.raises(rules.CountsDiffer):
        day.check_closing("0139901S", ROOMS, signed, 40, ClosingCounts(*typed), mixed=mixed)


def test_a_reason_signs_a_difference_and_nothing_where_there_is_none():
    assert day.hand_count(27, 26, " found nowhere ", "clerk") == HandCount(26, "found nowhere", "clerk")
    assert day.hand_count(27, 27, "found nowhere", "clerk") == HandCount(27)
    assert day.hand_count(27, 26, "  ", "clerk") == HandCount(26)


def test_a_centre_without_named_rooms_is_one_room_with_a_sign_for_a_name():
    with pytest.raises(rules.NotAllKeyed, match="Key the attendance of the rooms —"):
        day.check_all_keyed("0139901S", {"": Tally(present=2, not_keyed=1)})


def test_a_room_is_named_without_the_word_that_sentences_say():
    assert [rules.room_title(name) for name in ("Salle 12", "salle B", "12", "Amphi", "")] == [
        "12",
        "B",
        "12",
        "Amphi",
        "—",
    ]


def test_a_difference_is_written_in_words():
    assert [str(rules.gap(counted, 10)) for counted in (8, 9, 10, 11, 13)] == [
        "2 scripts fewer than candidates present",
        "one script fewer than candidates present",
        "as many scripts as candidates present",
        "one script too many",
        "3 scripts too many",
    ]


def test_rooms_and_seats_stand_in_the_order_of_their_figures():
    rooms = ["B10", "2", "10", "b2", "", "Amphi", "1"]
    assert sorted(rooms, key=attendance.natural_rank) == ["", "1", "2", "10", "Amphi", "b2", "B10"]


@given(st.text(), st.text())
def test_any_two_rooms_have_an_order(one, other):
    ranks = attendance.natural_rank(one), attendance.natural_rank(other)
    assert (ranks[0] <= ranks[1]) or (ranks[1] <= ranks[0])


def test_seats_of_one_room_come_before_the_next_room_and_candidate_numbers_decide_last():
    places = [("2", "1", "05"), ("1", "10", "01"), ("1", "2", "03"), ("1", "2", "02")]
    assert sorted(places, key=lambda place: attendance.seat_rank(*place)) == [
        ("1", "2", "02"),
        ("1", "2", "03"),
        ("1", "10", "01"),
        ("2", "1", "05"),
    ]


@pytest.mark.parametrize("typed", ["", "0100000001", "010000000011", "0100000000A", "01000000001\n"])
def test_a_candidate_off_the_list_has_a_number_of_eleven_digits(typed):
    with pytest.raises(arrivals.CandidateNumberMalformed, match="its 11 digits"):
        arrivals.check_off_list(
            OffList(
                candidate_number=typed,
                surname="Pipit",
                first_names="Noé",
                born_on=date(1998, 3, 1),
                specialty_code="31212",
                room="1",
            ),
            SAT_ON,
        )


def test_a_candidate_off_the_list_has_an_age_to_sit_and_a_school_that_there_is():
    pipit = OffList(
        candidate_number="01000000001",
        surname="Pipit",
        first_names="Noé",
        born_on=date(1998, 3, 1),
        specialty_code="31212",
        room="1",
        origin_uai="9900003Y",
    )
    arrivals.check_off_list(pipit, SAT_ON)
    arrivals.check_off_list(replace(pipit, origin_uai=""), SAT_ON)
    for origin in ("9900003A", "990003Y", "zz"):
        with pytest.raises(arrivals.OriginMalformed, match=origin):
            arrivals.check_off_list(replace(pipit, origin_uai=origin), SAT_ON)
    for year in (2050, 2017, 2006, 1916):
        with pytest.raises(arrivals.BirthDateImpossible, match=str(year)):
            arrivals.check_off_list(replace(pipit, born_on=date(year, 1, 1)), SAT_ON)
