"""The address that marks are sent to: contract.md §6, to the letter."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from massicot.core import draws
from massicot.marks import services
from massicot.marks.models import Mark
from massicot.scripts import queries as scripts
from massicot.scripts.rules import ScriptKind
from massicot.web.portal import pace
from massicot.web.portal.forms import LARGEST_SAVE
from tests.cast import MARC, MARKING
from tests.web.portal.conftest import Browser, open_window


def sentence(answer, status):
    """Check the status and give the French sentence of a refused save."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert list(answer.json()) == ["error"]
    return answer.json()["error"]


def test_a_save_answers_what_is_saved_refused_and_left(wood, monkeypatch):
    monkeypatch.setattr(pace, "_gauge", pace.Gauge())  # whatever this process saved before
    first, second = wood.numbers[:2]
    answer = wood.save((first, "12", ""), (second, "9", ""))
    assert answer.status_code == 200
    (refused,) = answer.json()["refused"]
    assert "9\N{NO-BREAK SPACE}» n’est pas une note de cette épreuve" in refused.pop("reason")
    assert refused == {"number": second, "current": "", "can_refer": False, "can_confirm": False}
    said = {"saved": [first], "refused": [], "remaining": 7, "pace_s": 1, "others": 0}
    assert answer.json() | {"refused": []} == said


def counted(browser, kind):
    """Find the number of a batch that the exam centre counted as written, or as blank."""
    kinds = scripts.kinds_of(browser.numbers)
    return next(number for number in browser.numbers if kinds[number] is kind)


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [(ScriptKind.WRITTEN, "CB", "a compté cette copie comme écrite"), (ScriptKind.BLANK, "12", "comme blanche")],
)
def test_a_line_against_the_count_is_refused_in_its_line_and_stands_once_it_is_confirmed(wood, kind, value, told):
    number = counted(wood, kind)
    (refused,) = wood.save((number, value, ""), confirmed=False).json()["refused"]
    assert told in refused.pop("reason")
    assert refused == {"number": number, "current": "", "can_refer": False, "can_confirm": True}
    assert not Mark.objects.exists()
    assert wood.save((number, value, "")).json()["saved"] == [number]
    assert Mark.objects.get().number == number


def test_a_save_that_says_nothing_of_confirming_confirms_nothing(wood):
    number = counted(wood, ScriptKind.WRITTEN)
    line = {"number": number, "value": "CB", "seen": ""}
    answer = wood.send({"save_id": str(uuid4()), "marks": [line]}).json()
    assert (answer["saved"], [one["number"] for one in answer["refused"]]) == ([], [number])


def test_a_line_seen_otherwise_answers_what_stands_there(wood):
    number = wood.numbers[0]
    wood.save((number, "12", ""))
    (refused,) = wood.save((number, "13", "")).json()["refused"]
    assert (refused["number"], refused["current"]) == (number, "12")
    assert "a enregistré 12 sur cette ligne" in refused["reason"]


def test_the_same_save_again_answers_the_same_bytes_and_another_body_409(wood):
    save_id, number = uuid4(), wood.numbers[0]
    first = wood.save((number, "12", ""), save_id=save_id)
    assert wood.save((number, "12", ""), save_id=save_id).content == first.content
    assert "déjà été reçu" in sentence(wood.save((number, "13", ""), save_id=save_id), 409)
    assert Mark.objects.get().hundredths == 1200


def test_a_stranger_is_told_to_sign_in(portal):
    assert "déconnecté" in sentence(portal.wood.save((portal.wood.numbers[0], "12", "")), 401)


@pytest.mark.parametrize(("opens", "closes", "told"), [(1, 6, "Saisie ouverte du"), (-6, -1, "Saisie close")])
def test_a_closed_window_answers_403_with_its_hours(wood, opens, closes, told):
    open_window(timedelta(days=opens), timedelta(days=closes))
    assert told in sentence(wood.save((wood.numbers[0], "12", "")), 403)


def test_a_revoked_sheet_answers_403(wood):
    services.print_sheet(
        batch_code=wood.batch.code, portal_address="http://x/", draw=draws.from_seed(2), by=MARC, at=MARKING
    )
    assert "remplacé" in sentence(wood.save((wood.numbers[0], "12", "")), 403)


def test_a_locked_batch_answers_403(wood):
    wood.fill()
    wood.lock("8", "96")
    assert "verrouillé" in sentence(wood.save((wood.numbers[0], "13", "12")), 403)


def test_a_body_too_large_answers_413(wood):
    assert "trop volumineux" in sentence(wood.send(b" " * (LARGEST_SAVE + 1)), 413)
    assert "trop volumineux" in sentence(wood.send(b" " * 3_000_000), 413)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 60_000,
        b"\xff\xfe",
        '{"save_id": "1", "marks": []}',
        {"save_id": str(uuid4())},
        {"save_id": str(uuid4()), "marks": {}},
        {"save_id": str(uuid4()), "marks": ["12"]},
        {"save_id": str(uuid4()), "marks": [{"number": "1", "value": 12, "seen": ""}]},
        {"save_id": str(uuid4()), "marks": [{"number": "1", "value": "12"}]},
        {"save_id": str(uuid4()), "marks": [{"number": "1", "value": "1" * 41, "seen": ""}]},
        {"save_id": str(uuid4()), "marks": [{"number": "1", "value": "12", "seen": "", "confirmed": "yes"}]},
    ],
)
def test_an_unreadable_save_answers_422(wood, body):
    assert "illisible" in sentence(wood.send(body), 422)
    assert wood.fill().status_code == 200


def test_a_save_without_its_csrf_token_answers_403_as_json(portal):
    browser = Browser(Client(enforce_csrf_checks=True), portal.wood.sheet, portal.wood.batch)
    assert "trop longtemps" in sentence(browser.send({"save_id": str(uuid4()), "marks": []}), 403)


def test_a_busy_database_answers_503_and_when_to_come_back(wood):
    def busy(execute, sql, params, many, context):
        raise OperationalError("database is locked")

    with connection.execute_wrapper(busy):
        answer = wood.save((wood.numbers[0], "12", ""))
    assert "occupé" in sentence(answer, 503)
    assert answer["Retry-After"] == "2"
    assert wood.fill().json()["remaining"] == 0


def test_marks_are_only_ever_sent(wood):
    assert wood.client.get("/saisie/lot/notes").status_code == 405


TEXTS = st.text(max_size=12) | st.sampled_from(["12", "AB", "", "\x00", "\ud800", "00000001A"])
LINE = st.fixed_dictionaries({"number": TEXTS, "value": TEXTS, "seen": TEXTS})
BODIES = st.fixed_dictionaries({"save_id": st.uuids().map(str) | TEXTS, "marks": st.lists(LINE, max_size=4) | TEXTS})


@pytest.mark.both("what no table can hold was a fault on one database alone")
@pytest.mark.usefixtures("unhurried")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BODIES)
def test_no_text_whatever_breaks_a_save_or_marks_a_foreign_number(wood, body):
    assert wood.send(json.dumps(body)).status_code in (200, 409, 422)
    assert not Mark.objects.exists()
