"""Closing and opening again the day of a centre, and candidates off the list."""

from datetime import date

import pytest

from massicot.candidates import queries, rules, services
from massicot.candidates.queries import counts
from massicot.candidates.rules import Attendance, ClosingCounts, OffList, Tally, arrivals, candidates, day, elsewhere
from tests.candidates import lycee
from tests.candidates.lycee import NORTH, close, key, number

STRANGER = OffList(
    candidate_number=number(99),
    surname="Pipit",
    first_names="Noé",
    born_on=date(1998, 3, 1),
    specialty_code=lycee.ON_SITE,
    room="2",
    seat="30",
)


@pytest.fixture
def keyed(paper):
    """Give the paper with both rooms keyed: candidate 1 absent."""
    key(paper, absent=(1,), counted=2)
    key(paper, room="2", counted=2)
    return paper


def reopen(paper):
    services.reopen_centre_day(paper=paper, centre_uai=NORTH)


def add(paper, **changes):
    values = {name: getattr(STRANGER, name) for name in OffList.__slots__}
    return services.add_off_list_unnumbered(paper=paper, centre_uai=NORTH, candidate=OffList(**(values | changes)))


def correct(paper):
    lycee.correct(paper, 2, Attendance.BLANK)


def test_a_day_is_closed_on_one_item_for_each_numbered_candidate_absent_included(keyed):
    close(keyed, 4, 4, 4)
    assert queries.is_day_closed(keyed.pk, NORTH)
    assert queries.closing_counts(keyed.pk) == {NORTH: ClosingCounts(4, 4, 4)}
    assert list(counts.days_closed(keyed.pk)) == [NORTH]
    assert (queries.closing_counts(keyed.pk + 1), counts.days_closed(keyed.pk + 1)) == ({}, {})


def test_a_day_is_not_closed_before_every_room_is_keyed_whatever_the_route(paper):
    key(paper, counted=3)
    with pytest.raises(rules.NotAllKeyed, match=f"^Candidates of {NORTH} .*: 2. Key the attendance of the rooms 2.$"):
        close(paper, 4, 4, 4)


@pytest.mark.parametrize(
    ("counts", "gaps"),
    [
        (
            (3, 4, 4),
            ("3 items in hand (one is missing)", "4 labels used (the right count)", "4 strips boxed (the right"),
        ),
        ((4, 6, 4), ("4 items in hand (the right count)", "6 labels used (2 too many)", "4 strips boxed (the right")),
        ((4, 4, 2), ("4 items in hand (the right count)", "4 labels used (the right count)", "2 strips boxed (2 are")),
        (
            (5, 5, 5),
            ("5 items in hand (one too many)", "5 labels used (one too many)", "5 strips boxed (one too many)"),
        ),
    ],
)
def test_a_count_that_differs_at_the_closing_is_named(keyed, counts, gaps):
    with pytest.raises(rules.CountsDiffer, match="makes 4 items") as refused:
        close(keyed, *counts)
    assert ", ".join(gaps) in str(refused.value)
    assert not queries.is_day_closed(keyed.pk, NORTH)


def test_a_difference_signed_with_a_reason_closes_the_day_with_the_counts_as_typed(keyed):
    close(keyed, 3, 4, 4, gap_reason="one script lost between room and office")
    assert queries.closing_counts(keyed.pk) == {NORTH: ClosingCounts(3, 4, 4)}


def test_a_reason_of_spaces_is_no_reason(keyed):
    with pytest.raises(rules.CountsDiffer):
        close(keyed, 3, 4, 4, gap_reason="  ")
    assert queries.closing_counts(keyed.pk) == {}


def test_a_room_signed_is_accounted_for_at_the_closing(paper):
    key(paper, absent=(1,), counted=1, gap_reason="one script nowhere to be found")
    key(paper, room="2", counted=2)
    with pytest.raises(rules.CountsDiffer):
        close(paper, 2, 4, 4)
    close(paper, 3, 4, 3)
    assert queries.closing_counts(paper.pk) == {NORTH: ClosingCounts(3, 4, 3)}


@pytest.mark.parametrize("items", [3, 4])
def test_a_script_that_lacks_in_a_room_with_two_routes_may_be_a_numbered_one_or_not(paper, items):
    key(paper, absent=(1,), counted=2)
    key(paper, room="2", counted=1, gap_reason="one script nowhere to be found")
    with pytest.raises(rules.CountsDiffer):
        close(paper, 2, 4, 4)
    close(paper, items, 4, 4)
    assert queries.closing_counts(paper.pk) == {NORTH: ClosingCounts(items, 4, 4)}


@pytest.mark.parametrize("counts", [(4, 4, 3), (4, 3, 3), (4, 3, 4), (3, 3, 4)])
def test_a_signed_difference_does_not_cover_counts_that_differ_among_themselves(paper, counts):
    key(paper, absent=(1,), counted=2)
    key(paper, room="2", counted=1, gap_reason="one script nowhere to be found")
    with pytest.raises(rules.CountsDiffer):
        close(paper, *counts)
    close(paper, *counts, gap_reason="one strip torn in two")
    assert queries.closing_counts(paper.pk) == {NORTH: ClosingCounts(*counts)}


def test_only_what_was_signed_in_a_room_of_numbered_scripts_alone_is_sure(paper):
    key(paper, absent=(1,), counted=1, gap_reason="one script nowhere to be found")
    key(paper, room="2", counted=3, gap_reason="one script of the room next door")
    with pytest.raises(rules.CountsDiffer):
        close(paper, 5, 4, 4)
    close(paper, 3, 4, 4)


def test_a_room_whose_words_changed_after_it_was_signed_is_asked_for_again(paper):
    key(paper, absent=(1,), counted=1, gap_reason="one script nowhere to be found")
    key(paper, room="2", counted=2)
    lycee.correct(paper, 2, Attendance.BLANK)
    with pytest.raises(day.RoomsNotCounted, match="in the rooms 1:"):
        close(paper, 4, 4, 4)


def test_a_reason_does_not_close_a_day_with_an_empty_register(paper):
    with pytest.raises(rules.NotAllKeyed):
        close(paper, 4, 4, 4, gap_reason="we go home")


def test_a_room_counted_before_its_register_changed_is_counted_again_before_the_closing(keyed):
    lycee.correct(keyed, 1, Attendance.PRESENT, "came late")
    with pytest.raises(day.RoomsNotCounted, match="in the rooms 1:"):
        close(keyed, 4, 4, 4)
    lycee.count(keyed, 3)
    close(keyed, 4, 4, 4)
    assert queries.is_day_closed(keyed.pk, NORTH)


def key_again(paper):
    lycee.say(paper, 2, Attendance.ABSENT, seen=Attendance.PRESENT)


def confirm_again(paper):
    lycee.confirm(paper, 0, 2)


def note_late(paper):
    services.note_late_arrival(
        paper=paper, centre_uai=NORTH, candidate_number=number(2), minutes=5, by=lycee.CLERK, at=lycee.EVENING
    )


def close_again(paper):
    close(paper, 4, 4, 4)


@pytest.mark.parametrize("act", [key_again, confirm_again, lycee.take_back, note_late, correct, add, close_again])
def test_a_closed_day_takes_no_other_act(keyed, act):
    close(keyed, 4, 4, 4)
    before = queries.entry_rows(keyed)
    with pytest.raises(rules.DayIsClosed, match=f"CGE is closed at {NORTH}"):
        act(keyed)
    assert queries.entry_rows(keyed) == before


def test_a_day_opened_again_is_corrected_and_closed_anew(keyed):
    close(keyed, 4, 4, 4)
    reopen(keyed)
    assert queries.closing_counts(keyed.pk) == {}
    lycee.correct(keyed, 1, Attendance.PRESENT)
    lycee.count(keyed, 3)
    close(keyed, 4, 4, 5, gap_reason="one strip torn in two")
    assert queries.closing_counts(keyed.pk) == {NORTH: ClosingCounts(4, 4, 5)}


def test_an_open_day_is_not_opened_again(keyed):
    with pytest.raises(rules.DayNotClosed):
        reopen(keyed)
    close(keyed, 4, 4, 4)
    reopen(keyed)
    with pytest.raises(rules.DayNotClosed):
        reopen(keyed)


def test_the_day_of_one_centre_leaves_the_other_open(session, keyed):
    lycee.enter(session, lycee.candidate(6, uai_centre=lycee.SOUTH))
    close(keyed, 4, 4, 4)
    key(keyed, centre=lycee.SOUTH, counted=1)
    assert queries.closing_counts(keyed.pk).keys() == {NORTH}


def test_a_day_that_is_closed_in_one_centre_is_not_opened_by_another(session, keyed):
    lycee.enter(session, lycee.candidate(6, uai_centre=lycee.SOUTH))
    key(keyed, centre=lycee.SOUTH, counted=1)
    close(keyed, 1, 1, 1, centre=lycee.SOUTH)
    with pytest.raises(rules.DayNotClosed):
        reopen(keyed)
    assert queries.closing_counts(keyed.pk).keys() == {lycee.SOUTH}


def test_a_candidate_off_the_list_is_entered_present(keyed):
    entry_id = add(keyed)
    row = next(row for row in queries.entry_rows(keyed) if row.entry_id == entry_id)
    assert (row.candidate_number, row.room, row.attendance) == (number(99), "2", "present")
    assert queries.rooms_of(keyed, NORTH)["2"] == Tally(present=3)


def test_a_candidate_off_the_list_makes_their_room_be_counted_again(keyed):
    add(keyed)
    with pytest.raises(day.RoomsNotCounted, match="in the rooms 2:"):
        close(keyed, 5, 5, 5)
    lycee.count(keyed, 3, "2")
    close(keyed, 5, 5, 5)
    assert queries.is_day_closed(keyed.pk, NORTH)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"candidate_number": number(2)}, elsewhere.SitsInOtherRoom),
        ({"candidate_number": "123"}, arrivals.CandidateNumberMalformed),
        ({"candidate_number": "٠١٢٣٤٥٦٧٨٩٠"}, arrivals.CandidateNumberMalformed),
        ({"specialty_code": "99999"}, candidates.SpecialtyUnknown),
        ({"room": "7"}, rules.RoomUnknown),
    ],
)
def test_a_candidate_off_the_list_that_cannot_be_is_refused(keyed, change, refusal):
    before = queries.entry_rows(keyed)
    with pytest.raises(refusal):
        add(keyed, **change)
    assert queries.entry_rows(keyed) == before


def test_a_candidate_of_another_centre_is_not_entered_off_the_list(session, keyed):
    lycee.enter(session, lycee.candidate(6, uai_centre=lycee.SOUTH))
    with pytest.raises(rules.CandidateEntered) as caught:
        add(keyed, candidate_number=number(6))
    assert lycee.SOUTH not in str(caught.value)
    assert "Sud" not in str(caught.value)
