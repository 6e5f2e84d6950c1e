"""Keying the lines of a register, and correcting them."""

import json

import pytest
from django.db import IntegrityError, transaction

from massicot.audit import queries as audit
from massicot.candidates import queries, rules, services
from massicot.candidates.models import Entry
from massicot.candidates.rules import Attendance, AttendanceSource, Tally, arrivals, candidates, registers
from massicot.candidates.rules import attendance as attendance_rules
from tests.candidates import lycee
from tests.candidates.lycee import NORTH, confirm, correct, key, number, say


def late(paper, rank, minutes):
    services.note_late_arrival(
        paper=paper, centre_uai=NORTH, candidate_number=number(rank), minutes=minutes, by=lycee.CLERK, at=lycee.EVENING
    )


def in_time(paper, rank, seen):
    whom = {"paper": paper, "centre_uai": NORTH, "candidate_number": number(rank)}
    services.take_back_late_arrival(**whom, seen=seen, by=lycee.CLERK, at=lycee.EVENING)


def words(paper):
    return [row.attendance for row in queries.room_rows(paper, NORTH, "1")]


def last_line(paper):
    line = audit.acts_of(queries.day_subject(paper, NORTH))[-1]
    return line.act, json.loads(line.facts)


def test_nobody_is_absent_before_somebody_keys_it(paper):
    assert queries.rooms_of(paper, NORTH) == {"1": Tally(not_keyed=3), "2": Tally(not_keyed=2)}


@pytest.mark.parametrize("word", [Attendance.ABSENT, Attendance.BLANK, Attendance.PRESENT])
def test_a_word_is_kept_as_soon_as_it_falls_with_its_line_in_the_journal(paper, word):
    say(paper, 2, word)
    assert words(paper) == [Attendance.NOT_KEYED, word, Attendance.NOT_KEYED]
    assert last_line(paper) == (
        "AttendanceKeyed",
        {"candidate": number(2), "before": "not-keyed", "after": word.value},
    )


def test_a_word_is_replaced_and_taken_back_before_the_room_is_confirmed(paper):
    say(paper, 2, Attendance.ABSENT)
    say(paper, 2, Attendance.BLANK, seen=Attendance.ABSENT)
    assert words(paper)[1] is Attendance.BLANK
    say(paper, 2, Attendance.NOT_KEYED, seen=Attendance.BLANK)
    assert words(paper) == [Attendance.NOT_KEYED] * 3
    assert {row.source for row in queries.room_rows(paper, NORTH, "1")} == {AttendanceSource.NOTHING}


@pytest.mark.parametrize(
    ("stands", "refusal"),
    [
        (Attendance.ABSENT, registers.NowAbsent),
        (Attendance.BLANK, registers.NowBlank),
        (Attendance.PRESENT, registers.NowPresent),
    ],
)
def test_whoever_keys_second_is_told_what_stands_now(paper, stands, refusal):
    say(paper, 2, stands)
    other = Attendance.BLANK if stands is Attendance.ABSENT else Attendance.ABSENT
    with pytest.raises(refusal, match="the seat 2 was keyed"):
        say(paper, 2, other)
    assert words(paper)[1] is stands


def test_a_word_taken_back_meanwhile_is_told(paper):
    with pytest.raises(registers.NowNotKeyed, match="seat 2 was taken back"):
        say(paper, 2, Attendance.BLANK, seen=Attendance.ABSENT)


def test_a_word_sent_again_after_a_lost_answer_changes_nothing(paper):
    say(paper, 2, Attendance.ABSENT)
    said = len(audit.acts_of(queries.day_subject(paper, NORTH)))
    say(paper, 2, Attendance.ABSENT)
    assert len(audit.acts_of(queries.day_subject(paper, NORTH))) == said


def test_a_confirmed_room_takes_no_word_without_a_reason(paper):
    key(paper, absent=(1,), counted=2)
    with pytest.raises(registers.RoomConfirmedAlready, match=r"room 1 is confirmed \(scripts counted: 2\)"):
        say(paper, 2, Attendance.ABSENT, seen=Attendance.PRESENT)
    assert words(paper)[1] is Attendance.PRESENT


def test_a_candidate_entered_late_is_keyed_in_a_room_that_was_confirmed(session, paper):
    key(paper, absent=(1,), counted=2)
    lycee.enter(session, lycee.candidate(6))
    assert not queries.room_state(paper.pk, NORTH, "1").is_confirmed
    say(paper, 6, Attendance.ABSENT)
    assert queries.room_state(paper.pk, NORTH, "1").is_confirmed


@pytest.mark.parametrize("rank", [9, 6])
def test_nobody_who_is_not_expected_is_keyed(session, paper, rank):
    lycee.enter(session, lycee.candidate(6, conservations="CGE"))
    with pytest.raises(candidates.CandidateUnknown, match=f"{number(rank)} is not expected at {NORTH}"):
        say(paper, rank, Attendance.ABSENT)


def test_a_correction_says_before_after_and_why(paper):
    key(paper, absent=(1,), counted=2)
    correct(paper, 1, Attendance.PRESENT)
    assert queries.rooms_of(paper, NORTH)["1"] == Tally(present=3)
    assert last_line(paper) == (
        "AttendanceCorrected",
        {"candidate": number(1), "before": "absent", "after": "present", "reason": "signed on the wrong line"},
    )


@pytest.mark.parametrize(
    ("rank", "attendance", "reason", "refusal"),
    [
        (1, Attendance.ABSENT, "late", attendance_rules.AttendanceUnchanged),
        (1, Attendance.NOT_KEYED, "late", attendance_rules.AttendanceUnchanged),
        (1, Attendance.PRESENT, " ", rules.CorrectionReasonMissing),
        (4, Attendance.PRESENT, "late", attendance_rules.RoomNotKeyed),
        (9, Attendance.PRESENT, "late", candidates.CandidateUnknown),
    ],
)
def test_a_correction_that_cannot_be_is_refused(paper, rank, attendance, reason, refusal):
    key(paper, absent=(1,), counted=2)
    with pytest.raises(refusal):
        correct(paper, rank, attendance, reason)
    assert queries.rooms_of(paper, NORTH)["1"] == Tally(present=2, absent=1)


def test_a_late_arrival_is_noted_beside_the_word_and_taken_back(paper):
    late(paper, 2, 20)
    assert queries.room_rows(paper, NORTH, "1")[1].minutes_late == 20
    assert last_line(paper) == ("LateArrivalNoted", {"candidate": number(2), "before": None, "after": 20})
    in_time(paper, 2, seen=20)
    assert last_line(paper)[1] == {"candidate": number(2), "before": 20, "after": None}
    assert queries.room_rows(paper, NORTH, "1")[1].minutes_late is None
    assert words(paper)[1] is Attendance.NOT_KEYED


def test_another_delay_than_the_page_showed_is_told_and_not_replaced(paper):
    late(paper, 2, 20)
    with pytest.raises(arrivals.LateOtherwise, match="seat 2 is noted 20 min late"):
        late(paper, 2, 25)
    with pytest.raises(arrivals.LateOtherwise):
        in_time(paper, 2, seen=25)
    assert queries.room_rows(paper, NORTH, "1")[1].minutes_late == 20


def test_an_act_on_a_delay_that_is_sent_again_leaves_one_line(paper):
    for _ in range(2):
        late(paper, 2, 20)
    for _ in range(2):
        in_time(paper, 2, seen=20)
    assert len(audit.acts_of(queries.day_subject(paper, NORTH))) == 2


@pytest.mark.parametrize("minutes", [-1, 0, 61])
def test_nobody_is_let_in_after_the_hour(paper, minutes):
    late(paper, 2, 60)
    with pytest.raises(arrivals.TooLate, match="later than 60 minutes"):
        late(paper, 2, minutes)
    assert queries.room_rows(paper, NORTH, "1")[1].minutes_late == 60


def test_who_came_late_is_not_absent_and_who_is_absent_did_not_come_late(paper):
    late(paper, 1, 20)
    with pytest.raises(arrivals.LateIsNotAbsent, match="seat 1 came 20 minutes late"):
        say(paper, 1, Attendance.ABSENT)
    say(paper, 2, Attendance.ABSENT)
    with pytest.raises(arrivals.AbsentIsNotLate, match="seat 2 is keyed absent"):
        late(paper, 2, 20)
    confirm(paper, 2, 2)
    with pytest.raises(arrivals.LateIsNotAbsent):
        correct(paper, 1, Attendance.ABSENT)


@pytest.mark.parametrize(
    "values",
    [{"source": "hand"}, {"attendance": "absent"}, {"minutes_late": 61}, {"minutes_late": 0}],
    ids=["a source without a word", "a word without a source", "past the hour", "no delay"],
)
def test_the_database_itself_refuses_what_no_register_says(paper, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(candidate__candidate_number=number(1)).update(**values)
