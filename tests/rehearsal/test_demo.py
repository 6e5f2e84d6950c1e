"""A demonstration stops at the stage asked for, can be built again, and never touches a real session."""

import argparse
import io
import json
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction

from massicot.commands import demo, ladder, session
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.results import services as results
from massicot.store import key_file
from tests.programs import Home

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once("what a stage asks of the database is asked by the tests of its services too"),
]

STAGES = {
    "prepared": {"attendance", "items"},
    "called": {"attendance", "items"},
    "evening": {"attendance", "items"},
    "sat": {"not-sent"},
    "sent": {"not-arrived"},
    "received": {"missing-script", "not-in-batch"},
    "morning": {"missing-script", "not-locked"},
    "marking": {"missing-script", "not-locked"},
    "open-cases": {
        *("missing-strip", "left-out", "departure-unknown", "not-arrived", "not-looked-for"),
        *("missing-script", "missing-in-batch", "not-locked"),
    },
    "locked": {"missing-script"},
    "lifted": set(),
    "returned": {"not-returned", "script-lost-back", "sheet-not-received"},
    "destroyed": set(),
}
"""The kinds of gaps still open at each stage."""

WITHOUT_BATCHES = {"prepared", "called", "evening", "sat", "sent", "received"}

NewHome = Callable[[str], Home]


def typed(command: Any, *words: str) -> argparse.Namespace:
    """Read what is typed after a command."""
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(words)


@pytest.fixture(scope="module", params=STAGES)
def built(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[SimpleNamespace]:
    """Build a demonstration up to a stage; give what it printed and what it told programs."""
    told = tmp_path_factory.mktemp(request.param) / "demo.json"
    stage = [] if request.param == "marking" else ["--stage", request.param]
    options = typed(demo, "--no-serve", *stage, "--json", str(told))
    with django_db_blocker.unblock(), transaction.atomic():
        with redirect_stdout(io.StringIO()) as printed:
            demo.demonstrate(options, "http://127.0.0.1:8765")
        yield SimpleNamespace(stage=request.param, printed=printed.getvalue(), json=json.loads(told.read_text()))
        transaction.set_rollback(True)


def rows(query: str) -> list[tuple[Any, ...]]:
    """Read the database behind the program's back."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_a_demonstration_stops_at_its_stage_and_its_ladder_says_so(built: SimpleNamespace, tmp_path: Path) -> None:
    told = tmp_path / "ladder.json"
    code = ladder.run(typed(ladder, "--session", "BTS-2017", "--paper", "CGE", "--json", str(told)))
    gaps = [gap for rung in json.loads(told.read_text())["ladder"] for gap in rung["gaps"]]
    assert {gap["kind"] for gap in gaps if gap["state"] == "open"} == STAGES[built.stage]
    assert code == (1 if STAGES[built.stage] else 0)


def test_a_demonstration_says_how_to_come_in(built: SimpleNamespace) -> None:
    content = built.json
    assert (content["url"], content["session"], content["paper"]) == ("http://127.0.0.1:8765", "BTS-2017", "CGE")
    called = {"marker", "school", "inspector"} if built.stage != "prepared" else set()
    assert {account["desk"] for account in content["accounts"]} == {"office", "exam-centre", "marking-centre"} | called
    for account in content["accounts"]:
        assert f"{account['login']}  {account['password']}" in built.printed
    assert [bool(account.get("totp")) for account in content["accounts"]] == [
        account["desk"] == "office" for account in content["accounts"]
    ]
    assert bool(content["batches"]) is (built.stage not in WITHOUT_BATCHES)
    for batch in content["batches"]:
        assert batch["numbers"] == sorted(set(batch["numbers"]))
        assert (batch["site"], len(batch["password"])) == ("A02", 16)


@pytest.mark.parametrize("built", ["sent"], indirect=True)
def test_what_is_on_the_road_is_not_late_yet(built: SimpleNamespace) -> None:
    ((ends_at,),) = rows("SELECT ends_at FROM exams_paper")
    assert datetime.now(UTC) < instant(ends_at) + timedelta(hours=48)
    assert rows("SELECT count(*) FROM consignments_parcel WHERE sent_at IS NULL") == [(0,)]


OPEN_LISTS = {
    "incidents": "SELECT count(*) FROM roomreports_roomincident WHERE kind IN ('fraud', 'document')",
    "seals": "SELECT count(*) FROM consignments_sealreading WHERE verdict = 'broken' AND ended_at IS NULL",
    "outside parcels": "SELECT count(*) FROM consignments_parcel WHERE route_kind = 'outside' AND closed_at IS NULL",
    "papers": "SELECT count(*) FROM consignments_parcel WHERE reports_came < reports_enclosed AND papers_waived = ''",
    "kept marks": "SELECT count(*) FROM candidates_keptmarksat WHERE counts = ''",
    "set-asides": "SELECT count(DISTINCT oddity) FROM setasides_setaside WHERE ending = 'open'",
}


@pytest.mark.parametrize("built", ["open-cases"], indirect=True)
def test_every_list_has_something_open(built: SimpleNamespace) -> None:
    counted = {name: rows(question)[0][0] for name, question in OPEN_LISTS.items()}
    assert counted == {"incidents": 2, "outside parcels": 3, "set-asides": 4} | dict.fromkeys(
        ("seals", "papers", "kept marks"), 1
    )
    assert len([account for account in built.json["accounts"] if account["desk"] == "exam-centre"]) == 6


SENT_BACK = """
SELECT parcel.centre_uai, content.kind, content.tick, count(*) FROM consignments_returncontent content
JOIN consignments_returnparcel parcel ON parcel.id = content.parcel_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
SHEETS_HERE = """
SELECT batch.centre_uai, count(DISTINCT batch.id), count(receipt.id) FROM batches_batch batch
JOIN marks_credential sheet ON sheet.batch_id = batch.id
LEFT JOIN shelves_sheetreceipt receipt ON receipt.sheet_id = sheet.id GROUP BY 1 ORDER BY 1
"""


@pytest.mark.parametrize("built", ["returned"], indirect=True)
def test_one_marking_centre_is_whole_one_lacks_a_script_and_two_sheets_and_one_has_not_begun(
    built: SimpleNamespace,
) -> None:
    lacking, whole, _ = (uai for uai, _, _ in rows(SHEETS_HERE))
    assert rows(SENT_BACK) == [
        (lacking, "batch", "received", 4),
        (lacking, "script", "missing", 1),
        (whole, "batch", "received", 1),
    ]
    assert [(made, here) for _, made, here in rows(SHEETS_HERE)] == [(4, 2), (1, 1), (1, 0)]
    assert rows("SELECT count(DISTINCT place_ref) FROM custody_item WHERE kind = 'box' AND place = 'shelf'") == [(1,)]
    assert [account["desk"] for account in built.json["accounts"]].count("marking-centre") == 3
    assert rows("SELECT state FROM results_consultation ORDER BY state") == [("copied",), ("refused",), ("shown",)]


LISTS = """
SELECT code, signed_first_by, destroyed_by, inquiries, (SELECT count(*) FROM shelves_sparedscript WHERE of_id = list.id)
FROM shelves_destructionlist list ORDER BY code
"""
BOXED = "SELECT count(*) FROM custody_item WHERE kind = 'script' AND place = "
CLERK, HEAD = "gestionnaire@repetition.invalid", "cheffe.de.bureau@repetition.invalid"


@pytest.mark.parametrize("built", ["destroyed"], indirect=True)
def test_one_list_is_destroyed_by_two_and_what_it_left_out_waits_for_a_second_signature(built: SimpleNamespace) -> None:
    (_, *of_first), (second, *of_second) = rows(LISTS)
    assert (of_first, of_second) == ([CLERK, HEAD, 2, 43 + 2], [CLERK, "", 1, 23 + 1])
    assert rows(f"{BOXED} 'destroyed'") == [(253,)]
    assert rows("SELECT count(*) FROM results_dispute WHERE ended_on IS NULL") == [(1,)]
    assert rows("SELECT count(*) FROM results_consultation WHERE state IN ('asked', 'checked')") == [(0,)]
    office = [account for account in built.json["accounts"] if account["desk"] == "office"]
    assert [account["login"] for account in office] == [CLERK, HEAD]
    paper = exams.paper_by_code("BTS-2017", "CGE")
    results.destroy_scripts(paper=paper, code=second, key=key_file.read(), by=Actor(HEAD), at=datetime.now(UTC))
    assert rows(f"{BOXED} 'destroyed'") == [(253 + 21,)]


def test_a_marker_has_pupils_of_their_school_in_a_batch(built: SimpleNamespace) -> None:
    pupils = rows("SELECT DISTINCT origin_uai FROM candidates_candidate")
    schools = rows("SELECT DISTINCT institution_uai FROM persons_situation")
    assert len(set(pupils) & set(schools)) == 1


def instant(stored: datetime | str) -> datetime:
    """Read an instant as either database gives it: SQLite keeps it as text in UTC."""
    read = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def test_nothing_in_a_demonstration_is_still_to_come(built: SimpleNamespace) -> None:
    ((last,),) = rows("SELECT max(at) FROM audit_journalline")
    assert instant(last) <= datetime.now(UTC)


def test_a_demonstration_takes_the_place_of_the_one_before(new_home: NewHome) -> None:
    home = new_home("demo")
    told, drawn = home.folder / "demo.json", []
    for seed in ("1", "2"):
        ended = home.run(
            *("demo", "--no-serve", "--port", "8765", "--stage", "prepared", "--seed", seed, "--json", str(told))
        )
        assert ended.returncode == 0, ended.stderr
        drawn.append({number for (number,) in home.rows("SELECT number FROM scripts_script")})
        content = json.loads(told.read_text())
        assert content["url"] == "http://127.0.0.1:8765"
        assert all(account["password"] in ended.stdout for account in content["accounts"])
    assert home.rows("SELECT count(*) FROM exams_session") == [(1,)]
    assert drawn[0].isdisjoint(drawn[1])


def test_a_demonstration_refuses_the_place_of_a_real_session(new_home: NewHome) -> None:
    home = new_home("real")
    example = home.folder / "session.toml"
    example.write_text(session.example(), encoding="utf-8")
    assert home.run("session", "create", str(example)).returncode == 0
    refused = home.run("demo", "--no-serve")
    assert refused.returncode == 3
    assert str(home.folder) in refused.stderr
    assert home.rows("SELECT code FROM exams_session") == [("BTS-2017",)]
