"""A candidate who sits in another room of the centre than the list says, or in another centre, or keeps a mark."""

import json
from datetime import date, timedelta

import pytest

from massicot.audit import queries as audit
from massicot.candidates import queries, rules, services
from massicot.candidates.models import Entry
from massicot.candidates.rules import Attendance, AttendanceSource, Tally, arrivals, candidates, elsewhere
from massicot.core.tables import TableRefused
from tests.candidates import lycee
from tests.candidates.lycee import CLERK, EVENING, NORTH, OFFICE, SOUTH, number, say
from tests.candidates.test_room import scan

BORN = date(1998, 2, 28)


def move(paper, rank, room="2", seat="9"):
    services.move_to_room(
        paper=paper, centre_uai=NORTH, candidate_number=number(rank), room=room, seat=seat, by=CLERK, at=EVENING
    )


def move_back(paper, rank):
    services.move_back(paper=paper, centre_uai=NORTH, candidate_number=number(rank), by=CLERK, at=EVENING)


def find(paper, rank=6, born_on=BORN, at=EVENING, by=CLERK):
    return services.find_listed(paper=paper, candidate_number=number(rank), born_on=born_on, by=by, at=at)


def seat(paper, rank, listed=None, room="1", place="9", centre=NORTH):
    return services.seat_from_elsewhere_unnumbered(
        paper=paper, centre_uai=centre, room=room, seat=place, listed=listed or find(paper, rank)
    )


def take_back(paper, rank):
    return services.take_back_seating_unbound(paper=paper, centre_uai=NORTH, candidate_number=number(rank))


def refused(session, one):
    """Import a line that is refused, and name the columns; it says each time that the candidate sat elsewhere."""
    with pytest.raises(TableRefused) as caught:
        lycee.enter(session, one)
    assert all("seated elsewhere" in str(fault.reason) for fault in caught.value.faults)
    return [fault.column for fault in caught.value.faults]


def line(paper, rank, centre=NORTH):
    """Read where a register has somebody: room, seat, word, source."""
    return Entry.objects.values_list("room", "seat", "attendance", "source").get(
        candidate__candidate_number=number(rank), centre_uai=centre
    )


def both_centres(session):
    """Enter three candidates in room 1 of the north centre, one in room 2, two in the south, one who keeps a mark."""
    lycee.enter(
        session,
        *(lycee.candidate(rank) for rank in (1, 2, 3)),
        lycee.candidate(4, salle="2"),
        lycee.candidate(6, uai_centre=SOUTH),
        lycee.candidate(8, uai_centre=SOUTH),
        lycee.candidate(7, uai_centre=SOUTH, epreuves="MATH", conservations="CGE"),
    )
    return lycee.paper_of(session)


@pytest.fixture
def both(session):
    """Give both centres, one candidate of the south keeping a mark."""
    return both_centres(session)


@pytest.mark.parametrize("word", [Attendance.NOT_KEYED, Attendance.ABSENT])
def test_a_candidate_is_moved_to_the_room_where_they_sat_and_is_present_there(paper, word):
    if word is Attendance.ABSENT:
        say(paper, 1, word)
    move(paper, 1)
    assert line(paper, 1) == ("2", "9", Attendance.PRESENT, AttendanceSource.HAND)
    moved = [row for row in queries.room_rows(paper, NORTH, "2") if row.is_moved]
    assert [(row.candidate_number, row.listed_room, row.listed_seat) for row in moved] == [(number(1), "1", "1")]
    told = audit.acts_of(queries.day_subject(paper, NORTH))[-1]
    assert (told.act, json.loads(told.facts)["before"]) == ("MovedToRoom", word.value)


def test_both_rooms_are_counted_again_after_a_move(paper):
    lycee.key(paper, counted=3)
    lycee.key(paper, "2", counted=1, gap_reason="one is looked for")
    move(paper, 1)
    states = {state.room: state for state in queries.room_states(paper, NORTH)}
    assert {room: state.is_off_count for room, state in states.items()} == {"1": True, "2": True}
    assert queries.rooms_of(paper, NORTH) == {"1": Tally(present=2), "2": Tally(present=3)}


def test_a_room_that_nobody_is_left_in_has_no_count_any_more(paper):
    lycee.key(paper, counted=3)
    lycee.key(paper, "2", counted=2)
    for rank in (4, 5):
        move(paper, rank, room="1", seat=f"1{rank}")
    assert queries.room_counts(paper.pk, NORTH) == {"1": 3}


@pytest.mark.parametrize("seen", ["label", "hand"])
def test_whose_script_was_seen_in_their_own_room_is_not_moved(paper, seen):
    scan(paper, 1) if seen == "label" else say(paper, 1, Attendance.BLANK)
    with pytest.raises(elsewhere.SeenInOtherRoom, match="room 1, seat 1"):
        move(paper, 1)
    assert line(paper, 1)[:2] == ("1", "1")


def test_a_seat_that_somebody_has_is_refused_and_no_seat_is_not(paper):
    with pytest.raises(arrivals.SeatTaken):
        move(paper, 1, seat="4")
    move(paper, 1, seat="")
    assert line(paper, 1)[:2] == ("2", "")


def test_a_move_back_gives_room_and_seat_back_and_asks_for_the_word_again(paper):
    move(paper, 1)
    move_back(paper, 1)
    assert line(paper, 1) == ("1", "1", Attendance.NOT_KEYED, AttendanceSource.NOTHING)
    with pytest.raises(elsewhere.SitsAsListed):
        move_back(paper, 1)


def test_a_second_move_keeps_what_the_list_says_and_one_home_forgets_it(paper):
    move(paper, 1)
    Entry.objects.update(attendance=Attendance.ABSENT, source=AttendanceSource.HAND)
    move(paper, 1, room="1", seat="1")
    assert not any(row.is_moved for row in queries.room_rows(paper, NORTH, "1"))


def test_a_table_imported_again_does_not_move_anybody_back(session, paper):
    move(paper, 1)
    lines = [lycee.candidate(rank) for rank in (1, 2, 3)]
    assert lycee.enter(session, *lines).same == 3
    assert refused(session, lycee.candidate(1, salle="3")) == ["salle"]
    assert line(paper, 1)[0] == "2"


def test_off_list_says_in_which_room_of_the_centre_somebody_is(paper):
    with pytest.raises(elsewhere.SitsInOtherRoom, match="room 1, seat 2"):
        services.add_off_list_unnumbered(
            paper=paper,
            centre_uai=NORTH,
            candidate=rules.OffList(
                candidate_number=number(2),
                surname="Ortolan",
                first_names="Zoé",
                born_on=BORN,
                specialty_code=lycee.ON_SITE,
                room="2",
            ),
        )


def test_a_candidate_of_another_centre_is_present_here_and_absent_there(both):
    seated = seat(both, 6)
    assert line(both, 6) == ("1", "9", Attendance.PRESENT, AttendanceSource.OFF_LIST)
    assert line(both, 6, SOUTH) == ("1", "6", Attendance.ABSENT, AttendanceSource.HAND)
    assert (seated.comes_from, seated.is_mark_kept) == (SOUTH, False)
    assert queries.roll_by_centre(both.pk) == {NORTH: 5, SOUTH: 2}
    assert queries.entries_called(both, number(6)).rows[0].centre_uai == NORTH


def test_the_line_on_the_list_stays_absent_while_they_sit_elsewhere(both):
    seat(both, 6)
    for act in (
        lambda: say(both, 6, Attendance.PRESENT, seen=Attendance.ABSENT, centre=SOUTH),
        lambda: services.tick_entry(
            paper=both, centre_uai=SOUTH, room="1", entry_id=Entry.objects.exclude(sits_at="").get().pk
        ),
    ):
        with pytest.raises(elsewhere.SitsElsewhere, match="Lycée du Nord"):
            act()
    with pytest.raises(elsewhere.SeatedHereIsNotAbsent, match="Lycée du Sud"):
        lycee.correct(both, 6, Attendance.ABSENT)


@pytest.mark.parametrize("present", ["keyed", "late", "elsewhere"])
def test_nobody_is_present_in_two_centres(both, present):
    listed = find(both)
    if present == "keyed":
        say(both, 6, Attendance.BLANK, centre=SOUTH)
    elif present == "late":
        services.note_late_arrival(
            paper=both, centre_uai=SOUTH, candidate_number=number(6), minutes=5, by=CLERK, at=EVENING
        )
    else:
        Entry.objects.filter(pk=listed.entry_id).update(sits_at="0139903U", attendance="absent", source="hand")
    with pytest.raises(elsewhere.PresentElsewhere, match="0139903U" if present == "elsewhere" else "Lycée du Sud"):
        seat(both, 6, listed)


def test_who_sits_here_already_is_not_entered_twice(both):
    seat(both, 6)
    with pytest.raises(elsewhere.OnThisRegister):
        seat(both, 6)
    with pytest.raises(elsewhere.SitsInOtherRoom):
        seat(both, 6, room="2")


def test_a_centre_whose_day_is_closed_on_an_absent_candidate_need_not_open_it(both):
    lycee.key(both, centre=SOUTH, absent=(6,), counted=1)
    lycee.close(both, 2, 2, 2, centre=SOUTH)
    seat(both, 6)
    take_back(both, 6)
    assert line(both, 6, SOUTH)[2] == Attendance.ABSENT
    seat(both, 6)
    assert queries.is_day_closed(both.pk, SOUTH)


def test_a_seating_is_taken_back_and_the_list_is_keyed_again(both):
    seat(both, 6)
    take_back(both, 6)
    assert line(both, 6, SOUTH) == ("1", "6", Attendance.NOT_KEYED, AttendanceSource.NOTHING)
    assert queries.roll_by_centre(both.pk) == {NORTH: 4, SOUTH: 2}
    for rank in (1, 6):
        with pytest.raises((elsewhere.SitsAsListed, candidates.CandidateUnknown)):
            take_back(both, rank)


def test_a_closed_day_takes_nobody_in_and_gives_nobody_back(both):
    listed = find(both, 8)
    seat(both, 6)
    lycee.key(both, counted=4)
    lycee.key(both, "2", counted=1)
    lycee.close(both, 5, 5, 5)
    for act in (lambda: take_back(both, 6), lambda: seat(both, 8, listed)):
        with pytest.raises(rules.DayIsClosed):
            act()


def test_an_unknown_number_and_a_wrong_date_are_refused_alike(both):
    refusals = []
    for rank, born_on in ((99, BORN), (6, date(1998, 3, 28))):
        with pytest.raises(elsewhere.NotOnAnotherList) as caught:
            find(both, rank, born_on)
        refusals.append(str(caught.value))
    assert len(set(refusals)) == 1


def test_five_wrong_tries_are_free_and_then_each_waits_longer(both):
    for _ in range(6):
        with pytest.raises(elsewhere.NotOnAnotherList):
            find(both, 99)
    with pytest.raises(elsewhere.TooManyTries, match="2 seconds"):
        find(both)
    assert find(both, by=OFFICE).centre_uai == SOUTH
    assert find(both, at=EVENING + timedelta(seconds=2)).centre_uai == SOUTH


def test_a_right_try_washes_no_wrong_one_off(both):
    for _ in range(5):
        with pytest.raises(elsewhere.NotOnAnotherList):
            find(both, 99)
        find(both)
    with pytest.raises(elsewhere.NotOnAnotherList):
        find(both, 99)
    with pytest.raises(elsewhere.TooManyTries):
        find(both)


def test_looking_for_a_candidate_of_another_list_is_in_the_journal(both):
    services.look_elsewhere(
        paper=both, centre_uai=NORTH, candidate_number=number(6), born_on=BORN, by=CLERK, at=EVENING
    )
    told = audit.acts_of(queries.day_subject(both, NORTH))[-1]
    assert json.loads(told.facts) == {"candidate_number": number(6), "centre": SOUTH}


def test_a_candidate_of_another_paper_only_is_for_the_office(session, both):
    lycee.enter(session, lycee.candidate(9, epreuves="MATH"))
    with pytest.raises(elsewhere.NotOfThisPaper):
        find(both, 9)


def test_a_table_knows_nothing_of_who_was_seated_elsewhere(session, both):
    seat(both, 6)
    assert lycee.enter(session, lycee.candidate(6, uai_centre=SOUTH)).same == 1
    assert refused(session, lycee.candidate(6, uai_centre=NORTH)) == ["uai_centre"]
    assert refused(session, lycee.candidate(6, uai_centre=SOUTH, salle="2")) == ["salle"]
