"""Batches that come once the anonymity of their paper is lifted: made of what was found since, open, then locked."""

from collections.abc import Collection, Mapping
from datetime import datetime

from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.marks.models import Lock
from massicot.marks.queries.progress import unlocked


def not_locked(paper_ids: Collection[int]) -> list[Batch]:
    """List the batches of some papers that are not locked, by number."""
    return list(unlocked(batches.rows_of_papers(paper_ids)))


def locked_since(since: Mapping[int, datetime]) -> list[Batch]:
    """List the batches of some papers that were locked after an instant of each, in the order in which they were."""
    rows = Lock.objects.filter(batch__paper_id__in=list(since), locked_at__gt=min(since.values()))
    locks = rows.select_related("batch").order_by("locked_at", "pk")
    return [lock.batch for lock in locks if lock.locked_at > since[lock.batch.paper_id]]
