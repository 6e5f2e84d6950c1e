"""The table of candidates, in the layout of the contract."""

from datetime import date

import pytest

from massicot.candidates.rules.candidate_table import CandidateRow, read_candidates
from massicot.core.tables import TableRefused
from tests.core.books import book

HEADER = (
    "numero_candidat;nom_famille;nom_usage;prenoms;date_naissance;uai_origine;uai_centre;specialite;"
    "epreuves;conservations;salle;place;amenagement"
)
GOOD = "01234567890;Ortolan;;Zoé Ida;29/02/2004;0139902T;0139901S;31212;;;S1;007;"
KNOWN = {"centres": {"0139901S"}, "specialties": {"31212", "31213"}, "papers": {"CGE", "E2"}}


def read(*lines, header=HEADER, **beside):
    return read_candidates("\n".join([header, *lines]).encode(), "c.csv", **KNOWN, **beside)


def faults_of(*lines, header=HEADER):
    with pytest.raises(TableRefused) as refusal:
        read(*lines, header=header)
    return [str(fault) for fault in refusal.value.faults]


def line_with(**cells):
    named = dict(zip(HEADER.split(";"), GOOD.split(";"), strict=True))
    return ";".join((named | cells).values())


def test_a_full_line_is_read():
    assert read(line_with(epreuves="CGE", conservations="E2 CGE", amenagement="tiers temps")).rows == [
        CandidateRow(
            candidate_number="01234567890",
            surname="Ortolan",
            usual_name="",
            first_names="Zoé Ida",
            born_on=date(2004, 2, 29),
            origin_uai="0139902T",
            centre_uai="0139901S",
            specialty_code="31212",
            papers=("CGE",),
            kept=("E2", "CGE"),
            room="S1",
            seat="007",
            arrangement="tiers temps",
            line=2,
        )
    ]


def test_no_paper_listed_is_an_empty_list():
    assert read(GOOD).rows[0].papers == ()


def test_the_same_bytes_have_the_same_fingerprint():
    assert read(GOOD).sha256 == read(GOOD).sha256 != read(line_with(place="8")).sha256


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("date_naissance", "31/02/2004", "This day does not exist: check the date."),
        ("date_naissance", "2004-2-1", "This is not a date: write it as dd/mm/yyyy."),
        ("date_naissance", "01/02/0204", "This date is before 1900: check the year."),
        ("numero_candidat", "123456789", "Write 11 digits here."),
        ("numero_candidat", "0123456789A", "Write 11 digits here."),
        ("numero_candidat", "1,23457E+09", "column text where it is whole, and export again."),
        ("uai_centre", "0139902T", "This exam centre is not known: import its institution first, or correct the UAI."),
        ("uai_origine", "013990", "This is not a UAI: write seven digits and a letter."),
        (
            "specialite",
            "99999",
            "This specialty is not known: import the table of specialties first, or correct the code.",
        ),
        ("epreuves", "CGE CGX", "CGX is not a paper of this session: choose among CGE, E2."),
        ("conservations", "cge", "cge is not a paper of this session: choose among CGE, E2."),
        ("nom_famille", "", "This value is required: fill it in."),
        ("prenoms", "a" * 101, "This value has 101 characters: shorten it to 100 at most."),
        ("salle", "s" * 41, "This value has 41 characters: shorten it to 40 at most."),
    ],
)
def test_each_wrong_cell_is_refused_at_its_line(column, value, reason):
    other = line_with(numero_candidat="01234567891")
    [fault] = faults_of(other, line_with(**{column: value}))
    assert fault.startswith(f"c.csv:3: {column}: {value[:70]}")
    assert fault.endswith(reason)


def test_a_number_without_its_leading_zero_is_repaired_and_said():
    table = read(line_with(numero_candidat="1234567890"))
    assert table.rows[0].candidate_number == "01234567890"
    assert [str(warning) for warning in table.warnings] == [
        "c.csv:2: numero_candidat: 1234567890: The leading zero, eaten by a spreadsheet, was restored."
    ]


def test_a_duplicate_candidate_is_refused_with_the_first_line():
    assert faults_of(GOOD, line_with(numero_candidat="01234567891"), line_with(numero_candidat="1234567890")) == [
        "c.csv:4: numero_candidat: 01234567890: This value stands already on line 2: keep one of the two lines."
    ]


def test_a_wrong_check_letter_is_told_once_for_all_its_lines():
    lines = [line_with(numero_candidat=f"{number:011d}", uai_origine="0139902A") for number in range(5)]
    warnings = read(*lines).warnings
    assert [(warning.line, warning.column, warning.value) for warning in warnings] == [(2, "uai_origine", "0139902A")]


def test_a_book_with_numbers_and_dates_is_read_as_a_clerk_would_type_them():
    named = dict(zip(HEADER.split(";"), GOOD.split(";"), strict=True))
    cells = named | {"numero_candidat": 1234567890, "date_naissance": date(2004, 2, 29), "specialite": 31212}
    table = read_candidates(book(["Liste"], list(cells), [*cells.values()]), "c.xlsx", **KNOWN)
    row = table.rows[0]
    assert (row.candidate_number, row.born_on, row.specialty_code, row.seat) == (
        "01234567890",
        date(2004, 2, 29),
        "31212",
        "007",
    )
    assert [warning.line for warning in table.warnings] == [3]


def test_every_fault_of_a_bad_file_is_told():
    lines = [line_with(numero_candidat=f"{number:011d}", date_naissance="31/02/2004") for number in range(10_000)]
    faults = faults_of(*lines)
    assert len(faults) == 10_000
    assert faults[-1] == "c.csv:10001: date_naissance: 31/02/2004: This day does not exist: check the date."


def test_a_centre_given_beside_a_file_that_names_them_is_told_not_used():
    table = read(GOOD, centre="0139902T")
    assert table.rows[0].centre_uai == "0139901S"
    assert "was not used" in str(table.warnings[0])
