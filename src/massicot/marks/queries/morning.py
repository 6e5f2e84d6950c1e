"""What goes out again: the batches at the desk that are not locked, as far as their marks are.

Those given back on an earlier day go out in the morning; one that the office opened again, or whose entry closes before
tomorrow, goes out at once. A complete one goes out too: its totals are counted on its paper sheet, which stays in the
envelope.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks.models import EarlierLock, Lock
from massicot.marks.queries.keyings import awaits_second, is_referred
from massicot.marks.queries.progress import complete_sheets, entry_open, unlocked
from massicot.marks.queries.sheets import window_of_batch
from massicot.marks.rules import Ending
from massicot.store.prepared import Question, ask_all


@dataclass(frozen=True, slots=True)
class AtDesk:
    """How many batches wait at the desk for their markers: to be typed, or to be locked and nothing else."""

    to_type: int
    to_lock: int


def back_at_desk(paper: Paper, centre_uai: str, at: datetime) -> tuple[list[Any], int]:
    """List the batches that may go out again, by number, and count those of an earlier day that are locked.

    Each tells its last hand-out, `last_stay`, and whether the office opened it again, `is_reopened`.
    """
    here = _in_the_morning(paper, centre_uai, at)
    of_before = {"paper_id": paper.pk, "centre_uai": centre_uai, "midnight": _midnight(paper, at)}
    rows, counted = ask_all(_UNLOCKED.of(**here), _LOCKED.of(**of_before))
    return rows, sum(count for _, count in counted)


def codes_not_locked(paper: Paper, centre_uai: str) -> list[str]:
    """Name the batches of a marking centre that are not locked, wherever they are."""
    return list(unlocked(batches.rows_of(paper.pk, centre_uai)).values_list("code", flat=True))


def count_at_desk(paper: Paper, centre_uai: str, at: datetime) -> AtDesk:
    """Count the batches that go out again and whose entry is open.

    A complete one that awaits a second keying, or an answer of the office, does not wait for its marker.
    """
    counted = dict(_WAITING.ask(**_in_the_morning(paper, centre_uai, at), at=at))
    return AtDesk(counted.get(False, 0), counted.get(True, 0))


def closes_today(paper: Paper, batch_id: int, at: datetime) -> bool:
    """Say whether tomorrow is too late for a batch."""
    return window_of_batch(paper, batch_id).closes_at <= _midnight(paper, at, days=1)


def _midnight(paper: Paper, at: datetime, days: int = 0) -> datetime:
    return exams.local(paper, at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)


def _in_the_morning(paper: Paper, centre_uai: str, at: datetime) -> dict[str, Any]:
    place = {"paper_id": paper.pk, "centre_uai": centre_uai}
    return place | {"midnight": _midnight(paper, at), "tomorrow": _midnight(paper, at, days=1)}


def _due(paper_id: int, centre_uai: str, midnight: datetime, tomorrow: datetime) -> QuerySet[Batch]:
    opened = EarlierLock.objects.filter(batch=OuterRef("pk"), ending=Ending.OPENED)
    opened_since = opened.filter(~batches.came_back(OuterRef("batch"), OuterRef("ended_at")))
    rows = unlocked(batches.at_desk(paper_id, centre_uai))
    is_early = Exists(opened_since) | ~entry_open(tomorrow)
    return rows.filter(~batches.came_back(OuterRef("pk"), midnight) | is_early)


def _unlocked(**here: Any) -> QuerySet[Any]:
    opened = EarlierLock.objects.filter(batch=OuterRef("pk"), ending=Ending.OPENED)
    # Of the same instant as the marker: a batch that moves since is refused, never given to another than is named.
    return _due(**here).annotate(last_stay=batches.last_stay(OuterRef("pk")), is_reopened=Exists(opened))


def _locked(paper_id: int, centre_uai: str, midnight: datetime) -> QuerySet[Batch, tuple[int, int]]:
    is_locked = Exists(Lock.objects.filter(batch=OuterRef("pk")))
    rows = batches.at_desk(paper_id, centre_uai).filter(is_locked, ~batches.came_back(OuterRef("pk"), midnight))
    counts: QuerySet[Batch, tuple[int, int]] = rows.order_by().values_list("paper_id").annotate(count=Count("pk"))
    return counts


def _waiting(at: datetime, **here: Any) -> QuerySet[Any, tuple[bool, int]]:
    complete = Exists(complete_sheets().filter(batch=OuterRef("pk")))
    rows: QuerySet[Any] = _due(**here).filter(entry_open(at)).annotate(is_complete=complete)
    rows = rows.exclude(Q(is_complete=True) & (awaits_second() | is_referred()))
    counts: QuerySet[Any, tuple[bool, int]] = rows.order_by().values_list("is_complete").annotate(count=Count("pk"))
    return counts


_UNLOCKED: Question[Any] = Question(_unlocked)
_LOCKED = Question(_locked)
_WAITING = Question(_waiting)
