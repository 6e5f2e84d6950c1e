"""The list that goes with printed documents, in a folder or a ZIP: what each is, and how to tell that it is whole."""

import csv
import hashlib
import io
from collections.abc import Iterable

from pypdf import PdfReader

from massicot.results.rules.papers import MANIFEST, PrintedFile

NAME = "manifest.csv"


def row_of(document: PrintedFile) -> list[str]:
    """List one document: its file, its kind, for whom it is, its pages, its SHA-256."""
    pages = len(PdfReader(io.BytesIO(document.content)).pages)
    digest = hashlib.sha256(document.content).hexdigest()
    return [document.file, document.kind.value, document.subject, str(pages), digest]


def written(rows: Iterable[list[str]]) -> str:
    """Write the list under its header, by the names of the files."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(MANIFEST)
    writer.writerows(sorted(rows))
    return text.getvalue()
