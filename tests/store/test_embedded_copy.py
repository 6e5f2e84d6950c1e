"""The copy of an embedded database under those who write: of one instant, the log included, and put back alone."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from massicot.store.backups import embedded
from massicot.store.backups.tables import PlaceInUse, PlaceTaken


@pytest.fixture
def writer(tmp_path: Path):
    """Write in a database whose log is never folded back into its file, as in the middle of a busy evening."""
    with closing(sqlite3.connect(tmp_path / "live", isolation_level=None)) as connection:
        for statement in (
            "PRAGMA journal_mode = WAL",
            "PRAGMA wal_autocheckpoint = 0",
            "CREATE TABLE django_migrations (app, name)",
            "CREATE TABLE django_session (session_key)",
            "CREATE TABLE marks_mark (number)",
            "INSERT INTO django_session VALUES ('who is signed in here')",
        ):
            connection.execute(statement)
        yield connection


def marks_in(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [number for (number,) in connection.execute("SELECT number FROM marks_mark ORDER BY number")]


def test_what_is_acknowledged_is_in_the_copy_though_it_is_in_the_log_only(writer, tmp_path):
    writer.execute("INSERT INTO marks_mark VALUES ('acknowledged')")
    facts = embedded.copy_into(tmp_path / "live", tmp_path / "copy")
    assert marks_in(tmp_path / "copy") == ["acknowledged"]
    assert facts.rows == {"marks_mark": 1}


def test_what_is_not_acknowledged_yet_is_not_and_its_writer_is_not_disturbed(writer, tmp_path):
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO marks_mark VALUES ('under way')")
    embedded.copy_into(tmp_path / "live", tmp_path / "copy")
    writer.execute("COMMIT")
    assert marks_in(tmp_path / "copy") == []
    assert marks_in(tmp_path / "live") == ["under way"]


def test_who_is_signed_in_is_erased_from_the_copy_to_the_last_byte(writer, tmp_path):
    embedded.copy_into(tmp_path / "live", tmp_path / "copy")
    assert b"who is signed in here" not in (tmp_path / "copy").read_bytes()
    assert writer.execute("SELECT count(*) FROM django_session").fetchone() == (1,)


def test_a_database_is_put_back_where_none_is(writer, tmp_path):
    writer.execute("INSERT INTO marks_mark VALUES ('acknowledged')")
    embedded.copy_into(tmp_path / "live", tmp_path / "copy")
    with (tmp_path / "copy").open("rb") as content:
        embedded.put_back(tmp_path / "new" / "database", content)
    assert marks_in(tmp_path / "new" / "database") == ["acknowledged"]


def test_a_database_is_not_put_back_over_one_that_is_used_or_holds_anything(writer, tmp_path):
    writer.execute("INSERT INTO marks_mark VALUES ('acknowledged')")
    embedded.copy_into(tmp_path / "live", tmp_path / "copy")
    there = tmp_path / "there"
    with (tmp_path / "copy").open("rb") as content, closing(sqlite3.connect(there, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE marks_mark (number)")
        with pytest.raises(PlaceInUse):
            embedded.put_back(there, content)
        other.execute("INSERT INTO marks_mark VALUES ('of others')")
    with (tmp_path / "copy").open("rb") as content, pytest.raises(PlaceTaken):
        embedded.put_back(there, content)
    assert marks_in(there) == ["of others"]
    assert {path.name for path in tmp_path.iterdir()} == {"live", "live-wal", "live-shm", "copy", "there"}


def test_a_failure_on_the_way_leaves_no_file_where_none_was(tmp_path):
    class Torn:
        def read(self, _size):
            raise OSError("the disk of the backup is gone")

    with pytest.raises(OSError, match="is gone"):
        embedded.put_back(tmp_path / "database", Torn())
    assert list(tmp_path.iterdir()) == []
