"""Rows whose text begins so, found by an ordinary index of either database."""

from django.db import connection
from django.db.models import Q


def begins_with(field: str, start: str) -> Q:
    """Say that a field begins with a text of at least one sign; its case counts."""
    if connection.vendor == "postgresql":
        return Q(**{f"{field}__startswith": start})  # its index of patterns answers
    # SQLite's LIKE looks at no index, but its texts are in the order of their code points.
    return Q(**{f"{field}__gte": start, f"{field}__lt": f"{start[:-1]}{chr(ord(start[-1]) + 1)}"})
