"""The ladder of a paper: what each rung counts, and what lies behind it (contract.md §2).

entered = present + absent = written + blank + placeholders = labels used = strips archived = packed = despatched =
received = in batches = on sheets = marks + AB + CB. The first two rungs count every candidate of the paper, since one
room holds candidates of every route; from the items in hand on, the on-site route alone is followed.
"""

from collections import Counter
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


@dataclass(frozen=True, slots=True)
class FromCandidates:
    """Why a paper has not as many scripts to follow as candidates entered; the figures add up.

    `elsewhere` go another route and bear no number; those of `days_open` are numbered where the day is not closed;
    `differing` is what centres whose day is closed hold beyond their registers, or less. `kept` are in neither count.
    """

    entered: int
    elsewhere: int
    days_open: int
    differing: int
    items: int
    kept: int = 0

    @property
    def fewer(self) -> int:
        """Count what they hold less."""
        return -self.differing

    @property
    def is_even(self) -> bool:
        """Say whether nothing is to be explained."""
        return self.entered == self.items and not self.kept


def from_candidates(counted: Counts, kept: int) -> FromCandidates:
    """Explain the difference between candidates and scripts; `kept` candidates keep a mark and are not expected."""
    facts = counted.facts
    on_site: Counter[str] = Counter()
    for (uai, _, _), count in facts.register.items():
        on_site[uai] += count
    closed = {centre.uai for centre in counted.centres if centre.closed_at is not None}
    items = Counter({uai: centre.items for uai, centre in facts.centres.items()})
    lacking = {uai: on_site[uai] - items[uai] for uai in on_site.keys() | items.keys()}
    entered = sum(facts.entered.values())
    return FromCandidates(
        entered,
        elsewhere=entered - on_site.total(),
        days_open=sum(count for uai, count in lacking.items() if uai not in closed),
        differing=-sum(count for uai, count in lacking.items() if uai in closed),
        items=items.total(),
        kept=kept,
    )


def events(kinds: Mapping[str, Iterable[str]]) -> list[LadderEvent]:
    """List what happened out of the ordinary, by kind, then subject."""
    return [LadderEvent(kind, subject) for kind in sorted(kinds) for subject in sorted(kinds[kind])]
