"""What remains to be done about the exam centres of a paper, and about the parcels that left them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.consignments.rules.rungs import DEPARTURE_UNKNOWN
from massicot.exams import queries as exams
from massicot.results.rules.centres import CentreState
from massicot.web.office.facts import OfficePaperFacts
from massicot.web.shared.tasks import Task, TaskKind, Urgency

_CENTRES = {
    CentreState.LATE: TaskKind(
        ngettext_lazy(
            "{n} centre has not sent everything in time.", "{n} centres have not sent everything in time.", "n"
        ),
        gettext_lazy("Call them"),
        "centres_of_paper",
        f"?etat={CentreState.LATE}",
        Urgency.AT_ONCE,
    ),
    CentreState.KEYING: TaskKind(
        ngettext_lazy("{n} centre has not closed its day.", "{n} centres have not closed their day.", "n"),
        gettext_lazy("See them"),
        "centres_of_paper",
        f"?etat={CentreState.KEYING}",
    ),
    CentreState.TO_SEND: TaskKind(
        ngettext_lazy("{n} centre has not sent everything yet.", "{n} centres have not sent everything yet.", "n"),
        gettext_lazy("See them"),
        "centres_of_paper",
        f"?etat={CentreState.TO_SEND}",
        Urgency.LATER,
    ),
}
_LATE_PARCELS = TaskKind(
    ngettext_lazy(
        "{n} parcel has left and not arrived: it is late.", "{n} parcels have left and not arrived: they are late.", "n"
    ),
    gettext_lazy("See whom to call"),
    "centres_of_paper",
    "?tri=-parcels",
    Urgency.AT_ONCE,
)
"""Whom to call: those that most parcels are awaited from first."""
_PAPERS = TaskKind(
    ngettext_lazy("{n} parcel came without some of its papers.", "{n} parcels came without some of their papers.", "n"),
    gettext_lazy("See them"),
    "papers_lacking",
    urgency=Urgency.LATER,
)
_OUTSIDE = TaskKind(
    ngettext_lazy(
        "{n} parcel left for an outside centre, which has not acknowledged it.",
        "{n} parcels left for outside centres, which have not acknowledged them.",
        "n",
    ),
    gettext_lazy("See them"),
    "outside_parcels",
    urgency=Urgency.LATER,
)


_OVERDUE = TaskKind(
    ngettext_lazy(
        "{n} parcel left for an outside centre five days ago or more, and is not acknowledged: call that centre.",
        "{n} parcels left for outside centres five days ago or more, and are not acknowledged: call those centres.",
        "n",
    ),
    gettext_lazy("See them"),
    "outside_parcels",
    urgency=Urgency.AT_ONCE,
)
_UNRECORDED = TaskKind(
    ngettext_lazy(
        "{n} parcel arrived, and nobody recorded that it had left: its exam centre says how.",
        "{n} parcels arrived, and nobody recorded that they had left: their exam centres say how.",
        "n",
    ),
    gettext_lazy("See whom to call"),
    "unrecorded",
)
_SEALS = TaskKind(
    ngettext_lazy(
        "{n} parcel arrived with a seal that was not as it was told.",
        "{n} parcels arrived with seals that were not as they were told.",
        "n",
    ),
    gettext_lazy("See what was seen"),
    "seals",
    urgency=Urgency.AT_ONCE,
)


def tasks_of_centres(facts: OfficePaperFacts, now: datetime) -> Iterator[Task]:
    """List what remains at the centres of a paper, and what has left them and is nowhere yet."""
    due_at = exams.local(facts.paper, exams.due_at(facts.paper))
    for state, kind in _CENTRES.items():
        count = facts.centres[state]
        if count and (now >= facts.paper.ends_at or state is CentreState.LATE):
            yield replace(facts.task(kind, count), due_at=due_at)
    if facts.awaited and now > due_at:
        yield facts.task(_LATE_PARCELS, facts.awaited)
    yield from _of_parcels(facts)


def _of_parcels(facts: OfficePaperFacts) -> Iterator[Task]:
    """List what remains of parcels that left, or arrived."""
    if count := facts.gaps[DEPARTURE_UNKNOWN.name]:
        yield facts.task(_UNRECORDED, count)
    if facts.papers:
        yield facts.task(_PAPERS, facts.papers)
    if facts.overdue:
        yield facts.task(_OVERDUE, facts.overdue)
    if waiting := facts.unacknowledged - facts.overdue:
        yield facts.task(_OUTSIDE, waiting)
    if facts.seals:
        yield facts.task(_SEALS, facts.seals)
