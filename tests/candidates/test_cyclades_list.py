"""The "Liste simple" of Cyclades."""

from datetime import date

import pytest

from massicot.candidates.rules.candidate_table import read_candidates
from massicot.core.tables import TableRefused
from tests.core.books import book

HEADER = (
    "Division de classe;N° Candidat;N° Inscription;N° Océan;Nom de famille;Nom d'usage;Prénom(s);Date de Naissance;"
    "Division de classe;INE;Catégorie Candidat;Code Spécialité;Spécialité;Etat;Enseignements"
)
TITLES = (
    "2017",
    "Listes simples",
    "Lycée des Aubépines (0139901S)",
    "Edition",
    "Edité le 02/05/2017 10:00",
    "",
    "",
    "",
)
PREAMBLE = [title + ";" * 14 for title in TITLES]
KNOWN = {"centres": {"0139901S", "0139902T"}, "specialties": {"31212"}, "papers": {"CGE"}}


def student(number="01234567890", name="Ortolan", state="Inscrit", usual=" -", day="01/02/1998"):
    return (
        f"2BTS1;{number};002 Version 2; -;{name};{usual};Zoé;{day};2BTS1;123456789AB;SCOLAIRE BTS (320);"
        f"31212;Tourisme;{state};Espagnol"
    )


def read(*students, preamble=PREAMBLE, **beside):
    content = "\r\n".join([*preamble, HEADER, *students]).encode("utf-8-sig")
    return read_candidates(content, "l.csv", **KNOWN, **beside)


def faults_of(*students, **beside):
    with pytest.raises(TableRefused) as refusal:
        read(*students, **beside)
    return [str(fault) for fault in refusal.value.faults]


def test_a_list_is_read_with_its_school_as_origin_and_centre():
    table = read(student())
    row = table.rows[0]
    assert (row.candidate_number, row.surname, row.usual_name, row.first_names) == ("01234567890", "Ortolan", "", "Zoé")
    assert (row.born_on, row.specialty_code, row.papers) == (date(1998, 2, 1), "31212", ())
    assert (row.origin_uai, row.centre_uai, row.line) == ("0139901S", "0139901S", 10)
    assert not table.warnings


def test_a_centre_given_beside_the_list_is_where_its_candidates_sit():
    row = read(student(), centre="0139902t").rows[0]
    assert (row.origin_uai, row.centre_uai) == ("0139901S", "0139902T")


@pytest.mark.parametrize("name", ["'L'Hermitage'", "'L''Hermitage'", "L'Hermitage"])
def test_a_name_with_an_apostrophe_is_kept_whole(name):
    assert read(student(name=name)).rows[0].surname == "L'Hermitage"


def test_a_name_that_begins_with_an_apostrophe_is_kept_whole():
    assert read(student(name="'t Zand")).rows[0].surname == "'t Zand"


def test_a_separator_between_apostrophes_does_not_cut_a_cell():
    quoted = "'2BTS1; groupe A'" + student()[len("2BTS1") :]
    assert read(quoted).rows[0].candidate_number == "01234567890"


def test_a_wholly_quoted_list_is_read():
    quoted = [";".join(f"'{cell}'" for cell in line.split(";")) for line in (HEADER, student(usual=" -"))]
    content = "\n".join([*PREAMBLE, *quoted]).encode()
    assert read_candidates(content, "l.csv", **KNOWN).rows[0].usual_name == ""


def test_an_eaten_zero_is_repaired_and_said():
    table = read(student(number="1234567890"))
    assert table.rows[0].candidate_number == "01234567890"
    assert [str(warning) for warning in table.warnings] == [
        "l.csv:10: N° Candidat: 1234567890: The leading zero, eaten by a spreadsheet, was restored."
    ]


def test_a_candidate_who_is_not_enrolled_is_left_out_and_said_even_with_faults():
    table = read(student(), student(state="Démissionnaire", day="31/02/1998"))
    assert len(table.rows) == 1
    assert [str(warning) for warning in table.warnings] == [
        "l.csv:11: Etat: Démissionnaire: This candidate is not “Inscrit” and was left out."
    ]


def test_faults_have_the_lines_and_the_columns_of_the_list():
    assert faults_of(student(), student(day="31/02/1998"), student(name=" -", number="01234567891")) == [
        "l.csv:11: Date de Naissance: 31/02/1998: This day does not exist: check the date.",
        "l.csv:11: N° Candidat: 01234567890: This value stands already on line 10: keep one of the two lines.",
        "l.csv:12: Nom de famille: : This value is required: fill it in.",
    ]


def test_a_school_that_is_no_known_centre_is_refused_at_its_line():
    preamble = [line.replace("0139901S", "0139903U") for line in PREAMBLE]
    assert faults_of(student(), preamble=preamble) == [
        "l.csv:3: : 0139903U: This exam centre is not known: import its institution first, or correct the UAI."
    ]


def test_a_list_without_school_needs_a_centre():
    preamble = ["2017"] * 8
    assert faults_of(student(), preamble=preamble) == [
        "l.csv:3: : : The list names no school: give the centre beside the file, with --centre."
    ]
    table = read(student(), preamble=preamble, centre="0139902T")
    assert (table.rows[0].origin_uai, table.rows[0].centre_uai) == ("", "0139902T")
    assert "institution of origin" in str(table.warnings[0])


def test_a_list_saved_as_a_book_is_read():
    rows = [line.split(";") for line in (*PREAMBLE, HEADER, student())]
    rows[-1][1] = 1234567890
    table = read_candidates(book(*rows), "l.xlsx", **KNOWN)
    assert (table.rows[0].candidate_number, table.rows[0].line) == ("01234567890", 10)


def test_a_malformed_centre_beside_the_list_is_refused():
    assert faults_of(student(), centre="Aubépines") == [
        "l.csv:3: : Aubépines: This is not a UAI: write seven digits and a letter."
    ]


def test_a_wrong_check_letter_of_the_school_is_told():
    preamble = [line.replace("0139901S", "0139901A") for line in PREAMBLE]
    table = read(student(), preamble=preamble, centre="0139902T")
    assert table.rows[0].origin_uai == "0139901A"
    assert [(warning.line, warning.value) for warning in table.warnings] == [(3, "0139901A")]
