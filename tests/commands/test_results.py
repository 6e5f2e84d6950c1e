"""`massicot ladder`, `lift` and `export`: the end of the journey."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from massicot.exams.rules.session_file import shipped_plan
from massicot.exams.services import create_session
from tests import cast, going_back, later_world, world

SESSION = ("--session", "BTS-2017")
PAPER = (*SESSION, "--paper", "CGE")


@pytest.fixture
def exported(english, tmp_path):
    """Export a kind; give its rows."""

    def run(kind, *more):
        answer = english("export", kind, *SESSION, *more, "--out", tmp_path / "t.csv")
        assert (answer.code, answer.err) == (0, "")
        text = (tmp_path / "t.csv").read_bytes().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))

    return run


def lift(english, person):
    return english("lift", *PAPER, "--by", person.login)


def test_two_persons_of_the_office_lift_and_the_marks_are_exported(english, exported):
    later_world.locked()
    assert lift(english, cast.ODILE).out.startswith("Lifting of CGE proposed: another person of the office")
    assert lift(english, cast.OMAR).out == "The anonymity of CGE is lifted: export the marks.\n"
    rows = exported("marks")
    assert [row["numero_candidat"] for row in rows] == sorted(row["numero_candidat"] for row in rows)
    assert len(rows) == 12
    assert {row["code"] for row in rows} == {"", "AB", "CB"}
    assert all(bool(row["note"]) != bool(row["code"]) for row in rows)


def test_marks_are_not_exported_before_lifting(refused, english, tmp_path):
    later_world.locked()
    for _ in range(2):
        told = refused("export", "marks", *PAPER, "--out", tmp_path / "t.csv")
        assert told.startswith("The anonymity of CGE is not lifted yet: two persons of the office lift it")
        assert not (tmp_path / "t.csv").exists()
        lift(english, cast.ODILE)


def test_a_second_person_who_is_the_first_is_refused(english, refused):
    later_world.locked()
    lift(english, cast.ODILE)
    told = refused("lift", *PAPER, "--by", cast.ODILE.login)
    assert told.startswith("odile@bureau.invalid proposed the lifting of CGE: another person")


def test_lifting_is_refused_while_a_batch_is_open(refused):
    later_world.typed()
    assert refused("lift", *PAPER, "--by", cast.ODILE.login).startswith("Batches of CGE not locked yet: 2 (B-")


def test_lifting_needs_somebody_of_the_office(english, refused):
    later_world.locked()
    assert refused("lift", *PAPER, "--by", cast.MARC.login).startswith("marc@perrin.invalid has no role in the exam")
    assert refused("lift", *PAPER, "--by", "nobody@b.fr").startswith("nobody@b.fr has no account")
    assert english("lift", *PAPER).code == 2


def test_the_ladder_holds_when_every_script_is_accounted_for(english, tmp_path):
    going_back.locked_with_no_day()
    answer = english("ladder", *PAPER, "--json", tmp_path / "l.json")
    assert (answer.code, answer.err) == (0, "")
    report = json.loads((tmp_path / "l.json").read_text(encoding="utf-8"))
    assert report.keys() == {"ladder", "events", "totals"}
    assert [rung.keys() for rung in report["ladder"]] == [{"rung", "expected", "found", "gaps"}] * len(report["ladder"])
    *marked, scripts, sheets = report["ladder"]
    assert all(rung["expected"] == rung["found"] for rung in marked)
    assert [(rung["rung"], rung["found"]) for rung in (scripts, sheets)] == [
        ("scripts returned", 0),
        ("sheets received", 0),
    ]
    assert len(answer.out.splitlines()) == len(report["ladder"])


def test_an_open_gap_turns_the_exit_code_and_is_named(english, tmp_path):
    built = later_world.with_one_lost()
    answer = english("ladder", *PAPER, "--json", tmp_path / "l.json")
    assert answer.code == 1
    key = f"missing-script:{later_world.number_of(built, 1)}"
    gaps = [gap for rung in json.loads((tmp_path / "l.json").read_bytes())["ladder"] for gap in rung["gaps"]]
    assert key in {gap["key"] for gap in gaps if gap["state"] == "open"}
    assert f"Script missing – {later_world.number_of(built, 1)} – open" in answer.out


@pytest.mark.parametrize("kind", ["scripts", "batches", "parcels", "presence", "centres", "specialties"])
def test_the_other_tables_hold_no_name_and_need_no_lifting(exported, kind):
    later_world.locked()
    rows = exported(kind)
    assert rows
    assert not {name for name in cast.NAMES for row in rows if name in " ".join(map(str, row.values()))}


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (["--out", "t.csv"], b"\xef\xbb\xbfnumero_candidat;"),
        (["--out", "t.XLSX"], b"PK"),
        (["--out", "t.txt"], b"\xef\xbb\xbfnumero_candidat;"),
        (["--out", "t.txt", "--format", "fixed"], b"1MASSICOT-NOTES"),
        (["--out", "t.csv", "--format", "xlsx"], b"PK"),
        (["--out", "t.xlsx", "--format", "csv"], b"\xef\xbb\xbfnumero_candidat;"),
    ],
)
def test_the_form_of_the_marks_is_the_one_asked_for_or_the_one_of_the_name(
    english, tmp_path, monkeypatch, words, start
):
    later_world.lifted()
    monkeypatch.chdir(tmp_path)
    answer = english("export", "marks", *PAPER, *words)
    assert (answer.code, answer.err, answer.out) == (0, "", f"{words[1]} is written.\n")
    assert Path(words[1]).read_bytes().startswith(start)


def test_totals_are_a_table_of_their_own(exported):
    later_world.lifted()
    found = {row["total"]: row["valeur"] for row in exported("marks-totals")}
    assert (found["lignes"], found["notes"], found["mq"]) == ("12", "10", "0")


def test_another_table_has_no_other_form(refused, tmp_path):
    later_world.locked()
    for words in (["--out", tmp_path / "t.xlsx"], ["--out", tmp_path / "t.csv", "--format", "fixed"]):
        told = refused("export", "batches", *PAPER, *words)
        assert told.startswith("The table batches is written as CSV only: leave --format out")
        assert not words[1].exists()


def test_a_table_that_cannot_be_written_is_told(english, tmp_path):
    world.prepared()
    answer = english("export", "scripts", *PAPER, "--out", tmp_path / "no" / "t.csv")
    assert (answer.code, answer.out) == (3, "")
    assert "t.csv cannot be written (there is nothing of that name): choose another place" in answer.err


def test_one_of_several_papers_must_be_named(refused, tmp_path):
    plan = shipped_plan()
    papers = [plan.papers[0], replace(plan.papers[0], code="MATHS", routes=[])]
    create_session(plan=replace(plan, papers=papers), is_rehearsal=False, by=cast.ODILE, at=cast.PREPARED)
    told = refused("export", "scripts", *SESSION, "--out", tmp_path / "t.csv")
    assert told == "The session BTS-2017 has several papers: choose one with --paper: CGE, MATHS.\n"
