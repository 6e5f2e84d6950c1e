"""The ladder of a large paper as it was counted a moment ago, for all who look at it.

Counting two hundred thousand scripts from every side takes two seconds. A worker does it beside the pages, again and
again while people work (decision 0010); everybody is shown its last count, with the instant at which it stood;
decisions are added fresh each time, and no act relies on it. Reading such a count takes longer than a page may, too:
a server reads it beside its pages (`renewing.py`), and who looks meanwhile is shown the one before. A paper of an
academy's size is counted anew each time, and so is a large one that no worker looks after: at most once in ten seconds
then, by whoever looks first.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, TypeVar

from massicot.results.queries import Kept
from massicot.results.rules.counts import CLOCKS_DIFFER
from massicot.results.rules.ladder import Counts

T = TypeVar("T")

CANDIDATES_PER_SECOND = 20_000
"""For each so many candidates a snapshot that a page took is shown one second longer."""

RENEWED_FOR = timedelta(seconds=10)
"""How long after all snapshots were renewed somebody is still relied on to do it again: five times as long as the
server waits between two times."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A paper as it was counted at an instant, what was worked out of the count, and when it was known to stand."""

    counted: Counts
    taken_at: datetime
    stands_at: datetime
    _worked_out: dict[str, tuple[Callable[[Counts], Any], Any]] = field(default_factory=dict)

    def is_fresh(self, now: datetime) -> bool:
        """Say whether it may still be shown without another being taken."""
        seconds = self.counted.ladder.totals["candidates"] // CANDIDATES_PER_SECOND
        return self.taken_at <= now < self.taken_at + timedelta(seconds=seconds)

    def once(self, name: str, work: Callable[[Counts], T]) -> T:
        """Work something out of the count, or give what was worked out before."""
        if name not in self._worked_out:
            self._worked_out[name] = work, work(self.counted)
        worked_out: T = self._worked_out[name][1]
        return worked_out

    def work_out_all(self, earlier: "Snapshot") -> None:
        """Work out whatever was worked out of an earlier count: somebody will look at it again."""
        for name, (work, _) in list(earlier._worked_out.items()):
            self.once(name, work)


class SnapshotCache:
    """The last snapshot of each paper; who comes while one is being taken or fetched waits for it."""

    def __init__(self) -> None:
        self._taken: dict[int, Snapshot] = {}
        self._turns: dict[int, Lock] = {}
        self._renewed_at = datetime.min.replace(tzinfo=UTC)

    def look(self, paper_id: int, now: datetime, kept: Kept | None, source: "SnapshotSource") -> Snapshot:
        """Show a paper as a worker counted it last, when that count is kept, or else as it was counted a moment ago."""
        with self._turns.setdefault(paper_id, Lock()):
            snapshot = self._taken.get(paper_id)
            if kept is not None and (snapshot is None or not self._is_shown(snapshot, kept, now)):
                snapshot = source.fetch()
            if snapshot is None or (kept is None and not snapshot.is_fresh(now)):
                snapshot = Snapshot(source.count(), now, now)
            self._taken[paper_id] = snapshot
            return snapshot

    def papers(self) -> list[int]:
        """List the papers that somebody looked at."""
        return list(self._taken)

    def renew(self, paper_id: int, kept: Kept, now: datetime, fetch: Callable[[], Snapshot | None]) -> None:
        """Show the count that is kept of a paper from now on, once all is read of it; nobody waits for that."""
        earlier = self._taken[paper_id]
        if _is_of(earlier, kept, now):
            newer = replace(earlier, stands_at=max(earlier.stands_at, kept.stands_at))
        elif kept.counted_at <= now + CLOCKS_DIFFER and (fetched := fetch()):
            newer = fetched
            newer.work_out_all(earlier)
        else:
            return
        with self._turns[paper_id]:
            if self._taken[paper_id] is earlier:
                self._taken[paper_id] = newer

    def are_renewed(self, now: datetime) -> None:
        """Say that every snapshot is the newest there is."""
        self._renewed_at = now

    def _is_shown(self, snapshot: Snapshot, kept: Kept, now: datetime) -> bool:
        """Say whether a snapshot is shown though another count may be kept: while others renew it."""
        is_renewed = self._renewed_at <= now < self._renewed_at + RENEWED_FOR
        return _is_of(snapshot, kept, now) or (is_renewed and snapshot.taken_at <= now + CLOCKS_DIFFER)


@dataclass(frozen=True, slots=True)
class SnapshotSource:
    """Where snapshots come from: counted here and now, or fetched, if one is kept."""

    count: Callable[[], Counts]
    fetch: Callable[[], Snapshot | None]


SNAPSHOTS = SnapshotCache()
"""The cache of this process."""


def _is_of(snapshot: Snapshot, kept: Kept, now: datetime) -> bool:
    """Say whether a snapshot is of the count that is kept, or of a later one that a page made.

    The worker may be another machine, whose clock is a little ahead.
    """
    return kept.counted_at <= snapshot.taken_at <= now + CLOCKS_DIFFER
