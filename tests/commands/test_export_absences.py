"""`massicot export absences`: a line for each absence, with what is deducted, and never why."""

import csv

import pytest

from massicot.absences.rules.absence_table import COLUMNS
from tests.absences import absent
from tests.absences.absent import AFTERNOON, MORNING, NEXT_MORNING
from tests.absences.test_answering import grant
from tests.absences.test_deducting import file, unjustified
from tests.keeping import kept

pytestmark = pytest.mark.django_db
built = kept(absent.called)

SESSION = ("--session", "BTS-2017")
WHY = ("illness", "maladie", "Le second jour aussi", "none-given")


@pytest.fixture
def rows(english, built, tmp_path):
    """Bob is exempted of a day, Alice has a file of deduction."""
    grant(absent.announce("BOB"), MORNING, AFTERNOON)
    file(unjustified(NEXT_MORNING, identifier="ALICE"))
    answer = english("export", "absences", *SESSION, "--out", tmp_path / "a.csv")
    assert (answer.code, answer.err) == (0, "")
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert not [word for word in WHY if word in text]
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def test_a_line_says_when_and_what_was_answered(rows):
    _, bob = rows
    assert list(bob) == list(COLUMNS)
    told = ("identifiant", "etat", "du", "au", "demi_journees", "decision", "trentiemes")
    assert [bob[name] for name in told] == ["BOB", "exempted", "2017-06-01", "2017-06-01", "2", "DIEC/2017/42", ""]


def test_a_line_says_how_many_thirtieths_are_asked_of_whom(rows):
    alice, _ = rows
    told = ("identifiant", "etat", "jours", "trentiemes", "retenue", "discipline", "dossier_le")
    assert [alice[name] for name in told] == ["ALICE", "deducted", "1", "1", "pay", "non", "2017-06-03"]
