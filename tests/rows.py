"""The rows of the test database, read and written as they lie there: no model, no conversion, no signal."""

from functools import cache
from typing import Any

from django.db import connection, transaction

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
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names())
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [name for (name,) in cursor.fetchall()]


def read() -> Tables:
    """Read every row, and how far each table has counted."""
    with connection.cursor() as cursor:
        return _read_embedded(cursor.cursor) if connection.vendor == "sqlite" else _read_copied(cursor.cursor)


def write(tables: Tables) -> None:
    """Write rows that were read into tables that are empty."""
    with transaction.atomic(), connection.cursor() as cursor:  # references are looked at when it ends
        if connection.vendor == "sqlite":
            _write_embedded(cursor.cursor, tables)
        else:
            _write_copied(cursor.cursor, tables)


def delete() -> None:
    """Delete every row, and let each table count from the beginning."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name in filled():
            cursor.execute(f'DELETE FROM "{name}"')
        cursor.execute("DELETE FROM sqlite_sequence" if connection.vendor == "sqlite" else COUNT_ANEW)


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
