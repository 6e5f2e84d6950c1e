"""What remains of the mark sheets of a paper: those that are overdue, those that are to come."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.exams import queries as exams
from massicot.shelves.rules.sheets import Owed
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


def tasks_of_sheets(facts: OfficePaperFacts) -> Iterator[Task]:
    """List what remains of the mark sheets of a paper."""
    if count := facts.sheets[Owed.LACKING]:
        yield facts.task(OVERDUE, count)
    if (count := facts.sheets[Owed.DUE]) and facts.paper.return_by is not None:
        yield replace(facts.task(TO_COME, count), due_at=exams.local(facts.paper, facts.paper.return_by))
