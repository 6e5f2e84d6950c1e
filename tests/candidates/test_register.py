"""Keying the register of a room, and correcting it."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.candidates import queries, rules, services
from massicot.candidates.rules import Attendance, Tally
from tests.candidates import lycee
from tests.candidates.lycee import NORTH, key, number


def correct(paper, rank, attendance, reason="signed on the wrong line"):
    services.correct_attendance(
        paper=paper,
        centre_uai=NORTH,
        candidate_number=number(rank),
        attendance=attendance,
        reason=reason,
        by=lycee.CLERK,
        at=lycee.EVENING,
    )


def count(paper, counted, gap_reason=""):
    services.count_room(
        paper=paper,
        centre_uai=NORTH,
        room="1",
        counted=counted,
        gap_reason=gap_reason,
        by=lycee.CLERK,
        at=lycee.EVENING,
    )


def test_nobody_is_absent_before_the_room_is_keyed(paper):
    assert queries.rooms_of(paper, NORTH) == {"1": Tally(not_keyed=3), "2": Tally(not_keyed=2)}


def test_a_keyed_room_has_its_absent_and_blank_and_all_the_others_present(paper):
    key(paper, absent={number(1)}, blank={number(3)}, counted=2)
    assert {row.candidate_number: row.attendance for row in queries.entry_rows(paper)} == {
        number(1): "absent",
        number(2): "present",
        number(3): "blank",
        number(4): "not-keyed",
        number(5): "not-keyed",
    }
    assert queries.room_counts(paper.pk, NORTH) == {"1": 2}


def test_a_blank_script_is_counted_in_the_hand(paper):
    with pytest.raises(rules.RoomCountDiffers, match=r"room 1 has 3 candidates present.* and 2 scripts"):
        key(paper, blank={number(3)}, counted=2)
    assert queries.rooms_of(paper, NORTH)["1"] == Tally(not_keyed=3)


def test_a_difference_signed_with_a_reason_is_keyed_as_it_is(paper):
    key(paper, counted=2, gap_reason="one script nowhere to be found")
    assert queries.room_counts(paper.pk, NORTH) == {"1": 2}
    assert queries.rooms_of(paper, NORTH)["1"] == Tally(present=3)


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_of_spaces_signs_nothing(paper, reason):
    with pytest.raises(rules.RoomCountDiffers):
        key(paper, counted=2, gap_reason=reason)


def test_a_candidate_of_another_room_is_not_keyed_in_this_one(paper):
    with pytest.raises(rules.CandidateNotInRoom, match=f"room 1: {number(4)}, {number(9)}"):
        key(paper, absent={number(4), number(1)}, blank={number(9)}, counted=2)
    assert queries.rooms_of(paper, NORTH)["1"] == Tally(not_keyed=3)


def test_a_candidate_is_not_absent_and_blank_at_once(paper):
    with pytest.raises(rules.AbsentAndBlank, match=number(2)):
        key(paper, absent={number(2)}, blank={number(2)}, counted=2)


def test_keying_a_room_again_replaces_all_that_was_keyed(paper):
    key(paper, absent={number(1), number(2)}, counted=1)
    key(paper, blank={number(1)}, counted=3)
    assert queries.rooms_of(paper, NORTH)["1"] == Tally(present=2, blank=1)
    assert queries.room_counts(paper.pk, NORTH) == {"1": 3}


def test_a_room_that_the_centre_does_not_have_is_refused_with_those_it_has(paper):
    with pytest.raises(rules.RoomUnknown, match="no room 12: its rooms are 1, 2"):
        key(paper, room="12", counted=0)


def test_a_centre_where_nobody_is_expected_is_refused(paper):
    with pytest.raises(rules.CentreUnknown, match=lycee.SOUTH):
        key(paper, centre=lycee.SOUTH, counted=0)


def test_a_keyed_room_leaves_one_line_without_names(paper):
    key(paper, absent={number(1)}, blank={number(3)}, counted=2)
    (line,) = audit.acts_of(f"centre:BTS-2017/CGE/{NORTH}")
    assert (line.by, line.act) == (lycee.CLERK.login, "RoomKeyed")
    assert json.loads(line.facts) == {
        "room": "1",
        "present": 1,
        "absent": [number(1)],
        "blank": [number(3)],
        "counted": 2,
        "gap_reason": "",
    }


def test_a_candidate_whose_mark_is_kept_stands_on_no_register(session):
    lycee.enter(session, lycee.candidate(1), lycee.candidate(2, conservations="CGE"))
    paper = lycee.paper_of(session)
    key(paper, counted=1)
    with pytest.raises(rules.CandidateNotInRoom):
        key(paper, absent={number(2)}, counted=1)


def test_a_correction_says_before_after_and_why(paper):
    key(paper, absent={number(1)}, counted=2)
    correct(paper, 1, Attendance.PRESENT)
    assert queries.rooms_of(paper, NORTH)["1"] == Tally(present=3)
    line = audit.acts_of(queries.day_subject(paper, NORTH))[-1]
    assert json.loads(line.facts) == {
        "candidate": number(1),
        "before": "absent",
        "after": "present",
        "reason": "signed on the wrong line",
    }


def test_a_correction_leaves_the_typed_count_to_be_typed_again(paper):
    key(paper, absent={number(1)}, counted=2)
    correct(paper, 1, Attendance.PRESENT)
    assert queries.room_counts(paper.pk, NORTH) == {"1": 2}
    with pytest.raises(rules.RoomCountDiffers):
        count(paper, 2)
    count(paper, 3)
    assert queries.room_counts(paper.pk, NORTH) == {"1": 3}
    assert audit.acts_of(queries.day_subject(paper, NORTH))[-1].act == "RoomCounted"


def test_a_room_is_not_counted_before_it_is_keyed(paper):
    with pytest.raises(rules.NotAllKeyed, match="attendance of 1"):
        count(paper, 3)


@pytest.mark.parametrize(
    ("rank", "attendance", "reason", "refusal"),
    [
        (1, Attendance.ABSENT, "late", rules.AttendanceUnchanged),
        (1, Attendance.NOT_KEYED, "late", rules.AttendanceUnchanged),
        (1, Attendance.PRESENT, " ", rules.ReasonMissing),
        (4, Attendance.PRESENT, "late", rules.RoomNotKeyed),
        (9, Attendance.PRESENT, "late", rules.CandidateUnknown),
    ],
)
def test_a_correction_that_cannot_be_is_refused(paper, rank, attendance, reason, refusal):
    key(paper, absent={number(1)}, counted=2)
    with pytest.raises(refusal):
        correct(paper, rank, attendance, reason)
    assert queries.rooms_of(paper, NORTH)["1"] == Tally(present=2, absent=1)
