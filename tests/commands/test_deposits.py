"""Documents that were handed in, backed up and restored: they open with the key file, and with nothing else."""

import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from massicot.commands import session
from tests import cast, programs

pytestmark = pytest.mark.once("what is asked of the two databases is asked in tests/durability")

KEEP = """
import django; django.setup()
from datetime import UTC, date, datetime
from massicot.core.actor import SHELL
from massicot.deposits import services
from massicot.deposits.rules import Document, DepositKind
for day in (date(2016, 6, 1), None):
    document = Document(DepositKind.PDF, b"%PDF-1.7 of " + str(day).encode(), 1)
    signed = {"by": SHELL, "at": datetime.now(UTC)}
    print(services.keep_document(document=document, about="absence:1", destroy_on=day, **signed).code)
"""
OPEN = """
import sys, django; django.setup()
from massicot.core.refused import Refused
from massicot.deposits import queries
for code in sys.argv[1:]:
    try:
        print(queries.content_of(code).content.decode())
    except Refused as refusal:
        print(type(refusal).__name__)
"""


def play(home, script, *arguments, **environ):
    """Run a few lines on the database of a home, as a page of the program would."""
    told = home.environment | {"DJANGO_SETTINGS_MODULE": "massicot.config.settings"} | environ
    words = [sys.executable, "-c", script, *arguments]
    return subprocess.run(words, env=told, capture_output=True, text=True, check=True, timeout=60).stdout.split("\n")[
        :-1
    ]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Two documents, one past its day, and backups made with the key in its place and while it was away."""
    folder = tmp_path_factory.mktemp("deposits")
    (folder / "home").mkdir()
    (folder / "home" / "anonymity.key").write_text(cast.KEY.secret.hex(), encoding="ascii")
    (folder / "session.toml").write_text(session.example(), encoding="utf-8")
    with programs.home(folder / "home", "deposits_kept") as home:
        assert home.run("session", "create", str(folder / "session.toml")).returncode == 0
        codes = play(home, KEEP)
        assert home.run("backup", str(folder / "sealed.zip")).returncode == 0
        away = str(folder / "away")
        home.run("backup", str(folder / "unsealed.zip"), MASSICOT_ANONYMITY_KEY_FILE=away)
        assert home.run("work", "--once").returncode == 0
        yield SimpleNamespace(home=home, folder=folder, codes=codes)


@pytest.fixture
def elsewhere(kept, tmp_path):
    """An empty place with the kept copy of the key."""
    (tmp_path / "there").mkdir()
    shutil.copy(kept.folder / "home" / "anonymity.key", tmp_path / "there")
    with programs.home(tmp_path / "there", "deposits_there") as home:
        yield home


def test_the_worker_destroyed_what_was_due_and_nothing_else(kept):
    assert play(kept.home, OPEN, *kept.codes) == ["DepositDestroyed", "%PDF-1.7 of None"]


def test_a_restored_backup_opens_its_documents_with_the_key_file_and_a_worker_destroys_what_is_due(kept, elsewhere):
    answer = elsewhere.run("restore", str(kept.folder / "sealed.zip"))
    assert answer.returncode == 0, answer.stderr
    away = {"MASSICOT_ANONYMITY_KEY_FILE": str(elsewhere.folder / "away")}
    assert play(elsewhere, OPEN, *kept.codes, **away) == ["KeyOfDocumentsMissing"] * 2
    # What was destroyed after the backup is back, until the first turn of a worker.
    assert play(elsewhere, OPEN, *kept.codes) == ["%PDF-1.7 of 2016-06-01", "%PDF-1.7 of None"]
    assert elsewhere.run("work", "--once").returncode == 0
    assert play(elsewhere, OPEN, *kept.codes) == ["DepositDestroyed", "%PDF-1.7 of None"]


def test_a_backup_made_while_its_key_was_away_opens_its_documents_all_the_same(kept, elsewhere):
    assert elsewhere.run("restore", str(kept.folder / "unsealed.zip"), "--unsealed").returncode == 0
    assert play(elsewhere, OPEN, *kept.codes) == ["%PDF-1.7 of 2016-06-01", "%PDF-1.7 of None"]


def test_whoever_restores_without_the_key_is_told_that_no_document_opens(kept, elsewhere):
    away = str(elsewhere.folder / "away")
    refused = elsewhere.run(
        "--lang", "en", "restore", str(kept.folder / "sealed.zip"), MASSICOT_ANONYMITY_KEY_FILE=away
    )
    assert refused.returncode == 3
    assert "no document that people handed in will ever open" in refused.stderr
