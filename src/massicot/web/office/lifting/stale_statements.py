"""The statements of a paper beside what stands, compared once for all who look within a few seconds.

Each statement is opened and found again among the marks, by the key: a thousand take the better part of a tenth of a
second. Whoever looks while another has just compared is shown the same; the list leaves out those issued again since.
Fewer than two hundred are compared anew for everybody, and no act relies on it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from massicot.core.keys import Key
from massicot.exams.queries import Paper
from massicot.results import queries as results
from massicot.results.rules.statements import Stale

STATEMENTS_PER_SECOND = 200
"""For each so many statements a comparison is shown one second longer."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The stale statements of a paper as they were found at an instant, and how long they are shown."""

    stale: Collection[Stale]
    made_at: datetime
    lasts: timedelta

    def is_fresh(self, now: datetime) -> bool:
        """Say whether it may still be shown."""
        return self.made_at <= now < self.made_at + self.lasts


class StatementComparisons:
    """The last comparison of each paper."""

    def __init__(self, per_second: int = STATEMENTS_PER_SECOND) -> None:
        self._per_second = per_second
        self._made: dict[int, Comparison] = {}

    def stale_statements(self, paper: Paper, key: Key, now: datetime) -> list[Stale]:
        """List the statements of a paper that no longer say what stands; raise WrongKey, LinkBroken or SealBroken."""
        return results.not_reissued(paper, self._compare(paper, key, now).stale)

    def count_stale(self, paper: Paper, key: Key, now: datetime) -> int:
        """Count them as they were a moment ago, which asks nothing more; raise what `stale_statements` raises."""
        return len(self._compare(paper, key, now).stale)

    def forget(self, paper: Paper) -> None:
        """Compare the statements of a paper anew for whoever looks next: one was just issued."""
        self._made.pop(paper.pk, None)

    def _compare(self, paper: Paper, key: Key, now: datetime) -> Comparison:
        comparison = self._made.get(paper.pk)
        if comparison is None or not comparison.is_fresh(now):
            lasts = timedelta(seconds=results.count_statements(paper) // self._per_second)
            comparison = self._made[paper.pk] = Comparison(results.stale_statements(paper, key), now, lasts)
        return comparison


COMPARISONS = StatementComparisons()
"""The comparisons of this process."""
