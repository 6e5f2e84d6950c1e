"""The ladder of a paper: what each rung counts, and what lies behind it (contract.md §2).

entered = present + absent = written + blank + placeholders = labels used = strips archived = packed = despatched =
received = in batches = on sheets = marks + AB + CB. The first two rungs count every candidate of the paper, since one
room holds candidates of every route; from the items in hand on, the on-site route alone is followed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from massicot.core.ladder import Ladder, LadderEvent, Rung
from massicot.core.rungs import RungLine, Thing
from massicot.results.rules import gap_kinds
from massicot.results.rules.centres import CentreProgress
from massicot.results.rules.facts import LadderFacts


@dataclass(frozen=True, slots=True)
class CountedPaper:
    """A paper counted at one instant: its facts, the ladder that they make before any decision, and its centres."""

    facts: LadderFacts
    ladder: Ladder
    centres: Sequence[CentreProgress]


class Counts(Protocol):
    """A paper counted at one instant, whether here and now or read from what was kept."""

    @property
    def facts(self) -> LadderFacts:
        """Give the facts."""

    @property
    def ladder(self) -> Ladder:
        """Give the ladder that they make before any decision."""

    @property
    def centres(self) -> Sequence[CentreProgress]:
        """Give the centres, by UAI."""


def rungs(facts: LadderFacts) -> list[Rung]:
    """Count every rung from its two sources, and name each gap once, on the first rung that shows it."""
    return [kind.count(facts) for kind in gap_kinds.RUNG_KINDS]


def lines_behind(rung: Rung, facts: LadderFacts) -> list[RungLine]:
    """List what a rung counts, then the scripts that it names in its gaps.

    Each line shows one of them with the two counts of the rung, so that a difference is found where it is; a script
    that one source has and the other has not is a line of its own, without counts.
    """
    lines = gap_kinds.RUNGS[rung.name].lines(facts)
    counted = {line.subject for line in lines}
    return lines + [RungLine(Thing.SCRIPT, gap.subject) for gap in rung.gaps if gap.subject not in counted]


def events(kinds: Mapping[str, Iterable[str]]) -> list[LadderEvent]:
    """List what happened out of the ordinary, by kind, then subject."""
    return [LadderEvent(kind, subject) for kind in sorted(kinds) for subject in sorted(kinds[kind])]
