"""Locks that the ORM does not know: for the few rules that look at rows which are not there yet."""

from collections.abc import Iterable

from django.db import connection, models


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
