"""The ladder of a large paper as it was counted a moment ago, for all who look at it.

Counting two hundred thousand scripts from every side takes two seconds. A worker does it beside the pages, again and
again while people work (decision 0010); everybody is shown its last count, with the instant at which it stood;
decisions are added fresh each time, and no act relies on it. A paper of an academy's size is counted anew each time,
and so is a large one that no worker looks after: at most once in ten seconds then, by whoever looks first.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, TypeVar

from massicot.results.rules.ladder import Counts

T = TypeVar("T")

CANDIDATES_PER_SECOND = 20_000
"""For each so many candidates a photograph that a page took is shown one second longer."""


@dataclass(frozen=True, slots=True)
class Photograph:
    """A paper as it was counted at an instant, with what was worked out of the count for all who look at it."""

    counted: Counts
    taken_at: datetime
    worked_out: dict[str, Any] = field(default_factory=dict)

    def is_fresh(self, now: datetime) -> bool:
        """Say whether it may still be shown without another being taken."""
        seconds = self.counted.ladder.totals["candidates"] // CANDIDATES_PER_SECOND
        return self.taken_at <= now < self.taken_at + timedelta(seconds=seconds)

    def once(self, name: str, work: Callable[[], T]) -> T:
        """Work something out of the count, or give what was worked out before."""
        if name not in self.worked_out:
            self.worked_out[name] = work()
        worked_out: T = self.worked_out[name]
        return worked_out


class Album:
    """The last photograph of each paper; who comes while one is being taken or fetched waits for it."""

    def __init__(self) -> None:
        self._taken: dict[int, Photograph] = {}
        self._turns: dict[int, Lock] = {}

    def look(self, paper_id: int, now: datetime, kept_at: datetime | None, source: "Source") -> Photograph:
        """Show a paper as a worker counted it last, when that count is kept, or else as it was counted a moment ago."""
        with self._turns.setdefault(paper_id, Lock()):
            shown = self._taken.get(paper_id)
            if kept_at is not None and (shown is None or not kept_at <= shown.taken_at <= now):
                shown = source.fetch()
            if shown is None or (kept_at is None and not shown.is_fresh(now)):
                shown = Photograph(source.count(), now)
            self._taken[paper_id] = shown
            return shown


@dataclass(frozen=True, slots=True)
class Source:
    """Where photographs come from: counted here and now, or fetched, if one is kept."""

    count: Callable[[], Counts]
    fetch: Callable[[], Photograph | None]


ALBUM = Album()
"""The album of this process."""
