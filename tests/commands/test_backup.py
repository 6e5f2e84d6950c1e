"""`massicot backup` and `restore`: what each refuses, what each says, and that neither leaves anything half done."""

import json
import os
import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess
from types import SimpleNamespace

import psycopg
import pytest

from massicot.commands import session
from tests import cast, programs
from tests.programs import Home

pytestmark = pytest.mark.once("the drill of tests/durability backs up and restores on both; what differs says postgres")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """A session, its key, and a backup of them."""
    folder = tmp_path_factory.mktemp("kept")
    (folder / "home").mkdir()
    (folder / "home" / "anonymity.key").write_text(cast.KEY.secret.hex(), encoding="ascii")
    (folder / "session.toml").write_text(session.example(), encoding="utf-8")
    with programs.home(folder / "home", "commands_kept") as home:
        file = folder / "backup.zip"
        for act in (["session", "create", str(folder / "session.toml")], ["key", "check"], ["backup", str(file)]):
            assert home.run(*act).returncode == 0
        yield SimpleNamespace(home=home, file=file)


@pytest.fixture
def elsewhere(kept: SimpleNamespace, tmp_path: Path) -> Iterator[Home]:
    """An empty place with the kept copy of the key."""
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(kept.home.folder / "anonymity.key", tmp_path / "elsewhere")
    with programs.home(tmp_path / "elsewhere", "commands_elsewhere") as home:
        yield home


def say(home: Home, *arguments: object, **environ: str) -> CompletedProcess[str]:
    """Run a command in English, with a few words more in its environment."""
    return home.run("--lang", "en", *map(str, arguments), **environ)


def told(kept: SimpleNamespace, to: Path, **changes: object) -> Path:
    """Copy the backup with other words in its manifest."""
    with zipfile.ZipFile(kept.file) as old, zipfile.ZipFile(to, "w") as new:
        new.writestr("database", old.read("database"))
        new.writestr("manifest.json", json.dumps(json.loads(old.read("manifest.json")) | changes))
    return to


def listing(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def holds_nothing(home: Home) -> bool:
    """Say whether a place is as it was: no table, and no file but the key's."""
    tables = home.rows("SELECT 1 FROM pg_tables WHERE schemaname = 'public'") if home.database_url else []
    return tables == [] and list(listing(home.folder)) == ["anonymity.key"]


def test_a_backup_is_its_owners_only_and_leaves_nothing_beside_it(kept: SimpleNamespace) -> None:
    assert stat.S_IMODE(kept.file.stat().st_mode) == 0o600
    assert [path.name for path in kept.file.parent.iterdir() if path.name.startswith(".")] == []


def test_a_backup_does_not_replace_a_file(english, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("something else")
    answer = english("backup", there)
    assert (answer.code, answer.out, there.read_text()) == (3, "", "something else")
    assert answer.err == (
        f"The file {there} exists already: name another one, or say --replace to put the new backup in its place.\n"
    )
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_backup_where_nothing_can_be_written_is_refused(english, tmp_path: Path) -> None:
    answer = english("backup", tmp_path / "no" / "folder")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.endswith("choose another place and run the command again.\n")


def test_a_backup_of_nothing_is_refused_and_makes_nothing(tmp_path: Path) -> None:
    with programs.home(tmp_path / "home", "commands_nothing") as home:
        refused = say(home, "backup", tmp_path / "b")
        assert (refused.returncode, refused.stdout) == (3, "")
        assert refused.stderr.startswith("There is no database of Massicot at ")
        assert list(tmp_path.iterdir()) == []


def test_a_backup_is_made_before_a_new_version_touches_the_database(kept: SimpleNamespace, tmp_path: Path) -> None:
    ((row, app),) = kept.home.rows("SELECT id, app FROM django_migrations ORDER BY id DESC LIMIT 1")
    alter(kept.home, f"UPDATE django_migrations SET app = 'of_before' WHERE id = {row}")
    made = say(kept.home, "backup", tmp_path / "b")
    seen = kept.home.rows(f"SELECT app FROM django_migrations WHERE id = {row}")
    alter(kept.home, f"UPDATE django_migrations SET app = '{app}' WHERE id = {row}")
    assert (made.returncode, seen) == (0, [("of_before",)]), made.stderr


def test_a_backup_without_its_key_is_made_and_says_what_is_missing(kept: SimpleNamespace, tmp_path: Path) -> None:
    (tmp_path / "b").write_text("an older one, in whose place the new one is asked for")
    away = str(tmp_path / "nowhere")
    made = say(kept.home, "backup", tmp_path / "b", "--replace", MASSICOT_ANONYMITY_KEY_FILE=away)
    assert (made.returncode, list(tmp_path.iterdir())) == (1, [tmp_path / "b"])
    assert f"is not at {tmp_path / 'nowhere'}: put its kept copy back there" in made.stdout
    with zipfile.ZipFile(tmp_path / "b") as archive:
        assert json.loads(archive.read("manifest.json"))["web_secret"] == ""


def test_a_backup_is_not_restored_where_somebody_has_worked(kept: SimpleNamespace, elsewhere: Home) -> None:
    assert say(elsewhere, "account", "create", "odile@bureau.invalid", "--role", "office").returncode == 0
    refused = say(elsewhere, "restore", kept.file)
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "holds data already (accounts_account)" in refused.stderr
    assert elsewhere.rows("SELECT email FROM accounts_account") == [("odile@bureau.invalid",)]


def opened(home: Home) -> closing:
    """Hold the database of a home open, as a program that works there does."""
    if home.database_url:
        return closing(psycopg.connect(home.database_url))
    connection = sqlite3.connect(home.folder / "massicot.sqlite3")
    connection.execute("SELECT count(*) FROM exams_session").fetchall()
    return closing(connection)


def test_a_backup_comes_back_where_the_program_was_started_once_and_stopped(
    kept: SimpleNamespace, elsewhere: Home
) -> None:
    assert say(elsewhere, "session", "example").returncode == 0
    with opened(elsewhere):
        refused = say(elsewhere, "restore", kept.file)
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "Stop Massicot there, then restore again." in refused.stderr
    assert elsewhere.rows("SELECT code FROM exams_session") == []
    assert say(elsewhere, "restore", kept.file).returncode == 0
    assert elsewhere.rows("SELECT code FROM exams_session") == [("BTS-2017",)]
    assert say(elsewhere, "journal", "verify").returncode == 0


def test_a_backup_waits_for_the_key_that_belongs_to_it(kept: SimpleNamespace, elsewhere: Home) -> None:
    away = elsewhere.folder.parent / "away"
    refused = say(elsewhere, "restore", kept.file, MASSICOT_ANONYMITY_KEY_FILE=str(away))
    assert (refused.returncode, refused.stdout) == (3, "")
    assert f"belongs to this backup and is not at {away}: put its kept copy there" in refused.stderr
    assert holds_nothing(elsewhere)
    lost = say(elsewhere, "restore", kept.file, "--without-key", MASSICOT_ANONYMITY_KEY_FILE=str(away))
    assert lost.returncode == 0
    assert f"belongs to it and is not at {away}: put its kept copy there." in lost.stdout
    assert "mark sheets are to be printed again" in lost.stdout


def test_another_web_secret_of_the_environment_is_told(kept: SimpleNamespace, elsewhere: Home) -> None:
    answer = say(elsewhere, "restore", kept.file, MASSICOT_SECRET_KEY="another")
    assert answer.returncode == 1
    assert "MASSICOT_SECRET_KEY is not the web secret of this backup" in answer.stdout
    assert (elsewhere.folder / "secret-key").read_text() == (kept.home.folder / "secret-key").read_text().strip()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"database": "oracle"}, "This backup is of a database of the kind oracle"),
        (
            {"migrations": ["marks.0099_later"], "program": "9.1"},
            "This backup was made by Massicot 9.1, which is newer",
        ),
        ({"format": 99, "program": "9.1"}, "This backup was made by Massicot 9.1, which is newer"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(
    kept: SimpleNamespace, refused, tmp_path: Path, changes: dict[str, object], sentence: str
) -> None:
    assert refused("restore", told(kept, tmp_path / "b", **changes)).startswith(sentence)


def test_a_file_that_cannot_be_read_is_no_backup(refused, write, tmp_path: Path) -> None:
    assert "cannot be read (there is nothing of that name)" in refused("restore", tmp_path / "no")
    text = write("text", "numero;nom")
    assert refused("restore", text, code=2).startswith(f"The file {text} is not a whole backup")


def test_a_manifest_altered_with_care_is_seen_through_the_key(
    kept: SimpleNamespace, elsewhere: Home, tmp_path: Path
) -> None:
    refused = say(elsewhere, "restore", told(kept, tmp_path / "b", made_at="2017-06-01T12:00:00+00:00"))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"The file {tmp_path / 'b'} is not a whole backup")
    assert holds_nothing(elsewhere)


def test_rows_that_are_not_those_kept_turn_the_exit_code(
    kept: SimpleNamespace, elsewhere: Home, tmp_path: Path
) -> None:
    answer = say(elsewhere, "restore", told(kept, tmp_path / "b", rows={"marks_mark": 7}, web_secret=""), "--unsealed")
    assert answer.returncode == 1
    assert "The database does not count what its backup says" in answer.stdout


def test_an_altered_journal_comes_back_as_it_was_and_turns_the_exit_code(
    kept: SimpleNamespace, tmp_path: Path, elsewhere: Home
) -> None:
    with programs.home(tmp_path / "altered", "commands_altered") as home:
        assert say(home, "account", "create", "odile@bureau.invalid", "--role", "office").returncode == 0
        alter(home, "UPDATE audit_journalline SET by = 'somebody else'")
        made = say(home, "backup", tmp_path / "b")
        assert (made.returncode, "There is no anonymity key yet." in made.stdout) == (0, True)
    answer = say(elsewhere, "restore", tmp_path / "b", "--unsealed")
    assert answer.returncode == 1
    assert "The journal was altered: the first broken link is account:odile@bureau.invalid:1." in answer.stdout


def alter(home: Home, statement: str) -> None:
    """Write behind the program's back."""
    opening = psycopg.connect if home.database_url else sqlite3.connect
    with closing(opening(home.database_url or home.folder / "massicot.sqlite3")) as connection, connection:
        connection.execute(statement)


@pytest.mark.postgres
@pytest.mark.parametrize(("act", "tool"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_a_machine_without_the_programs_of_postgresql_is_told_what_to_install(
    kept: SimpleNamespace, elsewhere: Home, tmp_path: Path, act: str, tool: str
) -> None:
    home, file = (kept.home, tmp_path / "b") if act == "backup" else (elsewhere, kept.file)
    refused = say(home, act, file, PATH=str(tmp_path))
    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr.startswith(f"The program {tool} of PostgreSQL is not on this machine: install the clients")
    assert [path.name for path in tmp_path.iterdir()] == ["elsewhere"]
    assert holds_nothing(elsewhere)


@pytest.mark.postgres
@pytest.mark.parametrize(("act", "tool"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_programs_of_an_older_postgresql_are_refused(
    kept: SimpleNamespace, elsewhere: Home, tmp_path: Path, act: str, tool: str
) -> None:
    old = tmp_path / "elsewhere" / tool
    old.write_text(f"#!/bin/sh\necho '{tool} (PostgreSQL) 9.6.24'\n")
    old.chmod(0o700)
    home, file = (kept.home, tmp_path / "b") if act == "backup" else (elsewhere, kept.file)
    refused = say(home, act, file, PATH=f"{old.parent}:{os.environ['PATH']}")
    old.unlink()
    assert (refused.returncode, refused.stdout) == (3, "")
    assert f"The program {tool} of this machine is of PostgreSQL 9, older than " in refused.stderr
    assert not (tmp_path / "b").exists()
    assert holds_nothing(elsewhere)


@pytest.mark.postgres
def test_a_restoration_that_fails_on_its_way_leaves_nothing(kept: SimpleNamespace, elsewhere: Home) -> None:
    # A table of somebody else's, empty and in the way of one of ours.
    alter(elsewhere, "CREATE TABLE scripts_script_later (id int); CREATE VIEW scripts_script AS SELECT 1")
    refused = say(elsewhere, "restore", kept.file)
    assert (refused.returncode, refused.stdout) == (3, "")
    assert refused.stderr.startswith("The program pg_restore of PostgreSQL gave up (")
    assert elsewhere.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("scripts_script_later",)]
    assert list(listing(elsewhere.folder)) == ["anonymity.key"]
