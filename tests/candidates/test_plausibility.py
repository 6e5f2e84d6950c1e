"""What a table of candidates says and hardly can be is told, and the table stands."""

from datetime import date

import pytest

from massicot.candidates.models import Candidate
from massicot.candidates.rules import candidate_table
from massicot.candidates.rules.candidate_table import KnownPerson
from massicot.core.tables import Findings
from tests.candidates import lycee

SAT_ON = date(2017, 5, 10)


def doubts_of(*lines, entered=(), sat_on=SAT_ON):
    findings = Findings("c.csv")
    candidate_table.doubt(lycee.table(*lines), sat_on, entered, findings)
    return [(fault.line, fault.column, fault.value) for fault in findings.sorted_warnings()]


@pytest.mark.parametrize(
    ("born", "is_told"),
    [
        ("11/05/2017", True),
        ("10/05/2017", True),
        ("11/05/2002", True),
        ("10/05/2002", False),
        ("28/02/1998", False),
        ("11/05/1941", False),
        ("10/05/1941", True),
        ("01/01/1900", True),
    ],
)
def test_fewer_than_fifteen_years_and_more_than_seventy_five_are_told(born, is_told):
    told = doubts_of(lycee.candidate(1, date_naissance=born))
    assert told == ([(2, "date_naissance", born)] if is_told else [])


def test_no_age_is_doubted_before_a_day_is_set():
    assert doubts_of(lycee.candidate(1, date_naissance="11/05/2017"), sat_on=None) == []


def test_an_exam_on_a_29_february_doubts_nobody_who_is_fifteen():
    assert doubts_of(lycee.candidate(1, date_naissance="28/02/2013"), sat_on=date(2028, 2, 29)) == []
    assert doubts_of(lycee.candidate(1, date_naissance="01/03/2013"), sat_on=date(2028, 2, 29)) != []


@pytest.mark.parametrize("name", ["12345", "ORTOLAN2", "-", "...", "Ⅳ"])
@pytest.mark.parametrize("column", ["nom_famille", "nom_usage", "prenoms"])
def test_a_name_with_a_figure_or_without_a_letter_is_told(column, name):
    assert doubts_of(lycee.candidate(1, **{column: name})) == [(2, column, name)]


@pytest.mark.parametrize("name", ["O'Brien", "Le Bœuf-Églé", "N’Guyen", "X", "王"])
def test_a_name_of_letters_is_not(name):
    assert doubts_of(lycee.candidate(1, nom_famille=name)) == []


def test_one_person_under_two_numbers_is_told_with_the_first_line_whatever_accents_and_capitals():
    lines = (lycee.candidate(1), lycee.candidate(2, nom_famille="ORTOLAN", prenoms="ZOE  Ida"))
    assert doubts_of(*lines) == [(3, "numero_candidat", lycee.number(2))]


@pytest.mark.parametrize("other", [{"date_naissance": "01/03/1998"}, {"prenoms": "Léa"}, {"nom_famille": "Merle"}])
def test_twins_namesakes_and_strangers_are_not(other):
    assert doubts_of(lycee.candidate(1), lycee.candidate(2, **other)) == []


def test_one_person_whom_the_session_has_under_another_number_is_told():
    known = KnownPerson(lycee.number(9), "ORTOLANZOEIDA", date(1998, 2, 28))
    assert doubts_of(lycee.candidate(1), entered=[known]) == [(2, "numero_candidat", lycee.number(1))]


def test_a_person_whom_the_file_names_under_their_number_is_no_double():
    known = KnownPerson(lycee.number(1), "ORTOLANZOEIDA", date(1998, 2, 28))
    assert doubts_of(lycee.candidate(1), entered=[known]) == []


@pytest.mark.django_db
def test_the_preview_and_the_import_tell_the_same_and_the_table_stands():
    session = lycee.make_session()
    lycee.enter(session, lycee.candidate(1))
    again = (lycee.candidate(2), lycee.candidate(3, nom_famille="404", date_naissance="11/05/2017"))
    preview = lycee.services.preview_candidates(session, lycee.table(*again))
    outcome = lycee.enter(session, *again)
    told = [(warning.line, warning.column) for warning in outcome.warnings]
    assert told == [(2, "numero_candidat"), (3, "date_naissance"), (3, "nom_famille")]
    assert list(preview.warnings) == list(outcome.warnings)
    assert Candidate.objects.count() == 3
