"""A table that lacks a column erases nothing; one whose cells are empty erases what was confirmed (contract.md §3)."""

import json

import pytest

from massicot.audit import queries as audit
from massicot.candidates.models import Entry
from massicot.results.services.intake import TABLES, Intake
from tests import cast, world
from tests.keeping import kept

ROWS = {
    "institutions": {
        "uai": cast.CEDRES,
        "nom": "Lycée des Cèdres",
        "academie": "Aix-Marseille",
        "adresse": "1 allée des Cèdres",
        "code_postal": "13001",
        "commune": "Marseille",
        "code_insee": "13201",
        "courriel": "ce.9900001w@ac.invalid",
        "telephone": "04 91 00 00 00",
        "latitude": "43.5",
        "longitude": "5.5",
        "restaurant_administratif": "non",
    },
    "specialties": {"code": "90001", "libelle": "Métiers du bois", "academie_pilote": "Aix-Marseille"},
    "candidates": {
        "numero_candidat": cast.candidate_number(1),
        "nom_famille": "ABRICOT",
        "nom_usage": "PÊCHE",
        "prenoms": "Camille",
        "date_naissance": "02/03/1997",
        "uai_origine": cast.CEDRES,
        "uai_centre": cast.CEDRES,
        "specialite": "90001",
        "epreuves": "CGE",
        "conservations": "CGE",
        "salle": "B2",
        "place": "7",
        "amenagement": "tiers temps",
    },
    "markers": {
        "identifiant": "BOB",
        "civilite": "M.",
        "nom": "BADIANE",
        "prenom": "Bob",
        "courriel": "bob@tilleuls.invalid",
        "uai": cast.TILLEULS,
        "discipline": "Lettres",
        "employeur": "Éducation nationale",
        "commune_residence": "Aubagne",
        "code_insee_residence": "13005",
        "telephone": "06 00 00 00 00",
        "competences": "latin",
        "epreuves": "CGE",
        "type_employeur": "prive-sous-contrat",
        "agent_etat": "non",
    },
    "unavailability": {"identifiant": "BOB", "du": "15/05/2017", "au": "16/05/2017", "motif": "formation"},
    "towns": {
        "code_insee": "13210",
        "nom": "Marseille 10e",
        "commune_parente": "13055",
        "population": "57000",
        "classe_nuitee": "large",
        "limitrophes": "13055",
        "valable_du": "01/01/2017",
        "source": "INSEE 2017",
    },
}
"""One line of each table with a value in every column."""

OPTIONAL = [(kind, column.name) for kind in TABLES for column in TABLES[kind].columns if not column.is_required]
ERASING = [(kind, column.name) for kind in TABLES for column in TABLES[kind].columns if column.can_erase]
TOGETHER = {"latitude": {"longitude": ""}, "longitude": {"latitude": ""}}
"""What is emptied with a column that says nothing alone."""


def csv(row):
    return f"{';'.join(row)}\n{';'.join(row.values())}\n"


@pytest.fixture
def entered(db, everything):
    """Give what is entered: every row but those of the journal."""
    return lambda: {name: rows for name, rows in everything().items() if not name.startswith("audit.")}


@pytest.fixture
def bring(english, write, tmp_path):
    """Import one line of a kind; give the answer and what was written for programs."""

    def run(kind, row, *more):
        out = tmp_path / "out.json"
        answer = english("import", kind, write("t.csv", csv(row)), "--session", "BTS-2017", "--json", out, *more)
        return answer, json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}

    return run


def opened():
    """Build the named world with a value in every column of one line of each table."""
    built = world.opened()
    for kind, row in ROWS.items():
        table = TABLES[kind].read(csv(row).encode(), "t.csv", built.session, "")
        TABLES[kind].take_in(Intake(built.session, table, cast.ODILE, cast.PREPARED))
    return built


filled = kept(opened)


def test_every_column_of_every_table_has_a_value_here():
    assert {kind: list(row) for kind, row in ROWS.items()} == {
        kind: [column.name for column in TABLES[kind].columns] for kind in TABLES
    }


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_of_the_required_columns_alone_changes_nothing(filled, bring, entered, kind):
    before = entered()
    required = {column.name for column in TABLES[kind].columns if column.is_required}
    answer, report = bring(kind, {name: value for name, value in ROWS[kind].items() if name in required})
    assert (answer.code, report["written"], report["erased"]) == (0, 0, {})
    assert entered() == before


@pytest.mark.parametrize(("kind", "column"), OPTIONAL)
def test_one_column_that_is_not_there_leaves_its_values(filled, bring, entered, kind, column):
    before = entered()
    without = {column, *TOGETHER.get(column, ())}
    answer, report = bring(kind, {name: value for name, value in ROWS[kind].items() if name not in without})
    assert (answer.code, report["written"]) == (0, 0)
    assert entered() == before


@pytest.mark.parametrize(("kind", "column"), ERASING)
def test_an_empty_cell_erases_nothing_that_is_not_confirmed(filled, bring, everything, kind, column):
    before = everything()
    answer, _ = bring(kind, ROWS[kind] | {column: ""} | TOGETHER.get(column, {}))
    assert (answer.code, answer.out) == (3, "")
    assert f"{column}: 1" in answer.err
    assert "leave these columns out of the file" in answer.err
    assert everything() == before


@pytest.mark.parametrize(("kind", "column"), ERASING)
def test_an_empty_cell_that_is_confirmed_erases_that_value_alone(filled, bring, kind, column):
    emptied = {column: ""} | TOGETHER.get(column, {})
    words = [word for name in emptied for word in ("--empty", name.upper())]
    answer, report = bring(kind, ROWS[kind] | emptied, *words)
    assert (answer.code, report["written"]) == (0, 1)
    assert report["erased"] == dict.fromkeys(emptied, 1)
    again, report = bring(kind, ROWS[kind])
    assert (again.code, report["written"]) == (0, 1)


def test_a_dry_run_counts_what_would_be_erased(filled, bring, everything):
    before = everything()
    answer, report = bring("candidates", ROWS["candidates"] | {"conservations": "", "salle": ""}, "--dry-run")
    assert (answer.code, report["erased"]) == (0, {"conservations": 1, "salle": 1})
    assert "conservations: 1" in answer.out
    assert everything() == before


def test_a_list_of_papers_that_is_empty_means_all_of_them_and_erases_nothing(filled, bring):
    answer, report = bring("candidates", ROWS["candidates"] | {"epreuves": ""})
    assert (answer.code, report["written"], report["erased"]) == (0, 0, {})


def test_what_was_erased_is_in_the_journal_by_column(filled, bring):
    bring("candidates", ROWS["candidates"] | {"salle": "", "place": ""}, "--empty", "salle", "--empty", "place")
    assert audit.facts_on("session:BTS-2017", "CandidatesImported")[-1]["erased"] == {"salle": 1, "place": 1}
    entry = Entry.objects.get(candidate__candidate_number=cast.candidate_number(1))
    assert (entry.room, entry.seat, entry.arrangement, entry.is_mark_kept) == ("", "", "tiers temps", True)


@pytest.mark.parametrize("column", ["nom", "epreuves", "couleur"])
def test_a_column_that_cannot_be_emptied_is_refused_by_name(filled, bring, everything, column):
    before = everything()
    answer, _ = bring("candidates", ROWS["candidates"], "--empty", column)
    assert (answer.code, answer.out) == (3, "")
    assert f"{column} is no column of this table that empty cells erase: choose among nom_usage, " in answer.err
    assert everything() == before


@pytest.mark.parametrize("missing", ["latitude", "longitude"])
def test_a_position_of_one_column_is_refused(filled, bring, missing):
    row = {name: value for name, value in ROWS["institutions"].items() if name != missing}
    answer, report = bring("institutions", row)
    assert (answer.code, report["written"]) == (2, 0)
    assert report["faults"][0]["column"] == missing
    assert "This column goes together with" in report["faults"][0]["reason"]
