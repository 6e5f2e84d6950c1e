"""The embedded database, copied while people type and put back whole (SQLite)."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from massicot.store.backups import archive
from massicot.store.backups.tables import OF_THE_HOUR, Facts, PlaceInUse, Tables

_PATIENCE_S = 20
_OTHERS_PATIENCE_S = 1


def copy_into(database: Path, draft: Path) -> Facts:
    """Copy the database as it is at this instant into a draft; writers go on meanwhile, in the log beside it."""
    with closing(_connect(database, _PATIENCE_S)) as source:
        source.execute("VACUUM INTO ?", [str(draft)])
    with closing(_connect(draft, _PATIENCE_S)) as copy:
        # Erased and not only unlinked: what opens a session here and now is not for whoever holds the copy.
        copy.execute("PRAGMA secure_delete = ON")
        copy.execute("BEGIN")
        for table in _tables(copy).present(OF_THE_HOUR):
            copy.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        copy.execute("COMMIT")
        return _tables(copy).facts()


def facts(database: Path) -> Facts:
    """Tell what the database says of itself now."""
    with closing(_connect(database, _PATIENCE_S)) as there:
        return _tables(there).facts()


def check_empty(database: Path) -> None:
    """Refuse a database that holds anything; raise PlaceTaken."""
    if database.exists():
        with closing(_connect(database, _PATIENCE_S)) as there:
            _tables(there).check_empty(database)


def put_back(database: Path, content: IO[bytes]) -> None:
    """Write a database where none is, or in the place of an empty one that nobody uses, whole or not at all.

    Raise PlaceTaken or PlaceInUse.
    """
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with archive.workshop(database) as folder:
        draft = folder / "database"
        with archive.private(draft) as file:
            shutil.copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())
        with _place_held(database), _held_alone(database):
            archive.publish(draft, database)


@contextmanager
def _place_held(database: Path) -> Iterator[None]:
    """Take away the empty file that looking at a missing database makes, when nothing comes in its place."""
    was_there = database.exists()
    try:
        yield
    except BaseException:
        if not was_there:
            database.unlink(missing_ok=True)
        raise


@contextmanager
def _held_alone(database: Path) -> Iterator[None]:
    """Hold an empty database that nobody else has open, its log folded back into it."""
    with closing(_connect(database, _OTHERS_PATIENCE_S)) as there:
        try:
            there.execute("PRAGMA locking_mode = EXCLUSIVE")
            there.execute("PRAGMA journal_mode = DELETE")
            there.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            raise PlaceInUse(place=database) from None
        _tables(there).check_empty(database)
        yield


def _tables(database: sqlite3.Connection) -> Tables:
    """List the tables of an embedded database."""
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return Tables(frozenset(name for (name,) in rows), database.execute)


def _connect(database: Path, patience_s: int) -> sqlite3.Connection:
    return sqlite3.connect(database, timeout=patience_s, isolation_level=None)
