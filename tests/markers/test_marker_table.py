"""The table of markers."""

import pytest

from massicot.core.tables import TableRefused
from massicot.markers.rules import MarkerRow, read_markers
from massicot.persons.rules import EmployerKind

HEADER = "identifiant;nom;prenom;courriel;uai;discipline"
INSTITUTIONS = {"0139901S", "0139902T"}


def read(*lines, header=HEADER):
    return read_markers("\n".join([header, *lines]).encode(), "m.csv", institutions=INSTITUTIONS, papers=["CGE"])


def faults_of(*lines):
    with pytest.raises(TableRefused) as refusal:
        read(*lines)
    return [str(fault) for fault in refusal.value.faults]


def test_a_full_line_is_read():
    header = HEADER + ";civilite;employeur;commune_residence;code_insee_residence;telephone;competences;epreuves"
    said = "C7;Ortolan;Zoé;Zoe.O@ac-test.fr;0139901s;Lettres;Mme;Rectorat;Gap;05061;0492000000;latin grec;CGE"
    table = read(f"{said};Privé sous contrat;non", header=f"{header};type_employeur;agent_etat")
    assert table.rows == [
        MarkerRow(
            identifier="C7",
            civility="Mme",
            surname="Ortolan",
            first_name="Zoé",
            email="zoe.o@ac-test.fr",
            institution_uai="0139901S",
            discipline="Lettres",
            employer="Rectorat",
            home_town="Gap",
            home_insee_code="05061",
            telephone="0492000000",
            skills=("latin", "grec"),
            papers=("CGE",),
            employer_kind=EmployerKind.CONTRACT,
            is_state_agent=False,
        )
    ]
    assert not table.warnings


def test_an_unknown_institution_is_refused_and_says_what_to_do():
    assert faults_of("C7;Ortolan;Zoé;z@ac-test.fr;0139903U;Lettres") == [
        "m.csv:2: uai: 0139903U: This institution is not known: import it first, or correct the UAI."
    ]


@pytest.mark.parametrize(
    "email", ["zoe", "zoe@ac", "zo e@ac-test.fr", "a@b.fr;", "zoe@ac-test.fr,x@ac-test.fr", "@a.fr"]
)
def test_what_is_no_email_address_is_refused(email):
    assert faults_of(f'C7;Ortolan;Zoé;"{email}";0139901S;Lettres') == [
        f"m.csv:2: courriel: {email}: This is not an e-mail address: write it as name@domain."
    ]


def test_a_doubled_identifier_is_refused_with_the_first_line():
    assert faults_of(
        "C7;Ortolan;Zoé;z@ac-test.fr;0139901S;Lettres",
        "C8;Pinson;Ali;a@ac-test.fr;0139901S;Lettres",
        "C7;Merle;Ida;i@ac-test.fr;0139902T;Lettres",
    ) == ["m.csv:4: identifiant: C7: This value stands already on line 2: keep one of the two lines."]


def test_two_markers_with_one_address_are_told_and_kept():
    table = read(
        "C7;Ortolan;Zoé;z@ac-test.fr;0139901S;Lettres",
        "C8;Pinson;Ali;Z@ac-test.fr;0139901S;Lettres",
    )
    assert len(table.rows) == 2
    assert [(warning.line, warning.column) for warning in table.warnings] == [(3, "courriel")]


def test_every_empty_required_cell_is_told():
    assert [fault.split(": ")[1] for fault in faults_of("C7;;;;;")] == [
        "nom",
        "prenom",
        "courriel",
        "uai",
        "discipline",
    ]
