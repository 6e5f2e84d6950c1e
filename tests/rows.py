"""The rows of the test database, read and written as they lie there: no model, no conversion, no signal.

A server is asked which tables are filled, and told to empty them, by a connection that stays open: a new one knows none
of the tables yet, and reads about them for as long as a short test takes. A test in a transaction asks by its own.
"""

from functools import cache
from typing import Any

import psycopg
from django.db import connection, transaction

from massicot.store.postgresql.words import connection_words

Tables = dict[str, Any]
"""What each table holds, by its name, in a form that the database alone understands."""

LAID_DOWN = frozenset({"django_migrations", "django_content_type", "auth_permission", "django_site"})
"""Tables that the migrations fill, and no test empties."""

COUNTERS = "counters"
"""Where the tables go on counting, beside their names."""

SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
COUNT_ON = "SELECT setval(quote_ident(name)::regclass, value) FROM unnest(%s::text[], %s::bigint[]) AS t (name, value)"
COUNT_ANEW = f"SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM ({SEQUENCES}) AS counted"


@cache
def names() -> tuple[str, ...]:
    """Name the tables that a test may fill."""
    with connection.cursor() as cursor:
        return tuple(sorted(set(connection.introspection.table_names(cursor)) - LAID_DOWN))


def filled() -> list[str]:
    """Name the tables that hold a row."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            return [name for (name,) in cursor.execute(_which_are_filled()).fetchall()]
    asked = psycopg.RawCursor(_asked())  # Django's own cursors let the server plan each time anew
    return [name for (name,) in asked.execute(_which_are_filled(), prepare=True).fetchall()]


def _asked() -> "psycopg.Connection[Any]":
    """Choose the connection that sees what the test has written so far."""
    return connection.connection if connection.in_atomic_block else beside(connection.settings_dict["NAME"])


@cache
def _which_are_filled() -> str:
    return " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names())


@cache
def beside(database: str) -> "psycopg.Connection[Any]":
    """Open a connection to a database of the server that stays open, and looks up no reference: it empties all."""
    opened = psycopg.connect(**{**connection_words(), "dbname": database}, autocommit=True)
    opened.execute("SET session_replication_role = replica")
    return opened


def leave() -> None:
    """Close the connection that stays open."""
    beside(connection.settings_dict["NAME"]).close()
    beside.cache_clear()


def read() -> Tables:
    """Read every row, and how far each table has counted."""
    with connection.cursor() as cursor:
        return _read_embedded(cursor.cursor) if connection.vendor == "sqlite" else _read_copied(cursor.cursor)


def write(tables: Tables) -> None:
    """Write rows that were read into tables that are empty."""
    if connection.vendor == "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:  # references are looked at when it ends
            _write_embedded(cursor.cursor, tables)
        return
    with _asked().transaction(), _asked().cursor() as cursor:
        _write_copied(cursor, tables)


def delete() -> None:
    """Delete every row, and let each table count from the beginning."""
    if connection.vendor == "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            for name in filled():
                cursor.execute(f'DELETE FROM "{name}"')
            cursor.execute("DELETE FROM sqlite_sequence")
        return
    emptied = [f'DELETE FROM "{name}"' for name in filled()]
    beside(connection.settings_dict["NAME"]).execute("; ".join([*emptied, COUNT_ANEW]))


def _read_embedded(cursor: Any) -> Tables:
    return {name: _values_of(cursor.connection, name) for name in (*filled(), "sqlite_sequence")}


def _values_of(database: Any, name: str) -> list[tuple[Any, ...]]:
    """Read through expressions: they have no declared type, by which a value would be converted."""
    columns = [column for _, column, *_ in database.execute(f'PRAGMA table_info("{name}")')]
    values = ", ".join(f'+"{column}"' for column in columns)
    return database.execute(f'SELECT {values} FROM "{name}" ORDER BY rowid').fetchall()


def _write_embedded(cursor: Any, tables: Tables) -> None:
    cursor.connection.execute("DELETE FROM sqlite_sequence")
    for name, rows in tables.items():
        if rows:
            places = ", ".join("?" * len(rows[0]))
            cursor.connection.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)


def _read_copied(cursor: Any) -> Tables:
    tables: Tables = {}
    for name in filled():
        with cursor.copy(f'COPY "{name}" TO STDOUT (FORMAT BINARY)') as copy:
            tables[name] = b"".join(copy)
    tables[COUNTERS] = cursor.execute(SEQUENCES).fetchall()
    return tables


def _write_copied(cursor: Any, tables: Tables) -> None:
    for name, content in tables.items():
        if name != COUNTERS:
            with cursor.copy(f'COPY "{name}" FROM STDIN (FORMAT BINARY)') as copy:
                copy.write(content)
    cursor.execute(COUNT_ON, [list(counted) for counted in zip(*tables[COUNTERS], strict=True)])
