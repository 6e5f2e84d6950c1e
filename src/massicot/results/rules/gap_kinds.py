"""The one table of the ladder: every rung in the order of the script's journey, every kind of gap on it.

Each area keeps its rungs and their kinds of gaps in its own `rules/rungs.py`; here they are put one after the other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from massicot.anonymity.rules import rungs as anonymity
from massicot.anonymity.rules.rungs import MISSING_STRIP
from massicot.batches.rules import rungs as batches
from massicot.candidates.rules import rungs as candidates
from massicot.consignments.rules import rungs as consignments
from massicot.core.ladder import Gap
from massicot.core.rungs import GapKind, RungKind, Since
from massicot.marks.rules import rungs as marks
from massicot.results.rules.centres import CentreProgress
from massicot.results.rules.facts import LadderFacts

RUNG_KINDS: Sequence[RungKind[LadderFacts]] = (
    *candidates.RUNGS,
    *anonymity.RUNGS,
    *consignments.RUNGS,
    *batches.RUNGS,
    *marks.RUNGS,
)
RUNGS: Mapping[str, RungKind[LadderFacts]] = {rung.name: rung for rung in RUNG_KINDS}
GAPS: Mapping[str, GapKind[LadderFacts]] = {kind.name: kind for rung in RUNG_KINDS for kind in rung.kinds}
RUNG_OF: Mapping[str, str] = {kind.name: rung.name for rung in RUNG_KINDS for kind in rung.kinds}
"""The rung on which a gap of each kind is named."""

OF_A_PLACE = frozenset(kind.name for kind in GAPS.values() if kind.is_of_place)
"""Kinds of gaps that are as they were while the ledger has not moved their script."""

LACKING = frozenset(kind.name for kind in GAPS.values() if kind.is_lacking)
"""Kinds of gaps whose script lacks: there after all, somebody says what counts of what was decided."""


LOSSES = frozenset(kind.name for kind in GAPS.values() if kind.is_lacking and not kind.is_closed_by_step)
"""Kinds of gaps whose script nobody finds: no work under way closes them."""


AT_MARKING_CENTRE = frozenset(
    [kind.name for rung in batches.RUNGS for kind in rung.kinds]
    + [kind.name for rung in marks.RUNGS for kind in rung.kinds]
)
"""Kinds of gaps about what was received: whoever helps there is the marking centre."""


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """Open gaps by what is to be done of them, counted once for every page that tells it.

    `missing` scripts and header `strips` that nobody finds, what else is to be `looked_into`, and what closes by itself
    `by_steps` as work goes on.
    """

    missing: int
    strips: int
    looked_into: int
    by_steps: int

    @property
    def pressing(self) -> int:
        """Count those that no work under way closes."""
        return self.missing + self.strips + self.looked_into

    @property
    def all(self) -> int:
        """Count them all."""
        return self.pressing + self.by_steps


def gaps_that_matter(gaps: Iterable[Gap], centres: Iterable[CentreProgress]) -> Counter[str]:
    """Count open gaps by kind, leaving out those that a centre's next step closes by itself."""
    return Counter(gap.kind for gap in those_that_matter(gaps, centres))


def those_that_matter(gaps: Iterable[Gap], centres: Iterable[CentreProgress]) -> Iterator[Gap]:
    """Go through gaps, leaving out those that a centre's next step closes by itself."""
    progress = list(centres)
    reached = {
        Since.DAY_CLOSED: {centre.uai for centre in progress if centre.closed_at is not None},
        Since.ALL_SENT: {centre.uai for centre in progress if centre.has_sent_all},
    }
    early = {kind.name: reached[kind.since] for kind in GAPS.values() if kind.since in reached}
    return (gap for gap in gaps if gap.kind not in early or gap.subject in early[gap.kind])


def is_pressing(kind: str) -> bool:
    """Say whether no work under way closes a gap of a kind: somebody looks for its script or strip, or into it."""
    return kind in LOSSES or kind == MISSING_STRIP.name or GAPS[kind].is_looked_into


def open_counts(matters: Counter[str], open_count: int) -> OpenCounts:
    """Sort `open_count` open gaps, of which `matters` counts by kind those that no centre's next step closes."""
    missing = sum(matters[kind] for kind in LOSSES)
    strips = matters[MISSING_STRIP.name]
    looked_into = count_looked_into(matters)
    return OpenCounts(missing, strips, looked_into, open_count - missing - strips - looked_into)


def of_rung(matters: Counter[str], rung: str) -> Counter[str]:
    """Keep what was counted of the kinds of one rung."""
    return Counter({kind.name: matters[kind.name] for kind in RUNGS[rung].kinds})


def count_looked_into(gaps: Counter[str]) -> int:
    """Count the gaps that no step to come closes by itself, but for what is missing, which is counted apart."""
    return sum(count for kind, count in gaps.items() if GAPS[kind].is_looked_into)
