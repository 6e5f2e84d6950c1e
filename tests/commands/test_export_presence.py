"""`massicot export marker-presence`: who was expected, who came, and what nobody knows."""

import csv
import io
from datetime import time, timedelta

import openpyxl
import pytest

from massicot.missions import services as mission_acts
from massicot.presence.rules.presence_table import COLUMNS
from tests.cast import CEDRES, ODILE
from tests.keeping import kept
from tests.missions.calling import ADDRESSES, ASKED, FIRST
from tests.presence import registers
from tests.presence.registers import add, convene, letter_of, note

pytestmark = pytest.mark.django_db
built = kept(registers.convened)
SESSION = ("--session", "BTS-2017")


@pytest.fixture
def exported(english, tmp_path):
    def run(*more):
        answer = english("export", "marker-presence", *SESSION, *more, "--out", tmp_path / "p.csv")
        assert (answer.code, answer.err) == (0, "")
        content = (tmp_path / "p.csv").read_bytes().decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=";"))

    return run


def shown(rows, day=FIRST, half="morning"):
    chosen = [row for row in rows if (row["jour"], row["demi_journee"]) == (day.isoformat(), half)]
    return [(row["identifiant"], row["convoque"], row["presence"], row["transmise"][:16]) for row in chosen]


def test_what_nobody_keyed_is_unknown(built, exported):
    rows = exported()
    assert list(rows[0]) == list(COLUMNS)
    assert len(rows) == 8
    assert {(row["presence"], row["confirmee"], row["saisie"]) for row in rows} == {("unknown", "non", "")}


def test_who_came_late_uncalled_or_not_at_all_is_told_with_when_it_was_sent(built, exported):
    add(built, "ALICE", at=registers.EVENING)
    registers.key(built, "CHARLIE", registers.ABSENT, at=registers.EVENING)
    registers.confirm(built, 1, 2, at=registers.EVENING)
    registers.confirm(built, 2, 2, half=registers.AFTERNOON, at=registers.EVENING)
    note(built, "BOB", time(9, 40))
    registers.send(built)
    rows = exported()
    assert shown(rows) == [
        ("BOB", "oui", "present", "2017-06-01T18:00"),
        ("CHARLIE", "oui", "absent", "2017-06-01T18:00"),
        ("ALICE", "non", "present", "2017-06-01T18:00"),
    ]
    assert shown(rows, FIRST + timedelta(days=1))[0] == ("BOB", "oui", "unknown", "")
    (bob, *_) = [row for row in rows if row["identifiant"] == "BOB"]
    assert (bob["arrivee"], bob["depart"], bob["saisie"], bob["epreuve"]) == ("09:40", "", "others", "CGE")


def test_somebody_keyed_whose_letter_was_cancelled_since_keeps_the_mission(built, exported):
    code = letter_of("BOB").code
    registers.scan(built, code)
    mission_acts.cancel_convocation(code=code, reason="trop", addresses=ADDRESSES, by=ODILE, at=ASKED)
    (bob,) = [row for row in exported() if row["identifiant"] == "BOB"]
    assert (bob["convoque"], bob["epreuve"], bob["convocation"], bob["presence"]) == ("oui", "CGE", "", "present")


def test_of_one_paper_its_letters_alone_and_two_missions_are_two_lines(built, exported):
    built.paper = None
    convene(built, "BOB", title="Réunion", hours=(18, 19), days=1)
    add(built, "ALICE", place=CEDRES)
    everything, own = exported(), exported("--paper", "CGE")
    assert len(everything) == 10
    assert (len(own), {row["epreuve"] for row in own}) == (8, {"CGE"})


def test_it_is_a_book_where_that_is_asked_and_never_of_fixed_width(built, english, refused, tmp_path):
    assert english("export", "marker-presence", *SESSION, "--out", tmp_path / "p.xlsx").code == 0
    with (tmp_path / "p.xlsx").open("rb") as content:
        assert len(list(openpyxl.load_workbook(content).active.iter_rows())) == 9
    told = refused("export", "marker-presence", *SESSION, "--format", "fixed", "--out", tmp_path / "p.txt")
    assert told.startswith("The table marker-presence is written as CSV or XLSX")
