"""Long work on documents: those of one kind of a paper, for some of them or for all, sealed until they are fetched.

Each document is sealed as soon as it is made: a job taken up again after a kill goes on where it stood. They are sealed
under the anonymity key, since some hold names beside numbers, and are never stored otherwise (decision 0006).
"""

from massicot.commands.console import anonymity_key
from massicot.commands.print_documents import FIRST, NothingToPrint, portal_address
from massicot.commands.worker.task import Task
from massicot.core import draws
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.jobs import queries as jobs
from massicot.jobs.rules import Content
from massicot.results import services as results
from massicot.results.rules.papers import PrintKind, file_of


def print_all(task: Task) -> Content:
    """Print the documents of one kind into the box of the job, those chosen or all; raise NothingToPrint."""
    paper, kind = exams.paper_by_id(task.subject["paper"]), PrintKind(task.subject["kind"])
    subjects = _subjects(task, paper, kind)
    if not subjects:
        raise NothingToPrint(first=FIRST[kind])
    key = anonymity_key()
    box = jobs.result_box(task.job, key)
    for subject in task.watched(subjects, len(subjects)):
        if not box.holds(file_of(kind, paper.code, subject)):
            run = results.PrintRun(paper, key, draws.from_system(), portal_address(), task.by, task.now())
            for document in results.print_documents(run=run, kind=kind, subjects=[subject]):
                box.put(document.file, document.content)
    return {"documents": len(subjects)}


def _subjects(task: Task, paper: Paper, kind: PrintKind) -> list[str]:
    only = set(filter(None, task.subject["only"].split(",")))
    return [subject for subject in results.subjects_of(paper, kind) if not only or subject in only]
