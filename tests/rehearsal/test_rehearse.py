"""A rehearsal is a contract: every planted fault is told once, nothing else is, and the same seed plays the same."""

import argparse
import csv
import hashlib
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from massicot.commands import rehearse as rehearsal
from tests.programs import SERVER, Home

RUNGS = [
    "entered", "present+absent", "written+blank+placeholder", "labels used", "strips archived", "packed", "despatched",
    "received", "in batches", "on sheets", "marks+AB+CB", "scripts returned", "sheets received",
]  # fmt: skip
PLANTED = {
    *("absent", "blank", "late-parcel", "found-script", "missing-script", "corrected-mark"),
    *("script-lost-back", "sheet-given-up"),
}
REAL = Path(__file__).parents[2].parent / "shared" / "data" / "aix-marseille"

LYCEE = ("--scale", "lycee", "--seed", "7", "--at", "2017-05-10T14:00:00+02:00")

NewHome = Callable[[str], Home]

pytestmark = pytest.mark.django_db

once = pytest.mark.once("the first rehearsal is played on both databases")


def rehearse(home: Home, *options: str) -> SimpleNamespace:
    """Play a session to its end; give its exit code, its JSON, and its folder of documents."""
    told = home.folder / "rehearsal.json"
    ended = home.run("rehearse", "--json", str(told), *options)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return SimpleNamespace(
        home=home,
        text=told.read_bytes(),
        json=json.loads(told.read_bytes()),
        folder=home.folder / "rehearsal/documents",
    )


def rehearse_here(folder: Path, *words: str) -> SimpleNamespace:
    """Play a session to its end in this process, under another key; give its JSON, and its folder of documents."""
    told = folder / "rehearsal.json"
    parser = argparse.ArgumentParser()
    rehearsal.add_arguments(parser)
    assert rehearsal.rehearse(parser.parse_args(["--json", str(told), *words])) == 0
    text = told.read_bytes()
    return SimpleNamespace(text=text, json=json.loads(text), folder=Path(settings.HOME) / "documents")


@pytest.fixture(scope="module")
def rehearsed(new_home: NewHome) -> SimpleNamespace:
    """Play the session of a lycée with the usual faults."""
    return rehearse(new_home("first"), *LYCEE)


def gaps_of(told: dict) -> list[dict]:
    return [gap for rung in told["ladder"] for gap in rung["gaps"]]


def digests_of(folder: Path) -> dict[str, str]:
    """Digest every file of a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def rows_of(table: Path) -> list[dict[str, str]]:
    """Read a table as whoever receives it does."""
    return list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))


def numbers_of(folder: Path) -> set[str]:
    return {row["numero_anonymat"] for row in rows_of(folder / "marks.csv")}


def test_the_ladder_has_its_rungs_in_order_each_with_two_counts(rehearsed: SimpleNamespace) -> None:
    assert set(rehearsed.json) == {"ladder", "events", "totals", "planted", "steps"}
    assert [rung["rung"] for rung in rehearsed.json["ladder"]] == RUNGS
    for rung in rehearsed.json["ladder"]:
        assert set(rung) == {"rung", "expected", "found", "gaps"}
        assert rung["expected"] - rung["found"] == len(rung["gaps"]), rung
    *_, received, in_batches, _, _, returned, sheets = rehearsed.json["ladder"]
    assert received["found"] == in_batches["found"] == returned["expected"]
    assert sheets["expected"] == rehearsed.json["totals"]["batches"]


def test_every_planted_fault_is_told_once_and_nothing_else_is(rehearsed: SimpleNamespace) -> None:
    told = [one["key"] for one in (*gaps_of(rehearsed.json), *rehearsed.json["events"])]
    assert Counter(told) == dict.fromkeys(rehearsed.json["planted"], 1)
    assert {key.split(":")[0] for key in told} == PLANTED
    for one in (*gaps_of(rehearsed.json), *rehearsed.json["events"]):
        assert one["key"] == f"{one['kind']}:{one['subject']}"


def test_the_lost_script_is_decided_by_the_office_and_never_absent(rehearsed: SimpleNamespace) -> None:
    (gap,) = [gap for gap in gaps_of(rehearsed.json) if gap["kind"] == "missing-script"]
    assert (gap["state"], bool(gap["reason"])) == ("decided", True)
    (row,) = [row for row in rows_of(rehearsed.folder / "marks.csv") if row["code"] == "MQ"]
    assert (row["numero_anonymat"], row["note"]) == (gap["subject"], "")


ACTS = [
    *("printed", "called", "sat", "sent", "received", "batched", "marked", "lifted", "returned", "settled"),
    *("destroyed", "listed again", "destroyed again", "sheets destroyed"),
]


def test_after_each_act_the_ladder_tells_of_every_script_until_two_certificates_do(rehearsed: SimpleNamespace) -> None:
    steps = {step["act"]: step for step in rehearsed.json["steps"]}
    assert list(steps) == ACTS
    assert [act for act in ACTS if not steps[act]["open"]] == ["lifted", *ACTS[-5:]]
    at_the_end = {rung["rung"]: [rung["expected"], rung["found"]] for rung in rehearsed.json["ladder"]}
    assert [steps[act]["rungs"] for act in ACTS[-5:]] == [at_the_end] * 5
    _, back = at_the_end["scripts returned"]
    assert [steps[act]["left_out"] for act in ACTS[-5:]] == [0, 45, 45, 24, 24]
    assert [steps[act]["destroyed"] for act in ACTS[-5:]] == [0, back - 45, back - 45, back - 24, back - 24]


def test_every_document_is_in_the_manifest_with_its_digest(rehearsed: SimpleNamespace) -> None:
    found = digests_of(rehearsed.folder)
    rows = rows_of(rehearsed.folder / "manifest.csv")
    assert {row["file"]: row["sha256"] for row in rows} == {
        name: digest for name, digest in found.items() if name.endswith(".pdf")
    }
    assert {row["kind"] for row in rows} == {
        *("labels", "anonymity-lists", "registers", "despatch-notes", "mark-sheets"),
        *("sheet-lists", "return-notes", "box-labels"),
    }


def test_what_was_lost_on_its_way_back_is_decided_and_keeps_its_mark(rehearsed: SimpleNamespace) -> None:
    script, sheet = (
        next(gap for gap in gaps_of(rehearsed.json) if gap["kind"] == kind)
        for kind in ("script-lost-back", "sheet-given-up")
    )
    assert (script["state"], sheet["state"]) == ("decided", "decided")
    found = {event["subject"] for event in rehearsed.json["events"] if event["kind"] == "found-script"}
    (row,) = [row for row in rows_of(rehearsed.folder / "marks.csv") if row["numero_anonymat"] == script["subject"]]
    assert (script["subject"] in found, row["code"] == "MQ") == (True, False)


@once
def test_the_same_seed_and_instant_give_the_same_bytes_elsewhere(rehearsed: SimpleNamespace, tmp_path: Path) -> None:
    again = rehearse_here(tmp_path, *LYCEE)
    assert again.text == rehearsed.text
    assert digests_of(again.folder) == digests_of(rehearsed.folder)


@once
def test_another_seed_draws_other_numbers_and_without_faults_nothing_is_told(
    rehearsed: SimpleNamespace, tmp_path: Path
) -> None:
    sound = rehearse_here(tmp_path, "--scale", "lycee", "--seed", "8", "--faults", "none")
    assert (gaps_of(sound.json), sound.json["events"], sound.json["planted"]) == ([], [], [])
    assert numbers_of(sound.folder).isdisjoint(numbers_of(rehearsed.folder))


def test_a_rehearsal_leaves_the_database_of_its_home_alone(rehearsed: SimpleNamespace) -> None:
    if SERVER:
        databases = rehearsed.home.rows("SELECT datname FROM pg_database WHERE datname LIKE '%first%rehearsal'")
        tables = rehearsed.home.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert (databases, tables) == ([], [])
    else:
        assert not (rehearsed.home.folder / "massicot.sqlite3").exists()


@once
@pytest.mark.skipif(not REAL.is_dir(), reason="the real institutions are not beside the project")
def test_real_schools_are_rehearsed_from_import_to_exported_marks(tmp_path: Path) -> None:
    options = [
        word for name in ("institutions", "specialties", "offer") for word in (f"--{name}", REAL / f"{name}.csv")
    ]
    played = rehearse_here(tmp_path, "--scale", "lycee", *map(str, options))
    assert len(rows_of(played.folder / "marks.csv")) == played.json["ladder"][2]["expected"] > 0
