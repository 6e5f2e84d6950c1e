"""Long work on a paper: its numbers drawn, its documents printed, sealed until they are fetched.

Long work on documents: those of one kind of a paper, for some of them or for all, sealed until they are fetched. Each
document is sealed as soon as it is made: a job taken up again after a kill goes on where it stood. They are sealed
under the anonymity key, since some hold names beside numbers, and are never stored otherwise (decision 0006).

A mark sheet is in somebody's hands once it is printed: it is printed again only where that was asked for, and one that
was printed since is left alone, for then it lies in the box, or in the hands of whoever printed it meanwhile.

Names beside numbers are left out of centres whose numbers have left by the time when the worker comes to them, whenever
they were asked for. What was made before lies in the box for its hour, like a sheet of paper that was printed then.
"""

from collections.abc import Collection, Sequence

from massicot.anonymity import services as anonymity
from massicot.anonymity.rules import PaperPrepared
from massicot.audit import queries as audit
from massicot.commands.print_documents import NothingToPrint, portal_address
from massicot.commands.worker.task import JobRun
from massicot.core import draws
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.jobs import queries as jobs
from massicot.jobs.rules import Content
from massicot.results import queries
from massicot.results import services as results
from massicot.results.rules import few
from massicot.results.rules.papers import AllSheetsPrinted, Printed, PrintedNoMore, PrintKind, file_of
from massicot.store import key_file
from massicot.store.strongbox import Box

MOST_NAMED = 200
"""How many centres an outcome names of those left out."""


def prepare(task: JobRun) -> Content:
    """Draw the numbers of a paper; taken up again after a kill, tell what the first attempt had drawn."""
    paper = exams.paper_by_id(task.subject["paper"])
    if task.job.attempts > 1 and paper.prepared_at is not None:
        fact = audit.facts_on(exams.subject_of(paper), PaperPrepared.__name__)[-1]
        return {name: fact[name] for name in ("numbers", "spares", "centres")}
    drawn = anonymity.prepare(paper=paper, key=key_file.read(), draw=draws.from_system(), by=task.by, at=task.now())
    return {"numbers": drawn.numbers, "spares": drawn.spares, "centres": drawn.centres}


def print_all(task: JobRun) -> Content:
    """Print the documents of one kind into the box of the job, those chosen or all.

    Raise NothingToPrint, AllSheetsPrinted or PrintedNoMore.
    """
    paper = exams.paper_by_id(task.subject["paper"])
    kind = PrintKind(task.subject["kind"])
    subjects = _subjects(task, paper, kind)
    key = key_file.read()
    box = jobs.result_box(task.job, key)
    departed: list[str] = []
    for subject in task.go_through(subjects, len(subjects)):
        if not box.holds(file_of(kind, paper.code, subject)) and results.is_printed_no_more(paper, kind, subject):
            departed.append(subject)
            continue
        run = results.PrintRun(
            paper=paper, key=key, draw=draws.from_system(), portal_address=portal_address(), by=task.by, at=task.now()
        )
        _print(task, run, kind, subject, box)
    made = sum(box.holds(file_of(kind, paper.code, subject)) for subject in subjects)
    if departed and not made:
        raise PrintedNoMore(centres=few(departed))
    return {"documents": made, **_left_out(len(subjects) - made, departed)}


def _left_out(count: int, departed: Sequence[str]) -> Content:
    """Tell what was left out: the documents of centres whose numbers have left, or else sheets that somebody has."""
    if departed:
        return {"departed": count, "departed_from": ",".join(departed[:MOST_NAMED])}
    return {"left": count} if count else {}


def _print(task: JobRun, run: results.PrintRun, kind: PrintKind, subject: str, box: Box) -> None:
    def keep(document: Printed) -> None:
        box.put(document.file, document.content)

    if kind is PrintKind.MARK_SHEETS:
        results.print_sheet_unless(run=run, code=subject, since=task.job.asked_at, keep=keep)
    elif not box.holds(file_of(kind, run.paper.code, subject)):
        for document in results.print_documents(run=run, kind=kind, subjects=[subject]):
            keep(document)


def _subjects(task: JobRun, paper: Paper, kind: PrintKind) -> list[str]:
    only = set(filter(None, task.subject["only"].split(",")))
    subjects = [subject for subject in results.subjects_of(paper, kind) if not only or subject in only]
    if not subjects:
        raise NothingToPrint(first=results.DOCUMENTS[kind].first)
    return _sheets(task, paper, only) if kind is PrintKind.MARK_SHEETS else subjects


def _sheets(task: JobRun, paper: Paper, only: Collection[str]) -> list[str]:
    again = bool(task.subject.get("again"))
    asked = queries.sheets_asked(paper, only, again=again, asked_at=task.job.asked_at)
    if not asked:
        raise AllSheetsPrinted
    return asked
