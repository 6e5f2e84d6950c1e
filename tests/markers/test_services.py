"""Importing tables of markers: new, changed, the same; and finding one by the identifier."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.core.tables import TableRefused
from massicot.core.tables.outcomes import ValuesErased
from massicot.markers import queries, rules, services
from massicot.markers.rules import read_markers
from tests.candidates import lycee
from tests.candidates.lycee import NORTH, SOUTH

COLUMNS = "identifiant;civilite;nom;prenom;courriel;uai;discipline"
WREN = f"M-1;Mme;Roitelet;Ada;ada@lycee.example;{NORTH};Lettres"
ROBIN = f"M-2;;Rougegorge;Noé;noe@lycee.example;{SOUTH};Lettres"


@pytest.fixture
def session(db):
    return lycee.make_session()


def table(*lines):
    content = "\n".join((COLUMNS, *lines)).encode()
    return read_markers(content, "m.csv", institutions={NORTH, SOUTH})


def enter(session, *lines, emptied=()):
    return services.import_markers_unchecked_batches(
        session=session, table=table(*lines), emptied=emptied, by=lycee.OFFICE, at=lycee.BEFORE
    )


def facts_of(session):
    lines = audit.acts_of(f"session:{session.code}")
    return [json.loads(line.facts) for line in lines if line.act == "MarkersImported"]


def rows_of(session):
    return [(marker.pk, marker.identifier, marker.surname) for marker in queries.markers_of(session.pk)]


def test_a_line_makes_a_marker_with_all_that_it_says(session):
    outcome = enter(session, ROBIN, WREN)
    assert list(outcome.new) == ["M-2", "M-1"]
    wren, robin = queries.markers_of(session.pk)
    assert (wren.identifier, wren.civility, wren.surname, wren.first_name) == ("M-1", "Mme", "Roitelet", "Ada")
    assert (wren.email, wren.discipline) == ("ada@lycee.example", "Lettres")
    assert queries.institution_of(wren, lycee.BEFORE.date()) == NORTH
    assert robin.civility == ""


def test_the_same_table_twice_changes_nothing_and_leaves_one_line_in_the_journal(session):
    enter(session, WREN, ROBIN)
    before = rows_of(session)
    outcome = enter(session, WREN, ROBIN)
    assert (list(outcome.new), list(outcome.changed), outcome.same) == ([], [], 2)
    assert rows_of(session) == before
    assert len(facts_of(session)) == 1


def test_a_known_marker_with_other_values_is_updated_and_told_before_and_after(session):
    enter(session, WREN, ROBIN)
    (stored, _) = rows_of(session)
    outcome = enter(session, WREN.replace("Roitelet", "ROITELET").replace(NORTH, SOUTH))
    (change,) = outcome.changed
    assert change.key == "M-1"
    assert change.fields == {"nom": ("Roitelet", "ROITELET"), "uai": (NORTH, SOUTH)}
    assert rows_of(session)[0] == (stored[0], "M-1", "ROITELET")


def test_a_table_may_hold_a_part_of_the_markers(session):
    enter(session, WREN)
    enter(session, ROBIN)
    assert [marker.identifier for marker in queries.markers_of(session.pk)] == ["M-1", "M-2"]


def test_a_preview_tells_what_the_import_does_and_writes_nothing(session):
    enter(session, WREN)
    lines = (WREN.replace(NORTH, SOUTH), ROBIN)
    preview = services.preview_markers_unchecked_batches(session, table(*lines), lycee.BEFORE)
    assert rows_of(session) == [(rows_of(session)[0][0], "M-1", "Roitelet")]
    assert preview == enter(session, *lines)


def test_the_journal_counts_the_lines_and_names_nobody(session):
    enter(session, WREN)
    enter(session, WREN.replace(NORTH, SOUTH), ROBIN)
    first, second = facts_of(session)
    assert (first["new"], first["changed"], first["same"]) == (1, 0, 0)
    assert (second["new"], second["changed"], second["same"]) == (1, 1, 0)
    assert second["file_sha256"] == table(WREN.replace(NORTH, SOUTH), ROBIN).sha256
    assert "Roitelet" not in json.dumps([first, second])


def test_one_bad_line_leaves_the_markers_of_the_good_file(session):
    enter(session, WREN)
    before = rows_of(session)
    with pytest.raises(TableRefused):
        enter(session, WREN.replace("Roitelet", "Mésange"), ROBIN.replace(SOUTH, "0130001X"))
    assert rows_of(session) == before


def test_an_empty_cell_erases_what_stands_there_only_where_its_column_is_confirmed(session):
    enter(session, WREN)
    for confirmed in ((), {"telephone"}):
        with pytest.raises(ValuesErased, match="civilite: 1"):
            enter(session, WREN.replace("Mme", ""), ROBIN, emptied=confirmed)
    assert [marker.civility for marker in queries.markers_of(session.pk)] == ["Mme"]
    enter(session, WREN.replace("Mme", ""), ROBIN, emptied={"civilite"})
    assert [marker.civility for marker in queries.markers_of(session.pk)] == ["", ""]


def test_warnings_of_the_table_come_with_the_outcome(session):
    outcome = enter(session, WREN, ROBIN.replace("noe@", "ada@"))
    assert [(warning.line, warning.column) for warning in outcome.warnings] == [(3, "courriel")]
    assert outcome.written == 2


def test_a_marker_is_found_by_the_identifier_of_one_session_only(session):
    enter(session, WREN)
    assert queries.marker_by_identifier(session.pk, " M-1 ").surname == "Roitelet"
    with pytest.raises(rules.MarkerUnknown, match="M-9"):
        queries.marker_by_identifier(session.pk, "M-9")
    with pytest.raises(rules.MarkerUnknown):
        queries.marker_by_identifier(session.pk + 1, "M-1")
