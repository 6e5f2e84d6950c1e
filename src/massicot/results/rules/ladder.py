"""The ladder of a paper: what each rung counts, and what lies behind it (contract.md §2).

Everything that the areas count for one paper, side by side: what the rungs of the ladder read.

The one table of the ladder: every rung in the order of the script's journey, every kind of gap on it. Each area keeps
its rungs and their kinds of gaps in its own `rules/rungs.py`; here they are put one after the other.

entered = present + absent = written + blank + placeholders = labels used = strips archived = packed = despatched =
received = in batches = on sheets = marks + AB + CB. The first two rungs count every candidate of the paper, since one
room holds candidates of every route; from the items in hand on, the on-site route alone is followed. Two rungs more
tell what comes back once it is marked, scripts returned and sheets received: each thing is due once its batch is
locked, and a gap only after the day by which it is to be back. They bar neither the lifting nor a table.

The figures of a gap: what a decision on it is about. A decision holds while the gap is as it was when somebody decided
of it. A parcel of which one script lacked and was decided is another matter once two lack: the gap is open again, and
may be decided anew beside the decision before. A script has no figures: its gap is as it was while the ledger has not
moved it. Of a few scripts it is known how often that was: of those that something was decided of.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from massicot.anonymity.rules import rungs as anonymity
from massicot.anonymity.rules.rungs import MISSING_STRIP, CentreCounts, ItemCell, LackingStrip
from massicot.batches.rules import rungs as batches
from massicot.candidates.rules import rungs as candidates
from massicot.candidates.rules.rungs import RoomFacts
from massicot.consignments.rules import rungs as consignments
from massicot.consignments.rules.rungs import BackFacts, ParcelCounts, UnevenFacts
from massicot.core.ladder import (
    About,
    DueDay,
    Gap,
    GapKind,
    GapState,
    Ladder,
    LadderEvent,
    Rung,
    RungKind,
    RungLine,
    Since,
    Thing,
)
from massicot.marks.rules import rungs as marks
from massicot.marks.rules.rungs import BatchFacts
from massicot.results.rules.centres import CentreProgress
from massicot.shelves.rules import rungs as shelves
from massicot.shelves.rules.rungs import SheetFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderFacts:
    """Everything that the areas count for one paper; of whole sets of numbers, only what one lacks of another.

    `wrong_absences` says of each number what contradicts its register, `wrong_blanks` what contradicts the count of
    blanks; `moves` how often the ledger moved each script that the office has decided something of; `to_pack` what each
    centre has in no parcel, numbered or not; `left_out` who signed that a number was not there when its parcel was
    made; `short` the scripts that are missing from their batch; `strips_lacking` in which box a header strip
    was not when it was closed, and who signed so; `back` and `sheets` what is to go back after the marking, or is back,
    by `return_day`; `unboxed` the scripts that are not in their boxes there.
    """

    imported: Mapping[str, int]
    entered: Mapping[str, int]
    rooms: Sequence[RoomFacts]
    register: Mapping[ItemCell, int]
    items: Mapping[ItemCell, int]
    centres: Mapping[str, CentreCounts]
    not_packed: Sequence[str]
    parcels: Mapping[str, ParcelCounts]
    received: int
    in_reception: Mapping[str, int] = field(default_factory=dict)
    not_in_batch: Sequence[str]
    not_received: Sequence[str]
    batches: Mapping[str, BatchFacts]
    wrong_absences: Mapping[str, str] = field(default_factory=dict)
    wrong_blanks: Mapping[str, str] = field(default_factory=dict)
    uneven: Sequence[UnevenFacts] = ()
    moves: Mapping[str, int] = field(default_factory=dict)
    to_pack: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    short: Sequence[str] = ()
    strips_lacking: Mapping[str, LackingStrip] = field(default_factory=dict)
    back: Mapping[str, BackFacts] = field(default_factory=dict)
    sheets: Mapping[str, SheetFacts] = field(default_factory=dict)
    unboxed: Collection[str] = ()
    return_day: DueDay = DueDay.UNSAID


RUNG_KINDS: Sequence[RungKind[LadderFacts]] = (
    *candidates.RUNGS,
    *anonymity.RUNGS,
    *consignments.RUNGS,
    *batches.RUNGS,
    *marks.RUNGS,
    *consignments.RUNGS_BACK,
    *shelves.RUNGS,
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


AFTER_MARKING = frozenset(kind.name for kind in GAPS.values() if kind.is_after_marking)
"""Kinds of gaps of what comes back once it is marked: they bar nothing."""


AT_MARKING_CENTRE = AFTER_MARKING.union(
    [kind.name for rung in batches.RUNGS for kind in rung.kinds],
    [kind.name for rung in marks.RUNGS for kind in rung.kinds],
)
"""Kinds of gaps about what was received: whoever helps there is the marking centre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCounts:
    """Open gaps by what is to be done of them, counted once for every page that tells it.

    `missing` scripts and header `strips` that nobody finds, what else is to be `looked_into`, and what closes by itself
    `by_steps` as work goes on. Of what comes back after the marking, what is `gone` and what is `overdue`.
    """

    missing: int
    strips: int
    looked_into: int
    by_steps: int
    gone: int = 0
    overdue: int = 0

    @property
    def pressing(self) -> int:
        return self.missing + self.strips + self.looked_into

    @property
    def all(self) -> int:
        """Count those that the lifting waits for."""
        return self.pressing + self.by_steps

    @property
    def back(self) -> int:
        """Count those of what comes back after the marking."""
        return self.gone + self.overdue


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


def those_that_bar(whole: Ladder) -> list[Gap]:
    """List the open gaps that the lifting waits for."""
    return [gap for gap in whole.open_gaps if gap.kind not in AFTER_MARKING]


def those_open(gaps: Iterable[Gap]) -> list[Gap]:
    """Leave out what was decided where it was told."""
    return [gap for gap in gaps if gap.state is GapState.OPEN]


def open_counts(matters: Counter[str], open_count: int) -> OpenCounts:
    """Sort `open_count` open gaps, of which `matters` counts by kind those that no centre's next step closes."""
    missing = sum(matters[kind] for kind in LOSSES)
    strips = matters[MISSING_STRIP.name]
    looked_into = count_looked_into(matters)
    gone = sum(matters[kind] for kind in AFTER_MARKING if is_pressing(kind))
    overdue = sum(matters[kind] for kind in AFTER_MARKING) - gone
    by_steps = open_count - missing - strips - looked_into - gone - overdue
    return OpenCounts(
        missing=missing, strips=strips, looked_into=looked_into, by_steps=by_steps, gone=gone, overdue=overdue
    )


def of_rung(matters: Counter[str], rung: str) -> Counter[str]:
    """Keep what was counted of the kinds of one rung."""
    return Counter({kind.name: matters[kind.name] for kind in RUNGS[rung].kinds})


def count_looked_into(gaps: Counter[str]) -> int:
    """Count the gaps that no step to come closes by itself, but for what is missing or comes back, counted apart."""
    return sum(count for kind, count in gaps.items() if GAPS[kind].is_looked_into and kind not in AFTER_MARKING)


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
    return [kind.count(facts) for kind in RUNG_KINDS]


def lines_behind(rung: Rung, facts: LadderFacts) -> list[RungLine]:
    """List what a rung counts, then the scripts that it names in its gaps.

    Each line shows one of them with the two counts of the rung, so that a difference is found where it is; a script
    that one source has and the other has not is a line of its own, without counts.
    """
    lines = RUNGS[rung.name].lines(facts)
    counted = {line.subject for line in lines}
    return lines + [RungLine(Thing.SCRIPT, gap.subject) for gap in rung.gaps if gap.subject not in counted]


@dataclass(frozen=True, slots=True, kw_only=True)
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
        return -self.differing

    @property
    def is_even(self) -> bool:
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
        entered=entered,
        elsewhere=entered - on_site.total(),
        days_open=sum(count for uai, count in lacking.items() if uai not in closed),
        differing=-sum(count for uai, count in lacking.items() if uai in closed),
        items=items.total(),
        kept=kept,
    )


def events(kinds: Mapping[str, Iterable[str]]) -> list[LadderEvent]:
    """List what happened out of the ordinary, by kind, then subject."""
    return [LadderEvent(kind, subject) for kind in sorted(kinds) for subject in sorted(kinds[kind])]


_PAIR = re.compile(r"(\d+)/(\d+)(?: |$)")


def with_figures(rung: Rung, facts: LadderFacts) -> Rung:
    """Write on each gap of a rung the figures that a decision would be about."""
    if not rung.gaps:
        return rung
    pairs = {
        line.subject: f"{line.first}/{line.second}" for line in lines_behind(rung, facts) if line.first is not None
    }
    kinds = {gap.kind for gap in rung.gaps}
    more = {kind: _more(kind, facts) for kind in kinds}
    # Of a script that lies somewhere, how often it moved says all: it is as it was until it does.
    counted = {kind: {} if kind in OF_A_PLACE else pairs for kind in kinds}
    return replace(rung, gaps=[_with_figures(gap, counted[gap.kind], more[gap.kind]) for gap in rung.gaps])


def pair_of(figures: str) -> tuple[int, int] | None:
    """Read the two counts that a decision was about, as the rung's two sources had them."""
    match = _PAIR.match(figures)
    return (int(match[1]), int(match[2])) if match else None


def known_as(key: str, figures: str) -> list[About]:
    """List what a gap is about that was decided: a count begun before it does not know how often its script moved."""
    kind = key.partition(":")[0]
    return [(key, figures), (key, "")] if kind in OF_A_PLACE else [(key, figures)]


def _more(name: str, facts: LadderFacts) -> Mapping[str, str]:
    """Write by subject what the two counts do not tell of the gaps of a kind."""
    if name in OF_A_PLACE:
        return {number: str(count) for number, count in facts.moves.items()}
    figures = GAPS[name].figures
    return figures(facts) if figures else {}


def _with_figures(gap: Gap, pairs: Mapping[str, str], more: Mapping[str, str]) -> Gap:
    figures = " ".join(filter(None, (pairs.get(gap.subject, ""), more.get(gap.subject, ""))))
    return replace(gap, figures=figures) if figures else gap
