"""Importing tables of candidates: new, changed, the same; before and after the numbers are drawn."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.candidates import queries, services
from massicot.candidates.rules import Attendance
from massicot.core.tables import TableRefused
from massicot.exams import services as exam_acts
from tests.candidates import lycee
from tests.candidates.lycee import NORTH, SOUTH, candidate, enter, number, table


def preview(session, *lines):
    return services.preview_candidates(session, table(*lines))


def prepare(session):
    exam_acts.mark_prepared(paper=lycee.paper_of(session), at=lycee.BEFORE)


def faults_of(session, *lines):
    """Import lines that are refused, see that nothing was written, and give the faults."""
    before = rows_of(session)
    with pytest.raises(TableRefused) as refusal:
        enter(session, *lines)
    with pytest.raises(TableRefused) as same_refusal:
        preview(session, *lines)
    assert rows_of(session) == before
    faults = [str(fault) for fault in refusal.value.faults]
    assert faults == [str(fault) for fault in same_refusal.value.faults]
    return faults


def rows_of(session):
    return {code: queries.entry_rows(lycee.paper_of(session, code)) for code in ("CGE", "MATH")}


def numbers_of(session, code="CGE"):
    return [row.candidate_number for row in queries.entry_rows(lycee.paper_of(session, code))]


def test_a_line_makes_one_candidate_with_all_that_it_says(session):
    line = candidate(1, nom_usage="Loriot", salle="Amphi", place="B12", amenagement="tiers temps")
    outcome = enter(session, line)
    (row,) = queries.entry_rows(lycee.paper_of(session))
    said = (row.surname, row.usual_name, row.first_names, f"{row.born_on:%d/%m/%Y}", row.origin_uai)
    assert said == ("Ortolan", "Loriot", "Zoé Ida", "28/02/1998", SOUTH)
    assert (row.centre_uai, row.specialty_code) == (NORTH, lycee.ON_SITE)
    assert (row.room, row.seat, row.arrangement) == ("Amphi", "B12", "tiers temps")
    assert (outcome.new, outcome.changed, outcome.same) == ([number(1)], [], 0)


def test_a_line_without_papers_enters_all_of_them_and_a_kept_mark_is_not_expected(session):
    enter(
        session,
        candidate(1, epreuves=""),
        candidate(2, epreuves="MATH"),
        candidate(3, epreuves="", conservations="CGE"),
    )
    assert (numbers_of(session), numbers_of(session, "MATH")) == ([number(1)], [number(1), number(2), number(3)])


def test_the_same_file_twice_changes_nothing(session):
    lines = [candidate(1, epreuves=""), candidate(2, conservations="MATH")]
    enter(session, *lines)
    before, journal = rows_of(session), audit.heads()
    outcome = enter(session, *lines)
    assert (outcome.new, outcome.changed, outcome.same) == ([], [], 2)
    assert (rows_of(session), audit.heads()) == (before, journal)


def test_a_known_number_with_other_values_is_an_update_told_by_its_columns(session):
    enter(session, candidate(1), candidate(2))
    lines = candidate(1, nom_famille="Bruant", salle="2", date_naissance="01/03/1998", epreuves="MATH"), candidate(2)
    announced = preview(session, *lines)
    outcome = enter(session, *lines)
    assert outcome.changed == announced.changed
    (change,) = outcome.changed
    assert (change.key, outcome.same) == (number(1), 1)
    assert change.fields == {
        "nom_famille": ("Ortolan", "Bruant"),
        "salle": ("1", "2"),
        "date_naissance": ("28/02/1998", "01/03/1998"),
        "epreuves": ("CGE", "MATH"),
    }
    assert [row.surname for row in queries.entry_rows(lycee.paper_of(session, "MATH"))] == ["Bruant"]
    assert numbers_of(session) == [number(2)]


def test_a_preview_writes_nothing(session):
    enter(session, candidate(1))
    before = rows_of(session)
    outcome = preview(session, candidate(1, salle="2"), candidate(2))
    assert (outcome.new, len(outcome.changed), outcome.written) == ([number(2)], 1, 2)
    assert rows_of(session) == before


def test_candidates_that_a_table_does_not_name_are_left_alone(session):
    enter(session, candidate(1))
    enter(session, candidate(2))
    assert numbers_of(session) == [number(1), number(2)]


def test_an_import_leaves_one_line_without_names(session):
    outcome = enter(session, candidate(1))
    line = audit.acts_of("session:BTS-2017")[-1]
    assert (line.act, line.by, len(outcome.warnings)) == ("CandidatesImported", lycee.OFFICE.login, 0)
    assert json.loads(line.facts) == {
        "new": 1,
        "changed": 0,
        "same": 0,
        "file_sha256": table(candidate(1)).sha256,
        "erased": {},
        "entered": {"CGE": {lycee.ON_SITE: 1}, "MATH": {}},
    }


def test_after_prepare_centre_and_specialty_stay_and_every_line_is_told(session):
    enter(session, candidate(1), candidate(2), candidate(3))
    prepare(session)
    faults = faults_of(session, candidate(1, uai_centre=SOUTH), candidate(2), candidate(3, specialite=lycee.SCANNED))
    drawn = "The numbers of CGE are drawn: this can no longer change from"
    assert faults == [
        f"c.csv:2: uai_centre: {SOUTH}: {drawn} {NORTH}. Put {NORTH} back and import again.",
        f"c.csv:4: specialite: {lycee.SCANNED}: {drawn} {lycee.ON_SITE}. Put {lycee.ON_SITE} back and import again.",
    ]


def test_after_prepare_nobody_leaves_the_paper(session):
    enter(session, candidate(1), candidate(2))
    prepare(session)
    faults = faults_of(session, candidate(1, epreuves="MATH"), candidate(2, conservations="CGE"))
    assert [fault.split(": ")[:3] for fault in faults] == [
        ["c.csv:2", "epreuves", "MATH"],
        ["c.csv:3", "conservations", "CGE"],
    ]


def test_after_prepare_names_rooms_and_seats_still_change(session):
    enter(session, candidate(1))
    prepare(session)
    outcome = enter(session, candidate(1, nom_famille="Bruant", salle="9", place="3"))
    assert outcome.changed[0].fields.keys() == {"nom_famille", "salle", "place"}
    assert outcome.new_entries == {lycee.paper_of(session).pk: []}


def test_before_prepare_a_candidate_changes_centre_and_leaves_a_paper(session):
    enter(session, candidate(1, epreuves="CGE MATH"))
    enter(session, candidate(1, epreuves="MATH", uai_centre=SOUTH, specialite=lycee.SCANNED))
    assert numbers_of(session) == []
    (row,) = queries.entry_rows(lycee.paper_of(session, "MATH"))
    assert (row.centre_uai, row.specialty_code) == (SOUTH, lycee.SCANNED)


def test_new_entries_of_a_prepared_paper_are_named_for_their_spare_numbers(session):
    enter(session, candidate(1), candidate(2, epreuves="MATH"), candidate(3, conservations="CGE"))
    prepare(session)
    outcome = enter(
        session,
        candidate(1, epreuves="CGE MATH"),
        candidate(2, epreuves="CGE MATH"),
        candidate(3),
        candidate(4),
        candidate(5, epreuves="MATH"),
        candidate(6, conservations="CGE"),
        emptied={"conservations"},
    )
    paper = lycee.paper_of(session)
    late = {row.entry_id for row in queries.entry_rows(paper) if row.candidate_number != number(1)}
    assert outcome.new_entries.keys() == {paper.pk}
    assert sorted(outcome.new_entries[paper.pk]) == sorted(late)
    assert numbers_of(session) == [number(1), number(2), number(3), number(4)]


def test_a_keyed_candidate_leaves_neither_paper_nor_centre(session):
    enter(session, candidate(1), candidate(2))
    lycee.key(lycee.paper_of(session), absent=(2,), counted=1)
    faults = faults_of(session, candidate(1, epreuves="MATH"), candidate(2, uai_centre=SOUTH))
    assert [fault.split(": ")[1] for fault in faults] == ["epreuves", "uai_centre"]
    assert all(f"The register of CGE is keyed at {NORTH}" in fault for fault in faults)


def test_a_closed_day_takes_nobody_in_and_moves_nobody(session):
    enter(session, candidate(1), candidate(2), candidate(3, uai_centre=SOUTH))
    paper = lycee.paper_of(session)
    lycee.key(paper, counted=2)
    lycee.close(paper, 2, 2, 2)
    faults = faults_of(session, candidate(1, salle="2"), candidate(2), candidate(3), candidate(4))
    assert [fault.split(": ")[0] for fault in faults] == ["c.csv:2", "c.csv:4", "c.csv:5"]
    assert all(f"The day of CGE is closed at {NORTH}" in fault for fault in faults)


def test_a_closed_day_still_lets_a_name_be_corrected(session):
    enter(session, candidate(1))
    paper = lycee.paper_of(session)
    lycee.key(paper, counted=1)
    lycee.close(paper, 1, 1, 1)
    enter(session, candidate(1, nom_famille="Bruant"), candidate(2, uai_centre=SOUTH))
    assert [row.surname for row in queries.entry_rows(paper)] == ["Bruant", "Ortolan"]


def test_after_prepare_a_candidate_who_keeps_the_mark_may_still_change_centre_and_specialty(session):
    enter(session, candidate(1, conservations="CGE"))
    prepare(session)
    moved = candidate(1, conservations="CGE", uai_centre=SOUTH, specialite=lycee.SCANNED)
    (change,) = enter(session, moved).changed
    assert change.fields == {"uai_centre": (NORTH, SOUTH), "specialite": (lycee.ON_SITE, lycee.SCANNED)}
    assert preview(session, moved).same == 1


def keyed(session):
    """Key who came at the paper: the two candidates of the one room."""
    enter(session, candidate(1), candidate(2))
    lycee.key(lycee.paper_of(session), absent=(2,), counted=1)


MARKS = ("nom_famille", "prenoms", "date_naissance")
OTHER = {"nom_famille": "Bruant", "prenoms": "Noé"}


@pytest.mark.parametrize(
    "changes",
    [
        OTHER,
        OTHER | {"date_naissance": "01/03/1999"},
        {"nom_famille": "Bruant", "date_naissance": "01/03/1999"},
        {"prenoms": "Noé", "date_naissance": "01/03/1999"},
    ],
)
@pytest.mark.parametrize("rank", [1, 2])
def test_once_attendance_is_keyed_nobody_else_takes_the_number_of_a_candidate(session, rank, changes):
    keyed(session)
    faults = faults_of(session, candidate(rank, **changes), candidate(3))
    assert [fault.split(": ")[1] for fault in faults] == [name for name in MARKS if name in changes]
    assert all("The register of CGE says already whether this candidate came" in fault for fault in faults)
    assert all("put back who it was and import again" in fault for fault in faults)


@pytest.mark.parametrize("change", [{"nom_famille": "Bruant"}, {"prenoms": "Zoé"}, {"date_naissance": "01/03/1998"}])
def test_once_attendance_is_keyed_one_mistake_in_who_a_candidate_is_may_still_be_corrected(session, change):
    keyed(session)
    assert enter(session, candidate(1, **change)).changed[0].fields.keys() == change.keys()


def test_before_attendance_is_keyed_anybody_may_take_the_number_of_a_candidate(session):
    enter(session, candidate(1), candidate(2))
    lycee.say(lycee.paper_of(session), 2, Attendance.ABSENT)
    assert enter(session, candidate(1, **OTHER)).changed[0].fields.keys() == OTHER.keys()
