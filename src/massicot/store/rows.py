"""Rows found by how their text begins, and two tables compared by number, inside the database.

Two tables compared by number inside the database: what one has and the other has not never comes out whole. Each
comparison is a query set, for a question that is written once (massicot.store.prepared).
"""

from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet


def begins_with(field: str, start: str) -> Q:
    """Say that a field begins with a text of at least one sign; its case counts."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": start})  # its index of patterns answers
    # SQLite's LIKE looks at no index, but its texts are in the order of their code points.
    return Q(**{f"{field}__gte": start, f"{field}__lt": f"{start[:-1]}{chr(ord(start[-1]) + 1)}"})


def numbers_only_in(rows: QuerySet[Any], others: QuerySet[Any]) -> QuerySet[Any, tuple[str]]:
    """Find the numbers that some rows have and the others have not, ascending."""
    return _numbers(rows.filter(~_same_number(others)))


def counts_only_in(rows: QuerySet[Any], others: QuerySet[Any], column: str) -> QuerySet[Any, tuple[str, int]]:
    """Count by one of their columns the rows whose number the others have not."""
    alone = rows.filter(~_same_number(others)).order_by(column)
    counted: QuerySet[Any, tuple[str, int]] = alone.values_list(column).annotate(count=Count("pk"))
    return counted


def numbers_in_both(rows: QuerySet[Any], others: QuerySet[Any]) -> QuerySet[Any, tuple[str]]:
    """Find the numbers that some rows have and the others have too, ascending."""
    return _numbers(rows.filter(_same_number(others)))


def _same_number(others: QuerySet[Any]) -> Exists:
    # EXISTS, not IN: PostgreSQL turns it into one hash join, SQLite into look-ups of a unique index.
    return Exists(others.filter(number=OuterRef("number")))


def _numbers(rows: QuerySet[Any]) -> QuerySet[Any, tuple[str]]:
    numbers: QuerySet[Any, tuple[str]] = rows.order_by("number").values_list("number")
    return numbers
