"""What remains of what lies at the exam office: put into boxes, the boxes on their shelves."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.web.office.facts import OfficePaperFacts
from massicot.web.shared.tasks import Task, TaskKind, Urgency

_TO_BOX = TaskKind(
    ngettext_lazy(
        "{n} batch or script that came back lies in no box.",
        "{n} batches or scripts that came back lie in no box.",
        "n",
    ),
    gettext_lazy("Make boxes"),
    "shelf",
    urgency=Urgency.LATER,
)
_SHEETS_TO_BOX = TaskKind(
    ngettext_lazy(
        "{n} mark sheet that came lies in no box.",
        "{n} mark sheets that came lie in no box.",
        "n",
    ),
    gettext_lazy("Put them into a box"),
    "shelf",
    urgency=Urgency.LATER,
)
_ON_NO_SHELF = TaskKind(
    ngettext_lazy(
        "{n} box stands on no shelf: say where it is.",
        "{n} boxes stand on no shelf: say where they are.",
        "n",
    ),
    gettext_lazy("Say where"),
    "shelf",
    urgency=Urgency.LATER,
)


def tasks_of_shelf(facts: OfficePaperFacts) -> Iterator[Task]:
    """List what remains of the boxes of a paper."""
    waiting = (
        (_TO_BOX, facts.back.to_box),
        (_SHEETS_TO_BOX, facts.back.sheets_to_box),
        (_ON_NO_SHELF, facts.back.on_no_shelf),
    )
    for kind, count in waiting:
        if count:
            yield facts.task(kind, count)
