"""Reads of candidates: order, counts by centre, what is printed."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from massicot.anonymity import services as anonymity
from massicot.candidates import queries, rules, services
from massicot.candidates.queries import registers
from massicot.candidates.rules import Attendance, OffList, Tally
from massicot.core.keys import Key
from tests.candidates import lycee
from tests.candidates.lycee import NORTH, ON_SITE, SCANNED, SOUTH, candidate, key, number


def test_candidates_stand_in_seat_order_room_by_room(session):
    places = {1: ("10", "1"), 2: ("2", "A10"), 3: ("2", "A2"), 4: ("2", "A2"), 5: ("1", "")}
    lycee.enter(session, *(candidate(rank, salle=room, place=seat) for rank, (room, seat) in places.items()))
    rows = queries.entry_rows(lycee.paper_of(session), centre_uai=NORTH)
    assert [row.candidate_number for row in rows] == [number(rank) for rank in (5, 3, 4, 2, 1)]
    assert list(queries.rooms_of(lycee.paper_of(session), NORTH)) == ["1", "2", "10"]


def test_two_rooms_that_differ_by_case_alone_are_printed_each_in_one_piece(session):
    places = {1: ("A1", "1"), 2: ("a1", "2"), 3: ("A1", "3"), 4: ("a1", "4")}
    lycee.enter(session, *(candidate(rank, salle=room, place=seat) for rank, (room, seat) in places.items()))
    register = registers.register_of(lycee.paper_of(session), NORTH)
    assert [(room.room, [line.seat for line in room.lines]) for room in register.rooms] == [
        ("A1", ["1", "3"]),
        ("a1", ["2", "4"]),
    ]


def test_only_the_specialties_asked_for_are_listed(paper):
    assert [row.candidate_number for row in queries.entry_rows(paper, {SCANNED})] == [number(5)]
    assert len(queries.entry_rows(paper)) == 5
    assert queries.entry_rows(paper, set()) == []


def test_entries_to_be_numbered_come_with_centre_specialty_and_origin(session, paper):
    lycee.enter(session, candidate(6, uai_centre=SOUTH, uai_origine=NORTH), candidate(7, conservations="CGE"))
    rows = list(queries.expected_entries(paper, {ON_SITE}))
    assert [row[1:] for row in rows] == [(NORTH, ON_SITE, SOUTH)] * 4 + [(SOUTH, ON_SITE, NORTH)]
    assert [row[0] for row in rows] == sorted(row.entry_id for row in queries.entry_rows(paper, {ON_SITE}))


def test_centres_and_specialties_are_those_where_somebody_is_expected(session, paper):
    lycee.enter(session, candidate(6, uai_centre=SOUTH, specialite=SCANNED))
    assert queries.centres_of(paper) == [NORTH, SOUTH]
    assert queries.centres_of(paper, {ON_SITE}) == [NORTH]
    assert queries.specialties_sat(paper) == {ON_SITE, SCANNED}
    assert queries.specialties_sat(lycee.paper_of(session, "MATH")) == set()


def test_the_register_of_a_centre_makes_the_scripts_of_those_who_sat(paper):
    key(paper, absent=(1,), blank=(2,), counted=2)
    assert queries.handed_in_at(paper.pk, NORTH) == {ON_SITE: 2}
    key(paper, room="2", counted=2)
    assert queries.handed_in_at(paper.pk, NORTH) == {ON_SITE: 3, SCANNED: 1}


def test_the_roll_counts_whom_each_import_leaves_expected(session, paper):
    lycee.enter(session, candidate(6, uai_centre=SOUTH), candidate(7, uai_centre=SOUTH, conservations="CGE"))
    assert queries.roll_by_centre(paper.pk) == {NORTH: 5, SOUTH: 1}
    assert queries.roll_by_specialty(paper.pk) == queries.entries_by_specialty(paper.pk) == {ON_SITE: 5, SCANNED: 1}
    lycee.enter(session, candidate(6), candidate(2, specialite=SCANNED), candidate(3, conservations="CGE"))
    assert queries.roll_by_centre(paper.pk, {ON_SITE}) == {NORTH: 3}
    assert queries.roll_by_specialty(paper.pk) == queries.entries_by_specialty(paper.pk) == {ON_SITE: 3, SCANNED: 2}
    assert queries.roll_by_centre(lycee.paper_of(session, "MATH").pk) == {}


def test_entries_are_mapped_to_their_centres_kept_marks_and_other_routes_left_out(session, paper):
    lycee.enter(session, candidate(6, uai_centre=SOUTH), candidate(7, epreuves="", conservations="MATH"))
    ids = {row.candidate_number: row.entry_id for row in queries.entry_rows(paper)}
    lycee.enter(session, candidate(3, conservations="CGE"))
    centres = queries.centres_of_entries(list(ids.values()), {ON_SITE})
    assert centres == {ids[number(rank)]: NORTH for rank in (1, 2, 4, 7)} | {ids[number(6)]: SOUTH}


def test_registers_are_counted_centre_by_centre(session, paper):
    lycee.enter(session, candidate(6, uai_centre=SOUTH))
    key(paper, absent=(1,), blank=(2,), counted=2)
    assert queries.attendance_counts(paper.pk) == {
        NORTH: Tally(present=1, absent=1, blank=1, not_keyed=2),
        SOUTH: Tally(not_keyed=1),
    }
    assert queries.attendance_counts(paper.pk, NORTH, {SCANNED}) == {NORTH: Tally(not_keyed=1)}
    assert queries.scripts_counted(paper.pk) == {NORTH: 2}


def test_absent_and_blank_candidates_are_listed_by_number(paper):
    key(paper, absent=(3,), blank=(1,), counted=2)
    key(paper, room="2", absent=(5,), counted=1)
    said = {number(1): Attendance.BLANK, number(3): Attendance.ABSENT}
    assert queries.absent_and_blank(paper.pk, {ON_SITE}) == said
    assert list(queries.absent_and_blank(paper.pk).items()) == [*said.items(), (number(5), Attendance.ABSENT)]


def test_cells_of_one_candidate_are_named(session, paper):
    lycee.enter(session, candidate(6, uai_centre=SOUTH))
    assert queries.cells_of_one(paper) == [(NORTH, SCANNED), (SOUTH, ON_SITE)]
    assert queries.cells_of_one(paper, {ON_SITE}) == [(SOUTH, ON_SITE)]


def test_what_the_journal_says_is_entered_holds_when_a_table_comes_after_one_off_the_list(session, paper):
    stranger = OffList(
        candidate_number=number(99),
        surname="Pipit",
        first_names="Noé",
        born_on=date(1998, 3, 1),
        specialty_code=SCANNED,
        room="2",
    )
    anonymity.add_off_list(
        paper=paper,
        centre_uai=NORTH,
        candidate=stranger,
        number="",
        key=Key(bytes(32)),
        by=lycee.CLERK,
        at=lycee.EVENING,
    )
    lycee.enter(session, candidate(6), candidate(7, specialite=SCANNED))
    assert queries.imported_entries(paper) == queries.entries_by_specialty(paper.pk) == {ON_SITE: 5, SCANNED: 3}


def test_a_register_names_everybody_expected_whatever_the_route_and_nobody_else(session, paper):
    lycee.enter(session, candidate(6, conservations="CGE", nom_famille="Gobemouche"))
    content = registers.register_of(paper, NORTH)
    assert [(room.room, [line.candidate_number for line in room.lines]) for room in content.rooms] == [
        ("1", [number(1), number(2), number(3)]),
        ("2", [number(4), number(5)]),
    ]
    assert content.rooms[1].lines[1].specialty == "Assurance"
    assert (content.heading.paper_code, content.centre.title) == ("CGE", "Lycée du Nord")


def test_registers_are_printed_a_room_a_page(paper):
    pages = PdfReader(io.BytesIO(services.print_registers(paper=paper, centre_uai=NORTH))).pages
    texts = [page.extract_text() for page in pages]
    assert [number(1) in text for text in texts] == [True, False]
    assert [number(5) in text for text in texts] == [False, True]


def test_a_centre_without_candidates_has_no_register(paper):
    with pytest.raises(rules.CentreUnknown):
        services.print_registers(paper=paper, centre_uai=SOUTH)
