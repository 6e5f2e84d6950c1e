"""What `massicot import` warns of, and imports: on standard error and for programs, every one."""

import json

import pytest

from massicot.candidates import queries as candidates
from massicot.exams import queries as exams
from tests import cast, world

HEADER = "numero_candidat;nom_famille;prenoms;date_naissance;uai_centre;specialite"
PEOPLE = (
    f"02100000098;ABRICOT;Camille;02/03/1997;{cast.CEDRES};90001",
    f"02100000099;ANIS;Camille;11/05/2017;{cast.CEDRES};90001",
    f"02100000100;13;Camille;01/03/1997;{cast.CEDRES};90001",
)


@pytest.fixture
def imported(english, write, tmp_path):
    """Import lines into the named world; give the answer and what was written for programs."""
    world.opened()

    def run(kind, content, *more):
        out = tmp_path / "out.json"
        answer = english("import", kind, write("t.csv", content), "--session", "BTS-2017", "--json", out, *more)
        return answer, json.loads(out.read_text(encoding="utf-8"))

    return run


def test_a_person_twice_one_born_tomorrow_and_one_of_figures_are_told_and_imported(imported):
    answer, report = imported("candidates", "\n".join([HEADER, *PEOPLE]))
    assert (answer.code, report["written"], report["faults"]) == (0, 3, [])
    told = [line.split(": ")[:2] for line in answer.err.splitlines()]
    assert told == [["t.csv:2", "numero_candidat"], ["t.csv:3", "date_naissance"], ["t.csv:4", "nom_famille"]]
    assert [(one["line"], one["column"]) for one in report["warnings"]] == [
        (2, "numero_candidat"), (3, "date_naissance"), (4, "nom_famille"),
    ]  # fmt: skip
    assert cast.candidate_number(1) in answer.err.splitlines()[0]


def test_a_dry_run_warns_as_the_import_does(imported):
    answer, report = imported("candidates", "\n".join([HEADER, *PEOPLE]), "--dry-run")
    assert (answer.code, report["written"], len(report["warnings"])) == (0, 0, 3)
    rows = candidates.entry_rows(exams.paper_by_code("BTS-2017", "CGE"), None)
    assert len(rows) == len(cast.NAMES)


def test_every_one_of_hundreds_of_warnings_is_told(imported):
    lines = [f"0220000{rank:04d};PRUNE;Ida;11/05/2017;{cast.CEDRES};90001" for rank in range(700)]
    answer, report = imported("candidates", "\n".join([HEADER, *lines]))
    assert (answer.code, len(report["warnings"]), len(answer.err.splitlines())) == (0, 1_399, 1_399)


def test_a_marker_twice_is_told_and_imported(imported):
    identifier, *rest = cast.MARKERS.splitlines()[1].split(";")
    again = ";".join(["ENCORE", *rest])
    answer, report = imported("markers", "\n".join([cast.MARKERS.splitlines()[0], again]))
    assert (answer.code, report["written"]) == (0, 1)
    assert [one["column"] for one in report["warnings"]] == ["identifiant", "courriel"]
    assert answer.err.count(identifier) == 2
