"""The database of a rehearsal: made empty at its start, taken away at its end."""

import shutil
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from massicot.store.migrations import migrate_if_needed
from massicot.store.postgresql.words import connection_words

SUFFIX = "_rehearsal"
"""What the name of a rehearsal's database ends with."""


def has_tables() -> bool:
    """Say whether anything was ever made in the database: one without tables holds nobody's session."""
    return bool(connection.introspection.table_names())


def empty_database() -> None:
    """Make the rehearsal's database anew, with its tables and nothing in them.

    A server's database that was not made for a rehearsal is emptied where it stands: whoever made it may have given
    rights on it, and it cannot be dropped from inside itself.
    """
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        connection.close()
        Path(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
    elif name.endswith(SUFFIX):
        connection.close()
        _on_server("DROP DATABASE IF EXISTS {}", name)
        _on_server("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", name)
    else:
        call_command("flush", verbosity=0, interactive=False)
    migrate_if_needed()


def drop_database() -> None:
    """Take a PostgreSQL rehearsal's database away; an embedded one stays in its folder, to be looked at."""
    if connection.vendor != "sqlite":
        connection.close()
        _on_server("DROP DATABASE IF EXISTS {}", connection.settings_dict["NAME"])


def empty_folder(folder: Path) -> Path:
    """Take away what an earlier rehearsal printed, so that a folder holds one rehearsal only."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _on_server(statement: str, name: str) -> None:
    # A database cannot be made or dropped from inside itself, nor within a transaction.
    words = {**connection_words(), "dbname": name.removesuffix(SUFFIX)}
    # Nor through Django: a server that does not answer is told as one all the same.
    with connection.wrap_database_errors, psycopg.connect(**words, autocommit=True) as server:
        server.execute(sql.SQL(statement).format(sql.Identifier(name)))
