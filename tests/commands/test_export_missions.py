"""`massicot export missions`: the people called, as CSV or XLSX; nothing of batches, scripts or candidates."""

import csv
import io

import openpyxl
import pytest

from massicot.batches import queries as batches
from massicot.missions.rules.mission_table import COLUMNS
from tests import world
from tests.cast import ODILE
from tests.keeping import kept
from tests.missions import calling
from tests.web.visitors import signed_in

pytestmark = pytest.mark.django_db
built = kept(world.batched)

SESSION = ("--session", "BTS-2017")


@pytest.fixture
def called(built):
    row = calling.mission(built.session, built.paper)
    calling.put(row, "BOB", "CHARLIE")
    return calling.convened(built.session, row)


def read(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_it_is_written_as_csv(english, called, tmp_path):
    answer = english("export", "missions", *SESSION, "--out", tmp_path / "m.csv")
    assert (answer.code, answer.err) == (0, "")
    rows = read((tmp_path / "m.csv").read_bytes())
    assert list(rows[0]) == list(COLUMNS)
    assert [(row["identifiant"], row["etat"], row["heures"]) for row in rows] == [
        ("BOB", "convened", "16:00"),
        ("CHARLIE", "convened", "16:00"),
    ]


@pytest.mark.parametrize(("file", "more"), [("m.xlsx", ()), ("m", ("--format", "xlsx"))])
def test_it_is_a_book_where_that_is_asked(english, called, tmp_path, file, more):
    assert english("export", "missions", *SESSION, "--paper", "CGE", "--out", tmp_path / file, *more).code == 0
    with (tmp_path / file).open("rb") as content:
        header, bob, _ = openpyxl.load_workbook(content).active.iter_rows(values_only=True)
    line = dict(zip(header, bob, strict=True))
    assert (line["identifiant"], line["jours"], line["demi_journees"]) == ("BOB", 2, 4)


def test_fixed_width_is_refused(refused, called, tmp_path):
    told = refused("export", "missions", *SESSION, "--format", "fixed", "--out", tmp_path / "m.txt")
    assert told.startswith("The table missions is written as CSV or XLSX")
    assert not (tmp_path / "m.txt").exists()


def test_a_session_without_missions_is_a_table_without_lines(english, built, tmp_path):
    assert english("export", "missions", *SESSION, "--out", tmp_path / "m.csv").code == 0
    assert read((tmp_path / "m.csv").read_bytes()) == []


def test_the_page_of_missions_gives_the_same_lines_in_words(called):
    office = signed_in(ODILE.login)
    assert "/BTS-2017/missions/tableau.csv" in office.get("/bureau/BTS-2017/missions/").content.decode()
    rows = read(office.get("/bureau/BTS-2017/missions/tableau.csv").content)
    assert [(row["identifiant"], row["nature"], row["etat"]) for row in rows] == [
        ("BOB", "corrections", "sous convocation"),
        ("CHARLIE", "corrections", "sous convocation"),
    ]
    assert office.get("/bureau/BTS-2017/missions/tableau.xlsx").content.startswith(b"PK")
    assert office.get("/bureau/BTS-2017/missions/tableau.txt").status_code == 404


def test_it_holds_no_batch_and_no_specialty(english, called, built, tmp_path):
    english("export", "missions", *SESSION, "--out", tmp_path / "m.csv")
    told = (tmp_path / "m.csv").read_text(encoding="utf-8-sig")
    rows = list(batches.batches_of(built.paper.pk))
    assert rows
    assert not any(word in told for row in rows for word in (row.code, row.specialty_code))
