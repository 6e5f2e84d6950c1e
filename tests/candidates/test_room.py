"""Confirming a room on its others and on the scripts in the hand; counting again; taking the confirmation back."""

import json
from datetime import date

import pytest

from massicot.audit import queries as audit
from massicot.candidates import queries, rules, services
from massicot.candidates.models import Entry
from massicot.candidates.queries import day
from massicot.candidates.rules import Attendance, AttendanceSource, OffList, Tally, registers
from tests.candidates import lycee
from tests.candidates.lycee import NORTH, confirm, count, key, number, say, take_back


def scan(paper, rank, room="1"):
    """Scan the label of a candidate's script, as the act that reads the label does."""
    entry_id = Entry.objects.get(candidate__candidate_number=number(rank)).pk
    return services.tick_entry(paper=paper, centre_uai=NORTH, room=room, entry_id=entry_id)


def room(paper, name="1"):
    return queries.rooms_of(paper, NORTH)[name]


def signature(paper, name="1"):
    """Read who signed the difference of a room, and why."""
    return tuple(day.hand_counts(paper.pk, NORTH)[name][1:])


def last_line(paper):
    line = audit.acts_of(queries.day_subject(paper, NORTH))[-1]
    return line.act, json.loads(line.facts)


def test_all_the_others_are_present_once_the_scripts_in_the_hand_make_them(paper):
    say(paper, 1, Attendance.ABSENT)
    say(paper, 3, Attendance.BLANK)
    confirm(paper, 1, 2)
    assert {row.candidate_number: row.attendance for row in queries.entry_rows(paper)} == {
        number(1): "absent",
        number(2): "present",
        number(3): "blank",
        number(4): "not-keyed",
        number(5): "not-keyed",
    }
    assert queries.room_counts(paper.pk, NORTH) == {"1": 2}


def test_a_confirmed_room_leaves_one_line_without_names(paper):
    key(paper, absent=(1,), blank=(3,), counted=2)
    assert last_line(paper) == (
        "RoomConfirmed",
        {
            "room": "1",
            "present": 1,
            "absent": [number(1)],
            "blank": [number(3)],
            "others": 1,
            "scanned": 0,
            "counted": 2,
            "gap_reason": "",
        },
    )


@pytest.mark.parametrize(
    ("counted", "gap"),
    [
        (2, "one script fewer than candidates present"),
        (4, "one script too many"),
        (0, "3 scripts fewer than candidates present"),
    ],
)
def test_a_room_is_not_confirmed_while_the_count_differs_and_the_gap_is_named(paper, counted, gap):
    with pytest.raises(rules.RoomCountDiffers, match=rf"room 1 has 3 .* and {counted} .*: {gap}\."):
        confirm(paper, 3, counted)
    assert room(paper) == Tally(not_keyed=3)
    assert queries.room_counts(paper.pk, NORTH) == {}


def test_a_difference_signed_with_a_reason_is_confirmed_as_it_is(paper):
    confirm(paper, 3, 2, gap_reason="one script nowhere to be found")
    assert queries.room_counts(paper.pk, NORTH) == {"1": 2}
    assert room(paper) == Tally(present=3)
    assert last_line(paper)[1]["gap_reason"] == "one script nowhere to be found"
    assert signature(paper) == ("one script nowhere to be found", lycee.CLERK.login)
    assert [
        queries.room_state(paper.pk, NORTH, "1").is_signed,
        queries.room_state(paper.pk, NORTH, "1").is_off_count,
    ] == [
        True,
        False,
    ]


def test_a_room_counted_again_is_signed_anew_or_not_at_all(paper):
    confirm(paper, 3, 2, gap_reason="one script nowhere to be found")
    count(paper, 1, gap_reason="two scripts now")
    assert signature(paper) == ("two scripts now", lycee.CLERK.login)
    count(paper, 3, gap_reason="both found")
    assert signature(paper) == ("", "")


@pytest.mark.parametrize(
    "change",
    [
        lambda session, paper: swap_words(paper),
        lambda session, paper: enter_stranger(paper),
        lambda session, paper: [lycee.enter(session, lycee.candidate(6)), say(paper, 6, Attendance.ABSENT)],
        lambda session, paper: [lycee.enter(session, lycee.candidate(6)), scan(paper, 6)],
        lambda session, paper: lycee.enter(session, lycee.candidate(3, salle="2"), lycee.candidate(4, salle="1")),
    ],
    ids=["corrected", "off the list", "latecomer keyed", "latecomer scanned", "moved"],
)
def test_a_signature_falls_when_the_words_of_its_room_change(session, paper, change):
    key(paper, absent=(1,), counted=1, gap_reason="one script nowhere to be found")
    key(paper, room="2", counted=1, gap_reason="another one")
    change(session, paper)
    state = queries.room_state(paper.pk, NORTH, "1")
    assert (signature(paper), state.is_confirmed, state.is_off_count) == (("", ""), True, True)


def test_a_signature_stays_when_another_room_changes(session, paper):
    confirm(paper, 3, 2, gap_reason="one script nowhere to be found")
    lycee.enter(session, lycee.candidate(6, salle="2"), lycee.candidate(1, place="17"))
    say(paper, 6, Attendance.ABSENT)
    assert signature(paper) == ("one script nowhere to be found", lycee.CLERK.login)


def swap_words(paper):
    """Correct two lines so that the room has as many of each word as before."""
    lycee.correct(paper, 1, Attendance.PRESENT)
    lycee.correct(paper, 2, Attendance.ABSENT)


def enter_stranger(paper):
    """Enter a candidate off the list in the room."""
    one = OffList(
        candidate_number=number(99),
        surname="Pipit",
        first_names="Noé",
        born_on=date(1998, 3, 1),
        specialty_code=lycee.ON_SITE,
        room="1",
    )
    services.add_off_list_unnumbered(paper=paper, centre_uai=NORTH, candidate=one)


def test_a_reason_of_spaces_signs_nothing(paper):
    with pytest.raises(rules.RoomCountDiffers):
        confirm(paper, 3, 2, gap_reason="   ")


@pytest.mark.parametrize("shown", [2, 4, 0])
def test_a_room_is_not_confirmed_on_others_that_the_page_did_not_show(paper, shown):
    with pytest.raises(rules.OthersChanged, match=f"others are 3 now, not {shown}"):
        confirm(paper, shown, 3)
    assert room(paper) == Tally(not_keyed=3)


def test_a_confirmed_room_is_not_confirmed_twice(paper):
    key(paper, absent=(1,), counted=2)
    with pytest.raises(registers.RoomConfirmedAlready):
        confirm(paper, 0, 2)


def test_a_room_that_the_centre_does_not_have_is_refused_with_those_it_has(paper):
    with pytest.raises(rules.RoomUnknown, match="no room 12: its rooms are 1, 2"):
        confirm(paper, 0, 0, "12")


def test_a_taken_back_room_has_its_others_to_be_keyed_again_and_nobody_else(paper):
    say(paper, 1, Attendance.PRESENT)
    say(paper, 2, Attendance.ABSENT)
    confirm(paper, 1, 2)
    take_back(paper)
    assert room(paper) == Tally(present=1, absent=1, not_keyed=1)
    assert queries.room_counts(paper.pk, NORTH) == {}
    facts = {"room": "1", "others": 1, "counted": 2, "reason": "the wrong room"}
    assert last_line(paper) == ("ConfirmationTakenBack", facts)
    say(paper, 3, Attendance.ABSENT)
    confirm(paper, 0, 1)


def test_a_corrected_line_stays_when_the_room_is_taken_back(paper):
    key(paper, absent=(1,), counted=2)
    lycee.correct(paper, 2, Attendance.BLANK)
    take_back(paper)
    assert room(paper) == Tally(absent=1, blank=1, not_keyed=1)


def test_only_a_confirmed_room_is_taken_back_and_only_with_a_reason(paper):
    with pytest.raises(registers.RoomNotConfirmed):
        take_back(paper)
    key(paper, counted=3)
    with pytest.raises(rules.CorrectionReasonMissing):
        take_back(paper, reason=" ")
    assert room(paper) == Tally(present=3)


def test_a_correction_leaves_the_typed_count_to_be_typed_again(paper):
    key(paper, absent=(1,), counted=2)
    lycee.correct(paper, 1, Attendance.PRESENT)
    assert queries.room_counts(paper.pk, NORTH) == {"1": 2}
    assert queries.room_state(paper.pk, NORTH, "1").is_off_count
    with pytest.raises(rules.RoomCountDiffers):
        count(paper, 2)
    count(paper, 3)
    assert queries.room_counts(paper.pk, NORTH) == {"1": 3}
    assert last_line(paper) == ("RoomCounted", {"room": "1", "counted": 3, "gap_reason": ""})


def test_a_room_is_not_counted_again_before_it_is_confirmed(session, paper):
    with pytest.raises(registers.RoomNotConfirmed):
        count(paper, 3)
    key(paper, counted=3)
    lycee.enter(session, lycee.candidate(6))
    with pytest.raises(registers.RoomNotConfirmed):
        count(paper, 4)


def test_a_scanned_label_says_present_once(paper):
    assert [scan(paper, 1).is_double for _ in range(2)] == [False, True]
    assert room(paper) == Tally(present=1, not_keyed=2)
    assert queries.room_rows(paper, NORTH, "1")[0].source is AttendanceSource.LABEL


def test_the_label_of_a_blank_script_leaves_it_blank(paper):
    say(paper, 1, Attendance.BLANK)
    assert not scan(paper, 1).is_double
    assert scan(paper, 1).is_double
    assert room(paper) == Tally(blank=1, not_keyed=2)


def test_a_script_seen_stays_seen_when_it_turns_out_blank(paper):
    scan(paper, 1)
    say(paper, 1, Attendance.BLANK, seen=Attendance.PRESENT)
    assert scan(paper, 1).is_double
    say(paper, 1, Attendance.NOT_KEYED, seen=Attendance.BLANK)
    assert not scan(paper, 1).is_double


def test_the_label_of_an_absent_candidate_is_refused(paper):
    say(paper, 1, Attendance.ABSENT)
    with pytest.raises(registers.ScriptOfAbsent, match="seat 1 was keyed absent"):
        scan(paper, 1)
    assert room(paper) == Tally(absent=1, not_keyed=2)


def test_a_label_of_another_room_says_which(paper):
    with pytest.raises(rules.LabelOfOtherRoom, match="of the room 2, seat 4"):
        scan(paper, 4)
    assert room(paper, "2") == Tally(not_keyed=2)


def test_scanning_leaves_no_line_in_the_journal_and_its_order_nowhere(paper):
    for rank in (3, 1, 2):
        scan(paper, rank)
    assert audit.acts_of(queries.day_subject(paper, NORTH)) == []
    confirm(paper, 0, 3)
    assert last_line(paper)[1]["scanned"] == 3


def test_the_seats_that_were_not_scanned_name_the_gap(paper):
    scan(paper, 1)
    with pytest.raises(
        registers.ScriptsNotScanned,
        match=r": 2 scripts fewer than candidates present\. No label was scanned of the seats 2, 3:",
    ):
        confirm(paper, 2, 1)
    say(paper, 2, Attendance.ABSENT)
    say(paper, 3, Attendance.PRESENT)
    with pytest.raises(
        registers.ScriptsNotScanned,
        match=r": one script fewer than candidates present\. No label was scanned of the seats 3:",
    ):
        confirm(paper, 0, 1)
    scan(paper, 3)
    confirm(paper, 0, 2)


def test_a_label_scanned_once_its_room_is_confirmed_changes_nothing(paper):
    key(paper, counted=3)
    before = queries.room_rows(paper, NORTH, "1")
    scan(paper, 1)
    assert queries.room_rows(paper, NORTH, "1") == before
