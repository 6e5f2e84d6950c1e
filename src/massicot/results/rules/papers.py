"""Documents on paper, printed on demand for a whole paper, and the list that goes with them."""

import csv
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pypdf import PdfReader

from massicot.core.refused import N_, Refused


class PrintKind(StrEnum):
    """What can be printed of a paper."""

    LABELS = "labels"
    ANONYMITY_LISTS = "anonymity-lists"
    REGISTERS = "registers"
    ROOM_REPORTS = "room-reports"
    DESPATCH_NOTES = "despatch-notes"
    MARK_SHEETS = "mark-sheets"
    SHEET_LISTS = "sheet-lists"
    RETURN_NOTES = "return-notes"
    BOX_LABELS = "box-labels"


class PeoplePrintKind(StrEnum):
    """What can be printed of the people of a session, whichever papers they are called for."""

    CONVOCATIONS = "convocations"
    MARKER_REGISTERS = "marker-registers"


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """One document: its file's name, its kind, for whom it is, and its PDF."""

    file: str
    kind: StrEnum
    subject: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Printed(PrintedFile):
    """One document of a paper."""

    kind: PrintKind


class AllSheetsPrinted(Refused):
    sentence = N_("Every mark sheet is printed: to print some again, say so under “Print again”.")


class SheetsPrintedBefore(Refused):
    sentence = N_(
        "Printed before: {batches}. Printed again, the sheet in the marker’s hands would open nothing any more: if "
        "that is what you want, say so under “Print again”."
    )


class PrintedNoMore(Refused):
    """Names beside numbers, or numbers in the order of seats, of scripts that are away to be marked."""

    sentence = N_(
        "Every numbered script of {centres} has left: names and numbers are no longer printed together. To know who "
        "wrote one script, have it lifted by two persons; once the paper is lifted, use the right of access."
    )


class NotAManifest(Refused):
    sentence = N_("{path} is not the list of printed documents: move it away, or print into another folder.")


MANIFEST = ("file", "kind", "for", "pages", "sha256")
"""The columns of the list that goes with printed documents."""


def file_of(kind: PrintKind, paper_code: str, subject: str) -> str:
    """Name the file of a document: those of several papers may lie in one folder."""
    return f"{kind}-{paper_code}-{subject}.pdf"


NAME = "manifest.csv"


def row_of(document: PrintedFile) -> list[str]:
    """List one document: its file, its kind, for whom it is, its pages, its SHA-256."""
    pages = len(PdfReader(io.BytesIO(document.content)).pages)
    digest = hashlib.sha256(document.content).hexdigest()
    return [document.file, document.kind.value, document.subject, str(pages), digest]


def write_manifest(rows: Iterable[list[str]]) -> str:
    """Write the list under its header, by the names of the files."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(MANIFEST)
    writer.writerows(sorted(rows))
    return text.getvalue()
