"""The table of specialties."""

from pathlib import Path

import pytest

from massicot.core.tables import TableRefused
from massicot.exams.rules.specialty_table import SpecialtyRow, read_specialties
from tests.core.books import book

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "aix-marseille"


def faults_of(content):
    with pytest.raises(TableRefused) as refusal:
        read_specialties(content.encode(), "s.csv")
    return [str(fault) for fault in refusal.value.faults]


def test_a_table_is_read_in_any_order_of_columns():
    content = "Académie pilote;CODE;libellé\nBordeaux;31212;Tourisme\n".encode("cp1252")
    assert read_specialties(content, "s.csv").rows == [SpecialtyRow("31212", "Tourisme", "Bordeaux")]


def test_a_code_that_a_spreadsheet_made_a_number_is_read_as_text():
    content = book(["code", "libelle", "academie_pilote"], [31212, "Tourisme", "Bordeaux"])
    assert read_specialties(content, "s.xlsx").rows[0].code == "31212"


def test_an_empty_a_doubled_and_a_long_code_are_refused_together():
    lines = [";Tourisme;Nice", "31212;Tourisme;Nice", "31212;Banque;Nice", "31212312123;Son;Nice"]
    assert faults_of("code;libelle;academie_pilote\n" + "\n".join(lines)) == [
        "s.csv:2: code: : This value is required: fill it in.",
        "s.csv:4: code: 31212: This value stands already on line 3: keep one of the two lines.",
        "s.csv:5: code: 31212312123: This value has 11 characters: shorten it to 10 at most.",
    ]


def test_a_specialty_without_steering_academy_is_refused():
    assert faults_of("code;libelle;academie_pilote\n31212;Tourisme;  \n") == [
        "s.csv:2: academie_pilote:   : This value is required: fill it in."
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared folder is not here")
def test_the_real_specialties_read_without_fault_or_warning():
    table = read_specialties((SHARED / "specialties.csv").read_bytes(), "specialties.csv")
    assert (len(table.rows), len(table.warnings)) == (67, 0)
