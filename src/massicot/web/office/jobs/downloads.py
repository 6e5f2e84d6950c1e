"""The documents that a piece of work has made, kept for an hour: who may take them away, and as what."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from massicot.core.zipping import zip_files
from massicot.exams import queries as exams
from massicot.jobs import queries as jobs
from massicot.jobs.rules import ALL_LETTERS, ON_PAPER, JobState
from massicot.results.rules import papers
from massicot.results.rules.papers import Printed, PrintKind
from massicot.results.services import DOCUMENTS
from massicot.store import key_file
from massicot.store.strongbox import Box

Subject = Mapping[str, Any]
"""What a piece of work is about, or what came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """The documents that a kind of work leaves: where they are kept, and the one file in which they leave."""

    is_left: Callable[[Subject], bool]
    """Whether work on this subject leaves any."""
    box: Callable[[jobs.Job], Box | None]
    """Where they are kept; None without the key that seals them."""
    file: Callable[[Subject], str]
    content: Callable[[jobs.Job, Box, Sequence[str]], Iterator[bytes]]

    def box_left(self, job: jobs.Job, at: datetime) -> Box | None:
        """Find the documents as long as they may be taken away: once, within the hour, when all of them are made."""
        box = self.box(job) if job.state == JobState.DONE and job.taken_at is None else None
        until = box.kept_until if box else None
        return box if box and until and at < until and box.names() else None


def _sealed_box(job: jobs.Job) -> Box | None:
    key = key_file.read_if_whole()
    return jobs.result_box(job, key) if key else None


def _archive_name(subject: Subject) -> str:
    return f"{DOCUMENTS[subject['kind']].slug}-{exams.paper_by_id(subject['paper']).code}.zip"


def _letters(_job: jobs.Job, box: Box, _names: Sequence[str]) -> Iterator[bytes]:
    return box.get_in_parts(ALL_LETTERS)


def _zip(job: jobs.Job, box: Box, names: Sequence[str]) -> Iterator[bytes]:
    subject = jobs.subject_of(job)
    kind = PrintKind(subject["kind"])
    paper = exams.paper_by_id(subject["paper"])
    documents = (given_as(read_back(name, box.get(name), kind, paper), paper) for name in names)
    return zip_files(_with_manifest(documents))


def _with_manifest(documents: Iterator[Printed]) -> Iterator[tuple[str, bytes]]:
    rows = []
    for document in documents:
        rows.append(papers.row_of(document))
        yield document.file, document.content
    yield papers.NAME, papers.write_manifest(rows).encode()


def given_as(printed: Printed, paper: exams.Paper) -> Printed:
    """Name a document as people save it, in the words of its page; the command line keeps the names that it has."""
    file = f"{DOCUMENTS[printed.kind].slug}-{paper.code}-{printed.subject}.pdf"
    return replace(printed, file=file)


def read_back(file: str, content: bytes, kind: PrintKind, paper: exams.Paper) -> Printed:
    """Tell what a document is whose file was named as it was printed."""
    subject = file.removeprefix(f"{kind}-{paper.code}-").removesuffix(".pdf")
    return Printed(file, kind, subject, content)


PRINTED = Download(is_left=lambda _: True, box=_sealed_box, file=_archive_name, content=_zip)
"""The documents of a paper and the list of them, as one ZIP."""

LETTERS = Download(
    is_left=lambda subject: ON_PAPER in subject,
    box=jobs.letters_box,
    file=lambda subject: f"invitations-{subject['session']}.pdf",
    content=_letters,
)
"""Letters on paper, as one PDF to be printed."""
