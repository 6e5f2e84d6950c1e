"""Parts of addresses that several desks have."""

from functools import cache

from django.urls import register_converter
from django.urls.converters import IntConverter


class RowIdConverter(IntConverter):
    """Reads the id of a row: a number with more digits than any table gives leads nowhere, and never to the table.

    SQLite takes no number beyond 64 bits, and a statement asked with one is a fault of the program.
    """

    regex = "[0-9]{1,18}"


@cache
def offer_row_ids() -> None:
    """Let addresses write `<row:name>`; called by whoever lists addresses, in any order."""
    register_converter(RowIdConverter, "row")
