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
    """List what remains of the mark sheets of a paper: overdue, or to come once all of its batches are locked."""
    if not facts.sheets or facts.paper.return_by is None:
        return
    if now >= facts.paper.return_by:
        yield facts.task(OVERDUE, facts.sheets)
    elif facts.lifted.is_lifted or not facts.gaps[NOT_LOCKED.name]:
        yield replace(facts.task(TO_COME, facts.sheets), due_at=exams.local(facts.paper, facts.paper.return_by))
