"""The ladder of a large paper, counted once for all who look at it within a few seconds.

Counting two hundred thousand scripts from every side takes the better part of a second. Whoever looks while another
has just counted is shown the same count, with its instant; decisions are added fresh each time, and no act relies on a
photograph. A paper of an academy's size is counted anew for everybody.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, TypeVar

from massicot.results.rules.ladder import Counted

T = TypeVar("T")

CANDIDATES_PER_SECOND = 20_000
"""For each so many candidates a photograph is shown one second longer."""


@dataclass(frozen=True, slots=True)
class Photograph:
    """A paper as it was counted at an instant, with what was worked out of the count for all who look at it."""

    counted: Counted
    taken_at: datetime
    worked_out: dict[str, Any] = field(default_factory=dict)

    def is_fresh(self, now: datetime) -> bool:
        """Say whether it may still be shown."""
        seconds = self.counted.ladder.totals["candidates"] // CANDIDATES_PER_SECOND
        return self.taken_at <= now < self.taken_at + timedelta(seconds=seconds)

    def once(self, name: str, work: Callable[[], T]) -> T:
        """Work something out of the count, or give what was worked out before."""
        if name not in self.worked_out:
            self.worked_out[name] = work()
        worked_out: T = self.worked_out[name]
        return worked_out


class Album:
    """The last photograph of each paper; who comes while one is being taken waits for it."""

    def __init__(self) -> None:
        self._taken: dict[int, Photograph] = {}
        self._turns: dict[int, Lock] = {}

    def look(self, paper_id: int, now: datetime, count: Callable[[], Counted]) -> Photograph:
        """Show a paper as it was counted a moment ago, or count it now."""
        with self._turns.setdefault(paper_id, Lock()):
            shown = self._taken.get(paper_id)
            if shown is None or not shown.is_fresh(now):
                shown = self._taken[paper_id] = Photograph(count(), now)
            return shown


ALBUM = Album()
"""The album of this process."""
