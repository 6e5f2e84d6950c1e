"""The rules of registers and counts, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massicot.candidates import rules
from massicot.candidates.rules import Attendance, ClosingCounts, OffList, Tally

NUMBERS = st.sets(st.sampled_from([f"0100000000{rank}" for rank in range(10)]))
ROOMS = {"1": Tally(present=26, absent=3, blank=1), "2": Tally(present=10)}


def test_once_keyed_nobody_is_not_keyed_again():
    assert set(rules.CHANGES) == set(Attendance)
    assert all(Attendance.NOT_KEYED not in after for after in rules.CHANGES.values())
    assert all(before not in after for before, after in rules.CHANGES.items())


@given(expected=NUMBERS, absent=NUMBERS, blank=NUMBERS)
def test_keying_says_one_word_of_everybody_expected_or_is_refused(expected, absent, blank):
    allowed = absent | blank <= expected and not absent & blank
    try:
        words = rules.plan_keying("1", expected, absent, blank)
    except (rules.CandidateNotInRoom, rules.AbsentAndBlank):
        assert not allowed
        return
    assert allowed
    assert words.keys() == expected
    assert {number for number, word in words.items() if word is Attendance.ABSENT} == absent
    assert {number for number, word in words.items() if word is Attendance.BLANK} == blank
    assert rules.tally(words.values()).scripts == len(expected) - len(absent)


def test_a_blank_script_counts_among_the_scripts_and_an_absent_candidate_among_the_entered():
    register = rules.tally(["present", "blank", "absent", "not-keyed", "present"])
    assert register == Tally(present=2, absent=1, blank=1, not_keyed=1)
    assert (register.scripts, register.entered) == (3, 5)


@pytest.mark.parametrize("counted", [26, 28])
def test_a_room_count_differs_unless_it_makes_the_candidates_present(counted):
    with pytest.raises(rules.RoomCountDiffers, match=f"has 27 candidates .* and {counted} scripts"):
        rules.check_room_count("1", ROOMS["1"], counted, "")
    rules.check_room_count("1", ROOMS["1"], 27, "")
    rules.check_room_count("1", ROOMS["1"], counted, "counted three times")


def test_a_closing_needs_a_count_of_each_room():
    counts = ClosingCounts(40, 40, 40)
    rules.check_closing("0139901S", ROOMS, {"1": 27, "2": 10}, 40, counts)
    with pytest.raises(rules.RoomsNotCounted, match="in 2:"):
        rules.check_closing("0139901S", ROOMS, {"1": 27}, 40, counts)
    with pytest.raises(rules.RoomsNotCounted, match="in 1, 2:"):
        rules.check_closing("0139901S", ROOMS, {"1": 26, "2": 11}, 40, counts)


def test_a_centre_without_named_rooms_is_one_room_with_a_sign_for_a_name():
    with pytest.raises(rules.NotAllKeyed, match="key the attendance of —"):
        rules.check_all_keyed("0139901S", {"": Tally(present=2, not_keyed=1)})


def test_a_difference_is_written_with_its_sign():
    assert [rules.attendance.gap(found, 10) for found in (8, 10, 13)] == ["-2", "=", "+3"]


def test_rooms_and_seats_stand_in_the_order_of_their_figures():
    rooms = ["B10", "2", "10", "b2", "", "Amphi", "1"]
    assert sorted(rooms, key=rules.natural_rank) == ["", "1", "2", "10", "Amphi", "b2", "B10"]


@given(st.text(), st.text())
def test_any_two_rooms_have_an_order(one, other):
    ranks = rules.natural_rank(one), rules.natural_rank(other)
    assert (ranks[0] <= ranks[1]) or (ranks[1] <= ranks[0])


def test_seats_of_one_room_come_before_the_next_room_and_candidate_numbers_decide_last():
    places = [("2", "1", "05"), ("1", "10", "01"), ("1", "2", "03"), ("1", "2", "02")]
    assert sorted(places, key=lambda place: rules.seat_rank(*place)) == [
        ("1", "2", "02"),
        ("1", "2", "03"),
        ("1", "10", "01"),
        ("2", "1", "05"),
    ]


@pytest.mark.parametrize("typed", ["", "0100000001", "010000000011", "0100000000A", "01000000001\n"])
def test_a_candidate_off_the_list_has_a_number_of_eleven_digits(typed):
    with pytest.raises(rules.CandidateNumberMalformed, match="its 11 digits"):
        rules.check_off_list(OffList(typed, "Pipit", "Noé", date(1998, 3, 1), "31212", "1"))
