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


def back_at_desk(paper: Paper, centre_uai: str, at: datetime) -> tuple[list[Batch], int]:
    """List the batches of an earlier day that may go out again, by number, and count those that are locked."""
    here = _place(paper, centre_uai, at)
    rows, counted = ask_all(_UNLOCKED.of(**here), _LOCKED.of(**here))
    return rows, sum(count for _, count in counted)


def count_unfinished(paper: Paper, centre_uai: str, at: datetime) -> int:
    """Count the batches of an earlier day with a line still to be saved."""
    return sum(count for _, count in _UNFINISHED.ask(**_place(paper, centre_uai, at)))


def _place(paper: Paper, centre_uai: str, at: datetime) -> dict[str, Any]:
    midnight = exams.local(paper, at).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"paper_id": paper.pk, "centre_uai": centre_uai, "midnight": midnight}


def _counted(rows: QuerySet[Batch]) -> QuerySet[Batch, tuple[int, int]]:
    return rows.order_by().values_list("paper_id").annotate(count=Count("pk"))


def _unfinished(**here: Any) -> QuerySet[Batch, tuple[int, int]]:
    complete = live_credentials().filter(batch=OuterRef("pk"), awaits_lock=True)
    return _counted(unlocked(batches.reissuable(**here)).filter(~Exists(complete)))


_UNLOCKED = Question(lambda **here: unlocked(batches.reissuable(**here)))
_LOCKED = Question(
    lambda **here: _counted(batches.reissuable(**here).filter(Exists(Lock.objects.filter(batch=OuterRef("pk")))))
)
_UNFINISHED = Question(_unfinished)
