"""What a table of markers says and hardly can be is told, and the table stands."""

import pytest

from massicot.core.tables import Findings
from massicot.markers import rules
from massicot.markers.rules import read_markers

HEADER = "identifiant;nom;prenom;courriel;uai;discipline"
WREN = "M-1;Roitelet;Ada;ada@ac-test.fr;0139901S;Lettres"
ROBIN = "M-2;Rougegorge;Noé;noe@ac-test.fr;0139901S;Lettres"


def table(*lines):
    return read_markers("\n".join([HEADER, *lines]).encode(), "m.csv", institutions={"0139901S"})


def doubts_of(*lines, entered=()):
    findings = Findings("m.csv")
    rules.doubt(table(*lines), table(*entered).rows if entered else (), findings)
    return [(fault.line, fault.column, fault.value) for fault in findings.sorted_warnings()]


def test_a_table_of_different_people_is_not_doubted():
    assert doubts_of(WREN, ROBIN, entered=[ROBIN]) == []


def test_one_name_under_two_identifiers_is_told():
    same = "M-3;ROITELET;Âda;a2@ac-test.fr;0139901S;Lettres"
    assert doubts_of(WREN, same) == [(3, "identifiant", "M-3")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("M-3;Roitelet;ADA;a2@ac-test.fr;0139901S;Lettres", [(2, "identifiant", "M-3")]),
        ("M-3;Pinson;Ali;Ada@ac-test.fr;0139901S;Lettres", [(2, "courriel", "ada@ac-test.fr")]),
        ("M-1;Roitelet;Ada;ada@ac-test.fr;0139901S;Lettres", []),
    ],
)
def test_a_name_or_an_address_of_another_marker_of_the_session_is_told(line, told):
    assert doubts_of(line, entered=[WREN]) == told


def test_a_name_of_figures_is_told():
    assert doubts_of("M-3;0492;Ali;a@ac-test.fr;0139901S;Lettres") == [(2, "nom", "0492")]
