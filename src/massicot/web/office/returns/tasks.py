"""What remains to be done of what comes back to the exam office."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy, ngettext_lazy

from massicot.consignments.rules.rungs import NOT_RETURNED
from massicot.results.rules.ladder import RUNG_OF
from massicot.web.office.facts import OfficePaperFacts
from massicot.web.shared.tasks import Task, TaskKind, Urgency

_LOOK_THROUGH = TaskKind(
    ngettext_lazy(
        "{n} parcel came back from its marking centre: count what is in it, then close it.",
        "{n} parcels came back from their marking centres: count what is in them, then close them.",
        "n",
    ),
    gettext_lazy("See the parcels"),
    "returned_parcels",
)
_LACKING = TaskKind(
    ngettext_lazy(
        "{n} batch or script is missing from a parcel that came back: its marking centre looks for it.",
        "{n} batches or scripts are missing from parcels that came back: their marking centres look for them.",
        "n",
    ),
    gettext_lazy("See which"),
    "returned_parcels",
)
_LATE = TaskKind(
    ngettext_lazy(
        "{n} parcel left its marking centre five days ago or more, and has not come back: call its carrier.",
        "{n} parcels left their marking centres five days ago or more, and have not come back: call their carriers.",
        "n",
    ),
    gettext_lazy("See which"),
    "returned_parcels",
    urgency=Urgency.AT_ONCE,
)
_OVERDUE = TaskKind(
    ngettext_lazy(
        "{n} batch should be back at the exam office: its marking centre sends it, or its parcel waits for you.",
        "{n} batches should be back at the exam office: their marking centres send them, or their parcels wait "
        "for you.",
        "n",
    ),
    gettext_lazy("See which"),
    "rung",
)
_UNSEALED = TaskKind(
    ngettext_lazy(
        "{n} parcel came back with a seal that is not as it was told: say how it ends.",
        "{n} parcels came back with seals that are not as they were told: say how each ends.",
        "n",
    ),
    gettext_lazy("See which"),
    "returned_parcels",
)
_EXPECT = TaskKind(
    ngettext_lazy(
        "{n} parcel is on its way back from its marking centre: record its arrival.",
        "{n} parcels are on their way back from their marking centres: record the arrival of each.",
        "n",
    ),
    gettext_lazy("See the parcels"),
    "returned_parcels",
    urgency=Urgency.LATER,
)


def tasks_of_returns(facts: OfficePaperFacts, now: datetime) -> Iterator[Task]:
    """List what remains of what comes back of a paper; no batch is overdue of one that says no day for it."""
    return_by = facts.paper.return_by
    if return_by and now >= return_by and facts.back.to_return:
        yield facts.task(_OVERDUE, facts.back.to_return, facts.rung(RUNG_OF[NOT_RETURNED.name]))
    address = facts.address("returned_parcel", *facts.back.unsealed) if len(facts.back.unsealed) == 1 else ""
    for kind, count in (
        (_LATE, facts.back.late),
        (_LOOK_THROUGH, facts.back.here),
        (_LACKING, facts.back.lacking),
        (_UNSEALED, len(facts.back.unsealed)),
        (_EXPECT, facts.back.coming),
    ):
        if count:
            yield facts.task(kind, count, address if kind is _UNSEALED else "")
