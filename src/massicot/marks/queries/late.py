"""What comes once the anonymity of a paper is lifted: batches made of what was found since, open, then locked."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.marks.models import Lock, MarkChange
from massicot.marks.queries.progress import unlocked
from massicot.store.prepared import Question, ask_all


@dataclass(frozen=True, slots=True)
class Late:
    """Counted by paper: marks written and batches locked since the marks left, and batches not locked."""

    written: Counter[int] = field(default_factory=Counter)
    locked: Counter[int] = field(default_factory=Counter)
    not_locked: Counter[int] = field(default_factory=Counter)


def late_by_paper(paper_ids: Collection[int], since: Mapping[int, datetime]) -> Late:
    """Count what came late of some papers; `since` when the marks of those that have left were last taken away."""
    if not paper_ids:
        return Late()
    open_ones = _OPEN.of(paper_ids=list(paper_ids))
    if not since:
        return Late(not_locked=Counter(paper_id for (paper_id,) in ask_all(open_ones)[0]))
    asked = {"paper_ids": list(since), "since": min(since.values())}
    written, locked, left = ask_all(_WRITTEN.of(**asked), _LOCKED.of(**asked), open_ones)
    return Late(_after(written, since), _after(locked, since), Counter(paper_id for (paper_id,) in left))


def _after(rows: Iterable[tuple[int, datetime]], since: Mapping[int, datetime]) -> Counter[int]:
    return Counter(paper_id for paper_id, at in rows if at > since[paper_id])


def not_locked(paper_ids: Collection[int]) -> list[Batch]:
    """List the batches of some papers that are not locked, by number."""
    return list(unlocked(batches.rows_of_papers(paper_ids)))


def locked_since(since: Mapping[int, datetime]) -> list[Batch]:
    """List the batches of some papers that were locked after an instant of each, in the order in which they were."""
    rows = Lock.objects.filter(batch__paper_id__in=list(since), locked_at__gt=min(since.values()))
    locks = rows.select_related("batch").order_by("locked_at", "pk")
    return [lock.batch for lock in locks if lock.locked_at > since[lock.batch.paper_id]]


_WRITTEN: Question[tuple[int, datetime | None]] = Question(
    lambda paper_ids, since: (
        MarkChange.objects.filter(batch__paper_id__in=paper_ids, entered_at__gt=since)
        .exclude(after="")
        .order_by()
        .values_list("batch__paper_id", "entered_at")
    )
)
_LOCKED: Question[tuple[int, datetime]] = Question(
    lambda paper_ids, since: (
        Lock.objects.filter(batch__paper_id__in=paper_ids, locked_at__gt=since)
        .order_by()
        .values_list("batch__paper_id", "locked_at")
    )
)
_OPEN: Question[tuple[int]] = Question(
    lambda paper_ids: unlocked(batches.rows_of_papers(paper_ids)).order_by().values_list("paper_id")
)
