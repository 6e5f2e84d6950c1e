"""What remains of scripts to fetch: missing ones, late ones, the round that waits."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.exams import queries as exams
from massicot.shelves.rules.slips import OPEN, SlipState, is_late
from massicot.web.office.facts import OfficePaperFacts
from massicot.web.shared.tasks import Task, TaskKind, Urgency

_MISSING = TaskKind(
    ngettext_lazy(
        "{n} script that was to be read is not in its box: look for it.",
        "{n} scripts that were to be read are not in their boxes: look for them.",
        "n",
    ),
    gettext_lazy("See which"),
    "fetch_slips",
)
_LATE = TaskKind(
    ngettext_lazy(
        "{n} script has been out of its box for too long: put it back.",
        "{n} scripts have been out of their boxes for too long: put them back.",
        "n",
    ),
    gettext_lazy("See who has it"),
    "fetch_slips",
)
_WAITING = TaskKind(
    ngettext_lazy(
        "{n} script waits to be fetched from its box, in one round a week.",
        "{n} scripts wait to be fetched from their boxes, in one round a week.",
        "n",
    ),
    gettext_lazy("Print the round"),
    "fetch_slips",
    urgency=Urgency.LATER,
)


def tasks_of_slips(facts: OfficePaperFacts, now: datetime) -> Iterator[Task]:
    """List what remains of the scripts of a paper that are fetched."""
    today = exams.local(facts.paper, now).date()
    counts = {state: sum(slip.state == state for slip in facts.slips) for state in OPEN}
    late = sum(is_late(slip.due_on, today) for slip in facts.slips if slip.state == SlipState.OUT)
    for kind, count in ((_MISSING, counts[SlipState.MISSING]), (_LATE, late), (_WAITING, counts[SlipState.WAITING])):
        if count:
            yield facts.task(kind, count)
