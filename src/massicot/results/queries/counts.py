"""Reads of the counts that are kept of large papers."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from massicot.candidates import queries as candidates
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.models import LadderCount
from massicot.results.rules import counts as rules
from massicot.results.rules.ladder import Counts
from massicot.store.prepared import Question


class Kept(NamedTuple):
    """When the count of a paper that is kept was begun, and when it was last known to stand."""

    counted_at: datetime
    stands_at: datetime

    def is_due(self, closes_at: datetime, at: datetime) -> bool:
        """Say whether it must be looked after: whether it still stands, or the paper is to be counted anew."""
        return rules.is_due(self.stands_at, closes_at, at)

    def is_shown(self, closes_at: datetime, at: datetime) -> bool:
        """Say whether it may still be shown, some worker looking after it."""
        return rules.is_shown(self.stands_at, closes_at, at)


_KEPT: Question[tuple[int, datetime, datetime]] = Question(
    lambda paper_ids, layout: LadderCount.objects.filter(paper_id__in=paper_ids, layout=layout).values_list(
        "paper_id", "counted_at", "stands_at"
    )
)


def counts_kept(paper_ids: Collection[int]) -> dict[int, Kept]:
    """Map those of some papers of which a count is kept to its instants."""
    rows = _KEPT.ask(paper_ids=list(paper_ids), layout=rules.layout()) if paper_ids else ()
    return {paper_id: Kept(*instants) for paper_id, *instants in rows}


def count_kept(paper_id: int) -> tuple[Kept, Counts] | None:
    """Fetch the count that is kept of a paper, with its instants; none where it was damaged since."""
    rows = LadderCount.objects.filter(paper_id=paper_id, layout=rules.layout())
    for counted_at, stands_at, content in rows.values_list("counted_at", "stands_at", "content"):
        if rules.is_whole(bytes(content)):
            return Kept(counted_at, stands_at), rules.Unpacked(bytes(content))
    return None


def papers_to_count(at: datetime) -> list[Paper]:
    """List the large papers that have begun and whose count must be looked after now.

    Of those long closed one at a time, after all the others: many come due together.
    """
    begun = [paper for paper in exams.papers_at_work() if paper.starts_at <= at]
    expected = candidates.count_expected([paper.pk for paper in begun])
    large = [paper for paper in begun if expected[paper.pk] >= rules.LARGE]
    kept = counts_kept([paper.pk for paper in large])
    due = [paper for paper in large if paper.pk not in kept or kept[paper.pk].is_due(paper.entry_closes_at, at)]
    lively = [paper for paper in due if rules.is_lively(paper.entry_closes_at, at)]
    return lively + [paper for paper in due if paper not in lively][:1]
