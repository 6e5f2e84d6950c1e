"""The documents that a piece of work has made, kept for an hour: who may take them away, and as what."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from massicot.core.zipping import zipped
from massicot.documents import merging
from massicot.exams import queries as exams
from massicot.jobs import queries as jobs
from massicot.jobs.rules import Kind, State
from massicot.results.rules import manifest
from massicot.results.rules.papers import Printed, PrintKind
from massicot.store import key_file
from massicot.store.strongbox import Box
from massicot.web.office.kinds import SLUGS

FETCHED = (Kind.PRINT, Kind.INVITE)
"""The kinds of work that leave documents."""


def can_fetch(job: jobs.Job, login: str) -> bool:
    """Say whether somebody may take the documents of a job away: whoever asked for them, once."""
    if job.kind not in FETCHED or job.state != State.DONE or job.asked_by != login:
        return False
    box = box_of(job)
    return box is not None and bool(box.names())


def box_of(job: jobs.Job) -> Box | None:
    """Find where the documents of a job are kept; None without the key that seals them."""
    if job.kind == Kind.INVITE:
        return jobs.letters_box(job)
    key = key_file.read_if_whole()
    return jobs.result_box(job, key) if key else None


def file_of(job: jobs.Job) -> str:
    """Name the file in which the documents of a job leave: letters as one PDF to be printed, all others as a ZIP."""
    subject = jobs.subject_of(job)
    if job.kind == Kind.INVITE:
        return f"invitations-{subject['session']}.pdf"
    return f"{SLUGS[subject['kind']]}-{exams.paper_by_id(subject['paper']).code}.zip"


def given_once(job: jobs.Job, box: Box, names: Sequence[str]) -> Iterator[bytes]:
    """Give the documents of a job and the list of them as one ZIP, or letters as one PDF, then delete them."""
    if job.kind == Kind.INVITE:
        yield merging.merge([box.get(name) for name in names])
    else:
        yield from zipped(_with_manifest(_documents(job, box, names)))
    # Only now: whoever loses the line in the middle may ask again, for an hour.
    box.empty()


def _documents(job: jobs.Job, box: Box, names: Sequence[str]) -> Iterator[Printed]:
    subject = jobs.subject_of(job)
    paper, kind = exams.paper_by_id(subject["paper"]), PrintKind(subject["kind"])
    for name in names:
        yield given_as(read_back(name, box.get(name), kind, paper), paper)


def _with_manifest(documents: Iterator[Printed]) -> Iterator[tuple[str, bytes]]:
    rows = []
    for document in documents:
        rows.append(manifest.row_of(document))
        yield document.file, document.content
    yield manifest.NAME, manifest.written(rows).encode()


def given_as(printed: Printed, paper: exams.Paper) -> Printed:
    """Name a document as people save it, in the words of its page; the command line keeps the names that it has."""
    file = f"{SLUGS[printed.kind]}-{paper.code}-{printed.subject}.pdf"
    return replace(printed, file=file)


def read_back(file: str, content: bytes, kind: PrintKind, paper: exams.Paper) -> Printed:
    """Tell what a document is whose file was named as it was printed."""
    subject = file.removeprefix(f"{kind}-{paper.code}-").removesuffix(".pdf")
    return Printed(file, kind, subject, content)
