"""The kinds of gaps: which are steps to come, and which somebody looks into."""

from collections import Counter
from collections.abc import Iterable

from massicot.core.ladder import Gap
from massicot.core.refused import NN_
from massicot.results.rules import ARRIVAL_COUNT, MISSING_SCRIPT, NOT_LOCKED, NOT_PACKED
from massicot.results.rules.centres import CentreProgress

STEPS: dict[str, tuple[tuple[str, str], str]] = {
    "attendance": (NN_("room to be keyed", "rooms to be keyed"), "present+absent"),
    NOT_PACKED: (NN_("script to be packed", "scripts to be packed"), "packed"),
    "not-sent": (NN_("parcel to be sent", "parcels to be sent"), "despatched"),
    "not-looked-for": (NN_("parcel to be ticked to its end", "parcels to be ticked to their end"), "received"),
    MISSING_SCRIPT: (NN_("script missing", "scripts missing"), "received"),
    "not-in-batch": (NN_("script to be put in a batch", "scripts to be put in batches"), "in batches"),
    "sheet": (NN_("mark sheet to be printed", "mark sheets to be printed"), "on sheets"),
    NOT_LOCKED: (NN_("batch to be locked", "batches to be locked"), "marks+AB+CB"),
}
"""Kinds of gaps that are work to come, in its order: what so many are, and their rung."""

TO_LOOK_INTO = frozenset(
    {
        "entries",
        "room-count",
        "parcel-count",
        "carrier-count",
        ARRIVAL_COUNT,
        "not-received",
        "unmarked",
        "totals",
        "absence",
    }
)
"""Kinds of gaps that no step to come closes by itself."""

OF_THE_CLOSING = frozenset({"items", "labels"})
"""Kinds of gaps that mean something only once the centre's day is closed."""

OF_THE_SENDING = frozenset({"strips"})
"""Kinds of gaps that mean something only once the centre has sent everything: strips are boxed last."""


def count_looked_into(gaps: Counter[str]) -> int:
    """Count the gaps that no step to come closes by itself, but for missing scripts, which are counted apart."""
    return gaps.total() - sum(gaps[kind] for kind in (*STEPS, "not-arrived"))


def gaps_that_matter(gaps: Iterable[Gap], centres: Iterable[CentreProgress]) -> Counter[str]:
    """Count open gaps by kind, leaving out those that a centre's next step closes by itself."""
    steps = list(centres)
    closed = {centre.uai for centre in steps if centre.closed_at is not None}
    sent = {centre.uai for centre in steps if centre.has_sent_all}
    early = {kind: done for kinds, done in ((OF_THE_CLOSING, closed), (OF_THE_SENDING, sent)) for kind in kinds}
    return Counter(gap.kind for gap in gaps if gap.kind not in early or gap.subject in early[gap.kind])
