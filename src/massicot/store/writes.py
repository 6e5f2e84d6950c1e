"""Writes that the ORM does badly: many rows at once, a row moved from the state that was checked, tables held."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db import connection, models

from massicot.core.refused import Refused


def swap_one(rows: models.QuerySet[Any], refusal: Refused, **changes: Any) -> None:
    """Change the one row that still is in the expected state; raise the refusal when it no longer is."""
    if rows.update(**changes) != 1:
        raise refusal


def swap_all(rows: models.QuerySet[Any], expected: int, refusal: Refused, **changes: Any) -> None:
    """Change all the expected rows or none; raise the refusal when one no longer is in the expected state."""
    if rows.update(**changes) != expected:
        raise refusal


def hold_table(model: type[models.Model]) -> None:
    """Let nobody else write a table until the end of the caller's transaction; its readers never wait.

    On SQLite the transaction already is the only one that writes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(model._meta.db_table)} IN SHARE ROW EXCLUSIVE MODE")


def share_row(row: models.Model) -> None:
    """Let nobody change a row until the end of the caller's transaction; others may hold it so at the same time."""
    share_rows(type(row), [row.pk])


def share_rows(model: type[models.Model], ids: Iterable[int]) -> None:
    """Let nobody change some rows until the end of the caller's transaction; others may hold them so as well.

    In one order by all. On SQLite the transaction already is the only one that writes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(model._meta.db_table)
            held = f"SELECT 1 FROM {table} WHERE id = ANY(%s) ORDER BY id FOR SHARE"  # noqa: S608 - no value in it
            cursor.execute(held, [sorted(ids)])


Row = Sequence[Any]


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert rows of the named fields, in their order; the caller holds the transaction.

    Nothing but the database's own constraints checks the values: rules come before.
    """
    fields: list[Any] = [model._meta.get_field(name) for name in columns]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    if connection.vendor == "postgresql":
        _copy(f"COPY {table} ({names}) FROM STDIN", rows)
    else:
        marks = ", ".join(["%s"] * len(fields))
        _execute_many(f"INSERT INTO {table} ({names}) VALUES ({marks})", fields, rows)  # noqa: S608 - our own names


def reserve_ids(model: type[models.Model], count: int) -> range | list[int]:
    """Reserve so many new primary keys, in ascending order, inside the caller's transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        # The highest key ever given, not the highest still there: a key is never given twice.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        last = row[0] if row else 0
        return range(last + 1, last + 1 + count)


def _copy(statement: str, rows: Iterable[Row]) -> None:
    # COPY goes round Django's cursor: its errors are told as Django's all the same.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _execute_many(statement: str, fields: Sequence[Any], rows: Iterable[Row]) -> None:
    converters = [(place, _as_stored(field)) for place, field in enumerate(fields) if _is_temporal(field)]
    with connection.cursor() as cursor:
        # SQLite takes any iterable, though Django's stubs ask for a list.
        cursor.executemany(statement, cast("list[Row]", _convert_rows(rows, converters) if converters else rows))


def _is_temporal(field: Any) -> bool:
    return isinstance(field, models.DateField)


def _as_stored(field: Any) -> Callable[[date | datetime | None], Any]:
    # The same few instants fill whole columns: each is converted once.
    seen: dict[date | datetime | None, Any] = {}

    def convert(value: date | datetime | None) -> Any:
        if value not in seen:
            seen[value] = field.get_db_prep_value(value, connection, prepared=False)
        return seen[value]

    return convert


def _convert_rows(rows: Iterable[Row], converters: Sequence[tuple[int, Callable[[Any], Any]]]) -> Iterable[list[Any]]:
    for row in rows:
        values = list(row)
        for place, convert in converters:
            values[place] = convert(values[place])
        yield values
