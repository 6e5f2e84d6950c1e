"""What goes out again in the morning: the batches given back on an earlier day, as far as their marks are."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks.models import Lock
from massicot.marks.queries.opened import live_credentials
from massicot.marks.queries.progress import unlocked
from massicot.store.prepared import Question, ask_all


def back_at_desk(paper: Paper, centre_uai: str, at: datetime) -> tuple[list[Any], int]:
    """List the batches of an earlier day that may go out again, by number, and count those that are locked.

    Each tells its last hand-out, `last_stay`.
    """
    place, here = {"paper_id": paper.pk, "centre_uai": centre_uai}, _in_the_morning(paper, centre_uai, at)
    # The hand-outs are read first: a batch that moves meanwhile is then refused, never given to another than is named.
    stays, rows, counted = ask_all(batches.LAST_STAYS.of(**place), _UNLOCKED.of(**here), _LOCKED.of(**here))
    last = dict(stays)
    for row in rows:
        row.last_stay = last.get(row.pk, 0)
    return rows, sum(count for _, count in counted)


def codes_not_locked(paper: Paper, centre_uai: str) -> list[str]:
    """Name the batches of a marking centre that are not locked, wherever they are."""
    return list(unlocked(batches.rows_of(paper.pk, centre_uai)).values_list("code", flat=True))


def count_unfinished(paper: Paper, centre_uai: str, at: datetime) -> int:
    """Count the batches of an earlier day with a line still to be saved."""
    return sum(count for _, count in _UNFINISHED.ask(**_in_the_morning(paper, centre_uai, at)))


def _in_the_morning(paper: Paper, centre_uai: str, at: datetime) -> dict[str, Any]:
    midnight = exams.local(paper, at).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"paper_id": paper.pk, "centre_uai": centre_uai, "midnight": midnight}


def _counted(rows: QuerySet[Batch]) -> QuerySet[Batch, tuple[int, int]]:
    return rows.order_by().values_list("paper_id").annotate(count=Count("pk"))


def _unfinished(**here: Any) -> QuerySet[Batch, tuple[int, int]]:
    complete = live_credentials().filter(batch=OuterRef("pk"), awaits_lock=True)
    return _counted(unlocked(batches.reissuable(**here)).filter(~Exists(complete)))


_UNLOCKED: Question[Any] = Question(lambda **here: unlocked(batches.reissuable(**here)))
_LOCKED = Question(
    lambda **here: _counted(batches.reissuable(**here).filter(Exists(Lock.objects.filter(batch=OuterRef("pk")))))
)
_UNFINISHED = Question(_unfinished)
