"""Documents on paper, printed on demand for a whole paper and never stored."""

from dataclasses import dataclass
from enum import StrEnum


class PrintKind(StrEnum):
    """What can be printed of a paper."""

    LABELS = "labels"
    ANONYMITY_LISTS = "anonymity-lists"
    REGISTERS = "registers"
    DESPATCH_NOTES = "despatch-notes"
    MARK_SHEETS = "mark-sheets"


@dataclass(frozen=True, slots=True)
class Printed:
    """One document: its file's name, its kind, for whom it is, and its PDF."""

    file: str
    kind: PrintKind
    subject: str
    content: bytes


MANIFEST = ("file", "kind", "for", "pages", "sha256")
"""The columns of the list that goes with printed documents."""


def file_of(kind: PrintKind, paper_code: str, subject: str) -> str:
    """Name the file of a document: those of several papers may lie in one folder."""
    return f"{kind}-{paper_code}-{subject}.pdf"
