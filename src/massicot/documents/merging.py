"""Several documents in one file, to be sent to the printer at once."""

import io
from collections.abc import Iterable

from pypdf import PdfReader, PdfWriter


def merge(documents: Iterable[bytes]) -> bytes:
    """Put documents one after the other into one, each page as it was."""
    whole = PdfWriter()
    for document in documents:
        whole.append(PdfReader(io.BytesIO(document)), import_outline=False)
    # Fonts and images that the documents share are kept once.
    whole.compress_identical_objects()
    content = io.BytesIO()
    whole.write(content)
    return content.getvalue()
