"""Long work on tables: told what an import would do, then the import itself.

The file that somebody sent lies sealed in a box of its own for an hour; the report of what it would do lies beside it,
since it holds names. The job keeps their counts only.
"""

from dataclasses import replace

from django.db import transaction

from massicot.commands.worker.task import JobRun
from massicot.core.refused import N_, Refused
from massicot.core.tables import TableRefused
from massicot.core.tables import report as reports
from massicot.core.tables.outcomes import Outcome, ValuesErased
from massicot.core.tables.report import Report
from massicot.exams import queries as exams
from massicot.jobs import queries as jobs
from massicot.jobs.rules import Content
from massicot.results.services.intake import TABLES, Intake, numbers_wanted
from massicot.store.strongbox import Box


class TableMoved(Refused):
    sentence = N_(
        "What importing this table would do has changed since you read it: nothing was imported. Read the report as it "
        "is now, then import."
    )


TABLE, NAME = "table", "name"
"""What lies in the box of a file that was sent, before its report does."""

STEPS = 3
"""A table is read, compared, and told or written."""


def preview_table(task: JobRun) -> Content:
    """Tell what importing a table would do, and write nothing of it."""
    box = jobs.upload_box(task.subject["upload"])
    try:
        opened = _read(task, box)
        kind = TABLES[task.subject["table"]]
        outcome = kind.preview(opened)
        report = reports.report_of(outcome, outcome.warnings, kind.names(opened.table))
        erased = list(kind.count_erasures(outcome).items())
        report = replace(report, wanted=numbers_wanted(opened, outcome), erased=erased)
    except TableRefused as refusal:
        report = reports.report_of_faults(refusal.faults, refusal.warnings, refusal.unlisted)
    task.advance(2, STEPS)
    _put(box, report)
    return _counts(report)


def import_table(task: JobRun) -> Content:
    """Import a table as its report told, all or nothing; a refusal leaves its faults in the box, to be read.

    Raise TableMoved when other lines would be written than were shown, and ValuesErased when values would be erased
    that nobody ticked; the report is then made anew. A table that is there already is no such case: who took the work
    up before may have died after the import.
    """
    box = jobs.upload_box(task.subject["upload"])
    try:
        opened = _read(task, box)
        outcome = _import_as_shown(task, opened)
    except (TableMoved, ValuesErased):
        preview_table(task)
        raise
    except TableRefused as refusal:
        _put(box, reports.report_of_faults(refusal.faults, refusal.warnings, refusal.unlisted))
        raise
    return {"new": len(outcome.new), "changed": len(outcome.changed), "same": outcome.same}


def _import_as_shown(task: JobRun, opened: Intake) -> Outcome:
    with transaction.atomic():
        outcome = TABLES[task.subject["table"]].take_in(opened)
        is_written = bool(outcome.new or outcome.changed)
        if is_written and reports.report_of(outcome, (), {}).digest != task.subject["seen"]:
            raise TableMoved
    return outcome


def _read(task: JobRun, box: Box) -> Intake:
    task.advance(0, STEPS)
    subject = task.subject
    session = exams.session_by_code(subject["session"])
    content = box.get(TABLE)
    name = box.get(NAME).decode()
    table = TABLES[subject["table"]].read(content, name, session, subject["centre"])
    task.advance(1, STEPS)
    return Intake(session, table, task.by, task.now(), frozenset(subject.get("empty", "").split(",")))


def _put(box: Box, report: Report) -> None:
    for name, part in reports.pack(report):
        box.put(name, part)


def _counts(report: Report) -> Content:
    return {
        "new": len(report.new),
        "changed": report.changed_lines,
        "same": report.same,
        "faults": len(report.faults),
        "warnings": len(report.warnings),
    }
