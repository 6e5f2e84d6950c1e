"""What remains to be done of what comes back to the exam office."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy, ngettext_lazy

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


def tasks_of_returns(facts: OfficePaperFacts) -> Iterator[Task]:
    """List what remains of the parcels of a paper that come back."""
    for kind, count in (
        (_LATE, facts.back.late),
        (_LOOK_THROUGH, facts.back.here),
        (_LACKING, facts.back.lacking),
        (_UNSEALED, facts.back.unsealed),
        (_EXPECT, facts.back.coming),
    ):
        if count:
            yield facts.task(kind, count)
