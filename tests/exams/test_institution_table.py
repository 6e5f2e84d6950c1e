"""The table of institutions."""

from pathlib import Path

import pytest

from massicot.core.tables import TableRefused
from massicot.exams.rules.institution_table import InstitutionRow, read_institutions
from tests.core.books import book

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "aix-marseille"

FULL = (
    "uai;nom;academie;adresse;code_postal;commune;code_insee;courriel;telephone;latitude;longitude;"
    "restaurant_administratif\n"
    "0139901s;Lycée des Aubépines;Aix-Marseille;1 rue Neuve;04000;Digne;04070;Ce.1@ac-test.fr;0400000001;"
    "44,09;6.23;Oui\n"
)


def faults_of(content):
    with pytest.raises(TableRefused) as refusal:
        read_institutions(content.encode(), "i.csv")
    return [str(fault) for fault in refusal.value.faults]


def warnings_of(content):
    table = read_institutions(content if isinstance(content, bytes) else content.encode(), "i.csv")
    return [str(warning) for warning in table.warnings]


def test_a_full_line_is_read():
    assert read_institutions(FULL.encode(), "i.csv").rows == [
        InstitutionRow(
            uai="0139901S",
            name="Lycée des Aubépines",
            academy="Aix-Marseille",
            address="1 rue Neuve",
            postcode="04000",
            town="Digne",
            insee_code="04070",
            email="ce.1@ac-test.fr",
            telephone="0400000001",
            latitude=44.09,
            longitude=6.23,
            has_staff_restaurant=True,
        )
    ]


def test_only_three_columns_are_required():
    row = read_institutions(b"uai;nom;academie\n0139901S;L;A\n", "i.csv").rows[0]
    assert (row.postcode, row.latitude, row.has_staff_restaurant) == ("", None, None)


def test_a_uai_is_read_in_any_case_with_spaces():
    rows = read_institutions(b"uai;nom;academie\n 013 9901 s ;L;A\n", "i.csv").rows
    assert rows[0].uai == "0139901S"


def test_a_wrong_check_letter_is_a_warning_and_the_uai_is_kept():
    assert warnings_of("uai;nom;academie\n0139901S;L;A\n0139902A;M;A\n") == [
        "i.csv:3: uai: 0139902A: The check letter of this UAI should be T: the UAI is kept as written, check it."
    ]


@pytest.mark.parametrize("uai", ["139901T", "01399011", "0139901SS", "٠١٣٩٩٠١S"])
def test_a_malformed_uai_is_refused(uai):
    assert faults_of(f"uai;nom;academie\n{uai};L;A\n") == [
        f"i.csv:2: uai: {uai}: This is not a UAI: write seven digits and a letter."
    ]


def test_a_doubled_uai_is_refused_with_the_first_line_even_in_another_case():
    assert faults_of("uai;nom;academie\n0139901S;L;A\n0139902T;M;A\n0139901s;N;A\n") == [
        "i.csv:4: uai: 0139901S: This value stands already on line 2: keep one of the two lines."
    ]


def test_zeros_eaten_by_a_spreadsheet_are_restored_and_said():
    content = book(["uai", "nom", "academie", "code_postal", "code_insee"], ["0139901S", "L", "A", 4000, 4070])
    row = read_institutions(content, "i.xlsx").rows[0]
    assert (row.postcode, row.insee_code) == ("04000", "04070")
    assert [(w.line, w.column) for w in read_institutions(content, "i.xlsx").warnings] == [
        (2, "code_postal"),
        (2, "code_insee"),
    ]


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("latitude", "91", "Write decimal degrees here"),
        ("latitude", "nan", "Write decimal degrees here"),
        ("longitude", "6°23", "Write decimal degrees here"),
        ("restaurant_administratif", "peut-être", "Write oui or non here"),
        ("courriel", "lycee.test.fr", "This is not an e-mail address"),
        ("code_insee", "130550", "This value has 6 characters"),
        ("telephone", "0" * 31, "This value has 31 characters"),
    ],
)
def test_each_wrong_cell_is_refused(column, value, told):
    other = {"latitude": "longitude", "longitude": "latitude"}.get(column, "adresse")
    faults = faults_of(f"uai;nom;academie;{column};{other}\n0139901S;L;A;{value};5\n")
    assert [fault.startswith(f"i.csv:2: {column}: {value}: {told}") for fault in faults] == [True]


def test_positions_in_a_book_are_numbers():
    content = book(["uai", "nom", "academie", "latitude", "longitude"], ["0139901S", "L", "A", 44.0932, 6])
    row = read_institutions(content, "i.xlsx").rows[0]
    assert (row.latitude, row.longitude) == (44.0932, 6.0)


def test_an_endless_email_address_is_refused():
    [fault] = faults_of(f"uai;nom;academie;courriel\n0139901S;L;A;{'a' * 250}@b.fr\n")
    assert fault.endswith("This value has 255 characters: shorten it to 254 at most.")


def test_half_a_position_is_refused():
    assert faults_of("uai;nom;academie;latitude;longitude\n0139901S;L;A;44;5\n0139902T;M;A;44;\n") == [
        "i.csv:3: longitude: : Latitude and longitude go together: fill in both or none."
    ]


def test_half_a_position_is_told_beside_other_faults():
    assert [fault.split(": ")[1] for fault in faults_of("uai;nom;academie;latitude;longitude\n0139901S;;A;44;\n")] == [
        "nom",
        "longitude",
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared folder is not here")
def test_the_real_institutions_read_without_fault_or_warning():
    table = read_institutions((SHARED / "institutions.csv").read_bytes(), "institutions.csv")
    assert (len(table.rows), len(table.warnings)) == (86, 0)
    assert all(row.latitude and row.longitude for row in table.rows)
