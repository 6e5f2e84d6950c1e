"""What remains of the mark sheets of a paper: those that are overdue, those that are to come."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.exams import queries as exams
from massicot.marks.rules.rungs import NOT_LOCKED
from massicot.web.office.facts import OfficePaperFacts
from massicot.web.shared.tasks import Task, TaskKind, Urgency

OVERDUE = TaskKind(
    ngettext_lazy(
        "{n} mark sheet is overdue: remind its marking centre.",
        "{n} mark sheets are overdue: remind their marking centres.",
        "n",
    ),
    gettext_lazy("See which"),
    "sheets_of_paper",
    "?etat=lacking",
)
TO_COME = TaskKind(
    ngettext_lazy(
        "{n} mark sheet is to come: receive it.",
        "{n} mark sheets are to come: receive them.",
        "n",
    ),
    gettext_lazy("Receive the mark sheets"),
    "sheets_of_paper",
    urgency=Urgency.LATER,
)


def tasks_of_sheets(facts: OfficePaperFacts, now: datetime) -> Iterator[Task]:
    """List what remains of the mark sheets of a paper: overdue, or to come once all of its batches are locked.

    None is overdue of a paper that says no day for them.
    """
    if not facts.sheets:
        return
    return_by = facts.paper.return_by
    if return_by and now >= return_by:
        yield facts.task(OVERDUE, facts.sheets)
    elif facts.lifted.is_lifted or not facts.gaps[NOT_LOCKED.name]:
        task = facts.task(TO_COME, facts.sheets)
        yield replace(task, due_at=exams.local(facts.paper, return_by)) if return_by else task
