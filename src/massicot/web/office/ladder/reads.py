"""A paper as the office looks at it: what was counted a moment ago, with what is decided by now.

What a server shows of large papers is renewed beside its pages, so that nobody who looks waits for a new count. A count
of two hundred thousand candidates that a worker has kept (decision 0010) is 300 kB: to read it, and to work out of it
what pages show, takes as long as some pages. Where nobody does this – in another server, in a test – the visit that
finds a new count reads it.
"""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from threading import Thread

from django.db import close_old_connections
from django.utils import timezone

from massicot.core.ladder import About, Gap, GapState, Ladder, Rung
from massicot.exams import queries as exams
from massicot.results import queries as results
from massicot.results.rules.centres import CentreProgress, CentreState, state_of
from massicot.results.rules.ladder import (
    LOSSES,
    Counts,
    LadderFacts,
    OpenCounts,
    gaps_that_matter,
    is_pressing,
    open_counts,
    those_open,
    those_that_matter,
)
from massicot.results.rules.lifting import days_open
from massicot.store.trouble import goes_well
from massicot.web.office.ladder.lines import Sorted, sort_out
from massicot.web.office.ladder.maps import Frame, place_points
from massicot.web.office.ladder.snapshots import SNAPSHOTS, Snapshot, SnapshotSource

CountGaps = Callable[[Iterable[Gap], Iterable[CentreProgress]], Counter[str]]

EVERY_S = 2.0
"""How long it waits before it looks again whether a count was kept: one in ten seconds is, while people work."""


@dataclass(frozen=True)
class Look:
    """The ladder of a paper, the facts behind it, its centres, and the instant at which the count stood."""

    paper: exams.Paper
    snapshot: Snapshot
    stands_at: datetime
    reasons: Mapping[About, str] | None = None
    """The reasons of its gaps decided as they were, when they were asked already."""

    @cached_property
    def ladder(self) -> Ladder:
        """Give the ladder with what is decided by now."""
        return results.with_decisions(self._bare_ladder, self.paper, self.reasons)

    @property
    def facts(self) -> LadderFacts:
        """Give the facts behind the ladder."""
        return self.snapshot.counted.facts

    @property
    def centres(self) -> Sequence[CentreProgress]:
        return self.snapshot.counted.centres

    @property
    def at(self) -> datetime:
        """Say as of when the paper is counted, on the clock of its session."""
        return exams.local(self.paper, self.stands_at)

    def rung(self, name: str) -> Rung:
        """Find one rung."""
        return self.ladder.rung(name)

    def count_open(self) -> int:
        """Count the gaps that somebody still has to close or decide."""
        return self.snapshot.once("gaps", _count_gaps) - len(self._decided_gaps)

    def count_barring(self) -> int:
        """Count the open gaps that the lifting waits for."""
        return self.open_counts().all

    def open_counts(self) -> OpenCounts:
        """Sort the open gaps by what is to be done of them, as every page tells them."""
        return open_counts(self.open_gaps(gaps_that_matter), self.count_open())

    def pressing(self, name: str) -> set[str]:
        """List what the open gaps of a rung are about that no work under way closes."""
        still = (gap for gap in self.rung(name).gaps if gap.state is GapState.OPEN and is_pressing(gap.kind))
        return {gap.subject for gap in those_that_matter(still, self.centres)}

    def lying(self, numbers: Collection[str]) -> Counter[str]:
        """Count by kind the open gaps of missing scripts that are among some numbers, which lie under slips."""
        open_ones = self.ladder.open_gaps if numbers else ()
        return Counter(gap.kind for gap in open_ones if gap.kind in LOSSES and gap.subject in numbers)

    def closed_among(self, keys: Collection[str]) -> set[str]:
        """List those of some keys that are no gap any more."""
        return set(keys).difference(gap.key for gap in self._bare_ladder.gaps) if keys else set()

    def open_gaps(self, count: CountGaps) -> Counter[str]:
        """Count the open gaps by kind as `count` does: those of the snapshot, less those decided by now."""
        whole = self.snapshot.once(
            f"gaps {count.__name__}", lambda counted: count(those_open(counted.ladder.gaps), counted.centres)
        )
        return whole - count(self._decided_gaps, self.centres) if self._decided_gaps else whole

    def states(self, now: datetime) -> Counter[CentreState]:
        """Count the centres by state: it only changes, without an act, as the paper begins and as it is due."""
        starts_at = self.paper.starts_at
        due_at = exams.due_at(self.paper)
        return self.snapshot.once(
            f"states {starts_at} {due_at} {now < starts_at} {now > due_at}",
            lambda counted: Counter(state_of(centre, starts_at, due_at, now) for centre in counted.centres),
        )

    def at_work(self) -> frozenset[str]:
        """List the centres that have not sent everything."""
        return self.snapshot.once("at work", _at_work)

    def days_open(self) -> list[str]:
        """List the centres that number scripts and have not closed their day."""
        return self.snapshot.once("days open", days_open)

    def count_awaited(self) -> int:
        """Count the parcels that left and have not arrived, of every route."""
        return self.snapshot.once("awaited", _count_awaited)

    def count_complete(self) -> int:
        """Count the batches that are complete and not locked: their markers stopped one step before."""
        return self.snapshot.once("complete", _count_complete)

    @property
    def _bare_ladder(self) -> Ladder:
        return self.snapshot.counted.ladder

    @cached_property
    def _decided_gaps(self) -> list[Gap]:
        if self.reasons is not None and not self.reasons:
            return []
        given_up = self.snapshot.once("given up", _find_given_up)
        return [gap for gap in self.ladder.gaps if gap.state is GapState.DECIDED and gap.key not in given_up]

    def behind(self, name: str) -> Sorted:
        """Sort out what lies behind a rung, before anything is decided."""
        return self.snapshot.once(f"rung {name}", lambda counted: sort_out(counted.ladder.rung(name), counted.facts))

    def places(self) -> tuple[Frame, dict[str, tuple[int, int]]]:
        """Place the centres on a map."""
        return self.snapshot.once("places", _places)


def look_at(paper: exams.Paper, now: datetime) -> Look:
    """Look at a paper."""
    return look_knowing(paper, now, results.counts_kept([paper.pk]).get(paper.pk))


def look_knowing(
    paper: exams.Paper, now: datetime, kept: results.Kept | None, reasons: Mapping[About, str] | None = None
) -> Look:
    """Look at a paper of which it was asked already whether a count is kept, and what of it is decided."""
    kept = kept if kept and kept.is_shown(paper.entry_closes_at, now) else None
    source = SnapshotSource(lambda: results.count_paper_at(paper, now), lambda: _fetch_snapshot(paper.pk))
    snapshot = SNAPSHOTS.look(paper.pk, now, kept, source)
    is_last = kept is not None and kept.counted_at <= snapshot.taken_at
    stands_at = max(snapshot.stands_at, kept.stands_at) if kept and is_last else snapshot.stands_at
    return Look(paper, snapshot, stands_at, reasons)


def renew(now: datetime) -> None:
    """Renew every paper that this process has shown and a worker has counted since."""
    kept = results.counts_kept(SNAPSHOTS.papers())
    # One that fails holds up no other; then a page that finds a new count reads it, and whoever looks sees the fault.
    well = [goes_well(partial(SNAPSHOTS.renew, *pair, now, partial(_fetch_snapshot, pair[0]))) for pair in kept.items()]
    if all(well):
        SNAPSHOTS.are_renewed(now)


def _fetch_snapshot(paper_id: int) -> Snapshot | None:
    if row := results.count_kept(paper_id):
        kept, counted = row
        return Snapshot(counted, *kept)
    return None


def _count_gaps(counted: Counts) -> int:
    return len(those_open(counted.ladder.gaps))


def _find_given_up(counted: Counts) -> frozenset[str]:
    """List the gaps that were decided where they were told: they are open in no count."""
    return frozenset(gap.key for gap in counted.ladder.gaps if gap.state is GapState.DECIDED)


def _at_work(counted: Counts) -> frozenset[str]:
    return frozenset(centre.uai for centre in counted.centres if not centre.has_sent_all)


def _count_awaited(counted: Counts) -> int:
    return sum(centre.awaited for centre in counted.centres)


def _count_complete(counted: Counts) -> int:
    return sum(batch.marked >= batch.size for batch in counted.facts.batches.values() if not batch.is_locked)


def _places(counted: Counts) -> tuple[Frame, dict[str, tuple[int, int]]]:
    return place_points(exams.positions_of([centre.uai for centre in counted.centres]))


def renew_beside() -> None:
    """Renew in a thread, for as long as this process serves."""
    Thread(target=_renew_for_ever, name="renewing", daemon=True).start()


def _renew_for_ever() -> None:
    while True:
        time.sleep(EVERY_S)
        goes_well(_one_round)


def _one_round() -> None:
    close_old_connections()
    renew(timezone.now())
