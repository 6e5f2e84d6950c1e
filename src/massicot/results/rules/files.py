"""How long the files of those who asked are kept by name: requests to see a script, disputes about a result.

A file is closed from its last step on, a dispute from its end. It is kept for as many months from then on as the
session says, since what was answered may be contested; then it is erased by one act of the office, which names how many
there are. A file of a candidate about whom somebody asks stays, by a dispute that is open, a request that waits or a
fraud file; so does one of which a document is still kept. What remains is the journal, which no line leaves: it has of
each, by the number of the candidate, who asked and when, what was answered and why.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from massicot.audit.rules import Fact
from massicot.core.refused import N_, Refused
from massicot.results.rules.access import months_after

WHICH_LENGTH = 16


class FileKind(StrEnum):
    """Of what a file is."""

    REQUEST = "request"
    DISPUTE = "dispute"


FILE_KINDS: dict[str, str] = {
    FileKind.REQUEST: N_("request to see a script"),
    FileKind.DISPUTE: N_("dispute about the result"),
}


@dataclass(frozen=True, slots=True)
class ClosedFile:
    """One closed file, by its row, about an entry, and since which day it is closed."""

    kind: FileKind
    row_id: int
    entry_id: int
    closed_on: date


class FilesMoved(Refused):
    sentence = N_(
        "The files to be erased are not those that this page showed ({seen}; there are {count} now): nothing is "
        "erased. Look at the list again."
    )


class NoFileDue(Refused):
    sentence = N_("No file of {paper} was kept long enough: there is nothing to erase.")


@dataclass(frozen=True, slots=True)
class FilesErased(Fact):
    """Files that were kept long enough are erased; their candidates stand in the lines of their steps alone."""

    journal_word = N_("files of requests and disputes erased")
    requests: int
    disputes: int
    months: int


def is_due(closed_on: date, months: int, today: date) -> bool:
    """Say whether a file was kept long enough: closed on 12 June 2017 and kept 12 months, from 13 June 2018 on."""
    return months_after(closed_on, months) < today


def which_of(files: Iterable[ClosedFile]) -> str:
    """Write which files these are, as their page keeps it."""
    rows = sorted(f"{file.kind}:{file.row_id}" for file in files)
    return hashlib.sha256(" ".join(rows).encode()).hexdigest()[:WHICH_LENGTH]


def check_files(paper: str, seen: int, which: str, files: Sequence[ClosedFile]) -> None:
    """Refuse to erase none, or others than the page showed; raise NoFileDue or FilesMoved."""
    if not files:
        raise NoFileDue(paper=paper)
    if (seen, which) != (len(files), which_of(files)):
        raise FilesMoved(seen=seen, count=len(files))
