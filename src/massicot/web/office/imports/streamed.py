"""The report of an import as a file: however many lines it has, few are in memory."""

from collections.abc import Iterator
from itertools import islice

from django.http import StreamingHttpResponse
from django.utils.text import slugify

from massicot.core import tables_out
from massicot.web.shared.listing import TAKEN_AT_ONCE, TYPES, Listing

CSV = "csv"


def stream_away(listing: Listing) -> StreamingHttpResponse:
    """Answer with everything that was found, as CSV, some lines at a time."""
    response = StreamingHttpResponse(_pieces(listing), content_type=TYPES[CSV])
    response["Content-Disposition"] = f'attachment; filename="{slugify(listing.name)}.{CSV}"'
    return response


def _pieces(listing: Listing) -> Iterator[bytes]:
    yield tables_out.write_csv([str(column.title) for column in listing.columns], [])
    rows = ([column.cell(row) for column in listing.columns] for row in iter(listing.selection))
    while some := list(islice(rows, TAKEN_AT_ONCE)):
        yield tables_out.csv_lines(some)
