"""`massicot import`: all or nothing, every fault told (contract.md §2 and §3; issue 2, "Bad input")."""

import json
import random

import pytest

from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.exams import queries as exams
from tests import cast, world
from tests.core.books import book

HEADER = "numero_candidat;nom_famille;prenoms;date_naissance;uai_origine;uai_centre;specialite;salle;place"
LINE = f"02100000099;ANIS;Camille;01/03/1997;{cast.CEDRES};{cast.CEDRES};90001;A1;99"

TABLES = {
    "institutions": cast.INSTITUTIONS,
    "specialties": cast.SPECIALTIES,
    "candidates": cast.candidates_csv().decode(),
    "markers": cast.MARKERS,
}


@pytest.fixture
def import_as(english, write, tmp_path):
    """Import content of a kind; give the answer and what was written for programs."""

    def run(kind, content, *more, name="t.csv"):
        out = tmp_path / "out.json"
        answer = english("import", kind, write(name, content), "--session", "BTS-2017", "--json", out, *more)
        return answer, json.loads(out.read_text(encoding="utf-8"))

    return run


@pytest.fixture
def bad(import_as, everything):
    """Import a bad table of candidates into the named world: exit 2, nothing written, the faults told."""
    world.opened()

    def run(content, **more):
        before = everything()
        answer, report = import_as("candidates", content, **more)
        assert (answer.code, answer.out, report["written"]) == (2, "", 0)
        assert everything() == before
        assert answer.err.splitlines() == [
            "{file}:{line}: {column}: {value}: {reason}".format_map(fault) for fault in report["faults"]
        ]
        return [fault.split("t.csv:")[-1] for fault in answer.err.splitlines()]

    return run


def with_cell(name, value):
    cells = dict(zip(HEADER.split(";"), LINE.split(";"), strict=True))
    return f"{HEADER}\n{';'.join({**cells, name: value}.values())}\n"


def test_a_wrong_encoding_is_refused(bad):
    assert "neither a CSV nor an XLSX table" in bad(f"{HEADER}\n{LINE}".encode("utf-16-le"))[0]
    assert bad(f"{HEADER}\n{LINE}\n".encode() + b"\x81;\xff\n")[0].startswith("3: : : This line is neither UTF-8")


def test_a_missing_column_is_refused(bad):
    (fault,) = bad(f"{HEADER}\n{LINE}".replace("prenoms", "surnom"))
    assert "prenoms" in fault


def test_a_doubled_column_is_refused(bad):
    (fault,) = bad(f"{HEADER};Prénoms\n{LINE};Zoé")
    assert fault.startswith("1: prenoms: ")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", HEADER.encode()])
def test_an_empty_file_is_refused(bad, content):
    assert len(bad(content)) == 1


def test_ten_megabytes_of_noise_are_refused_in_a_few_words(bad):
    (fault,) = bad(random.Random(1).randbytes(10_000_000))
    assert len(fault) < 300


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("date_naissance", "31/02/1997", "This day does not exist: check the date."),
        ("uai_centre", "0130055P", "This exam centre is not known: import its institution first"),
        ("specialite", "99999", "specialty"),
        ("numero_candidat", "ABC", "11 digits"),
        ("nom_famille", "", "This value is required: fill it in."),
    ],
)
def test_a_wrong_cell_is_refused_with_its_place_and_value(bad, column, value, told):
    (fault,) = bad(with_cell(column, value))
    assert fault.startswith(f"2: {column}: {value}: ")
    assert told in fault


def test_a_candidate_twice_is_refused(bad):
    (fault,) = bad(f"{HEADER}\n{LINE}\n{LINE}\n")
    assert fault.startswith("3: numero_candidat: 02100000099: This value stands already on line 2")


def test_every_fault_of_a_file_is_told(bad):
    lines = [LINE.replace("90001", "9"), LINE.replace("00099", "00098").replace("01/03", "31/02"), LINE]
    assert [fault.split(": ")[:2] for fault in bad("\n".join([HEADER, *lines]))] == [
        ["2", "specialite"], ["3", "date_naissance"], ["4", "numero_candidat"],
    ]  # fmt: skip


def test_a_book_with_a_title_is_read_and_its_eaten_zero_is_said(import_as):
    world.opened()
    cells = [int(LINE.split(";", maxsplit=1)[0]), *LINE.split(";")[1:]]
    content = book(["Candidats du lycée"], [], HEADER.split(";"), cells)
    answer, report = import_as("candidates", content, name="t.xlsx")
    assert (answer.code, report["written"], report["faults"]) == (0, 1, [])
    assert "t.xlsx:4: numero_candidat: 2100000099: The leading zero, eaten by a spreadsheet, was restored" in answer.err
    assert [(one["line"], one["column"]) for one in report["warnings"]] == [(4, "numero_candidat")]


def test_a_bad_file_after_a_good_one_leaves_the_good_one(bad, import_as):
    names = [row.surname for row in candidates.entry_rows(exams.paper_by_code("BTS-2017", "CGE"), None)]
    bad(cast.candidates_csv().replace(b"ABRICOT", b"AUBERGINE").replace(b"/03/1997", b"/13/1997"))
    assert [row.surname for row in candidates.entry_rows(exams.paper_by_code("BTS-2017", "CGE"), None)] == names
    answer, report = import_as("candidates", cast.candidates_csv())
    assert (answer.code, report["written"]) == (0, 0)


def test_the_same_file_twice_changes_nothing(import_as, everything):
    world.opened()
    entered = {name: rows for name, rows in everything().items() if not name.startswith("audit.")}
    for kind, content in TABLES.items():
        answer, report = import_as(kind, content)
        unlisted = {"stopped_after": 0, "faults": 0, "warnings": 0}
        assert (answer.code, report.pop("unlisted")) == (0, unlisted)
        assert report == {"faults": [], "warnings": [], "written": 0, "erased": {}}
    assert {name: rows for name, rows in everything().items() if not name.startswith("audit.")} == entered


CHANGES = {
    "institutions": ("Mûriers", "Sorbiers", f"{cast.MURIERS}: nom: Lycée des Mûriers → Lycée des Sorbiers"),
    "specialties": ("du bois", "du liège", "90001: libelle: Métiers du bois → Métiers du liège"),
    "candidates": ("CERISE", "CORNOUILLE", "02100000003: nom_famille: CERISE → CORNOUILLE"),
    "markers": ("BADIANE", "Badiane", "BOB: nom: BADIANE → Badiane"),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_dry_run_shows_what_the_import_then_does_and_writes_nothing(import_as, everything, kind):
    world.opened()
    before = everything()
    old, new, change = CHANGES[kind]
    content = TABLES[kind].replace(old, new)
    shown, report = import_as(kind, content, "--dry-run")
    assert (shown.code, report["written"]) == (0, 0)
    assert change in shown.out.splitlines()
    assert everything() == before
    done, report = import_as(kind, content)
    assert (done.code, report["written"]) == (0, 1)


def test_warnings_are_told_and_kept_for_programs(import_as):
    world.opened()
    answer, report = import_as("institutions", "uai;nom;academie;couleur\n0139902A;M;A;bleu\n")
    assert answer.code == 0
    assert len(answer.err.splitlines()) == len(report["warnings"]) == 2
    assert {one["column"] for one in report["warnings"]} == {"uai", "couleur"}


def test_what_is_not_listed_is_told_after_what_is(import_as, monkeypatch):
    world.opened()
    monkeypatch.setattr("massicot.core.tables.faults.KEPT_AT_MOST", 1)
    lines = "".join(f"0139902A;{name};A\n" for name in "ABC")
    answer, report = import_as("institutions", f"uai;nom;academie;couleur\n{lines}".replace("A\n", "A;bleu\n"))
    assert (answer.code, report["unlisted"]) == (2, {"stopped_after": 0, "faults": 1, "warnings": 1})
    assert answer.err.splitlines()[1:] == [
        "1 more faults were found and are not listed: correct those that are listed first.",
        "1 more warnings were found and are not listed.",
    ]
    answer, report = import_as("institutions", "uai;nom;academie;couleur\n0139902A;M;A;bleu\n")
    assert (answer.code, report["unlisted"]["warnings"]) == (0, 1)
    assert answer.err.splitlines()[1:] == ["1 more warnings were found and are not listed."]


def test_an_import_names_who_made_it(import_as):
    world.opened()
    import_as("institutions", cast.INSTITUTIONS, "--by", cast.ODILE.login.upper())
    assert audit.acts_of("session:BTS-2017")[-1].by == cast.ODILE.login


def test_a_table_of_an_unknown_kind_or_session_is_refused(english, refused, write):
    assert english("import", "rooms", write("t.csv", "x"), "--session", "BTS-2017").code == 2
    told = refused("import", "markers", write("t.csv", "x"), "--session", "BTS-2018")
    assert told == "There is no session BTS-2018: create it with “massicot session create”, or check its code.\n"


def test_a_result_that_cannot_be_written_is_told(english, write, tmp_path):
    world.opened()
    file = write("i.csv", cast.INSTITUTIONS)
    answer = english("import", "institutions", file, "--session", "BTS-2017", "--json", tmp_path / "no" / "out.json")
    assert answer.code == 3
    assert "out.json cannot be written (there is nothing of that name): choose another place" in answer.err
