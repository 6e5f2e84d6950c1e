"""What each batch lacks before its lock: sorted and filtered by the database; what goes out again in the morning.

A national paper has four thousand batches: sorting looks them up and counts no line; lines are counted for the fifty on
the page.

What goes out again: the batches at the desk that are not locked, as far as their marks are. Those given back on an
earlier day go out in the morning; one that the office opened again, or whose entry closes before tomorrow, goes out at
once. A complete one goes out too: its totals are counted on its paper sheet, which stays in the envelope.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from django.db.models import Case, Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value, When

from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks.models import EarlierLock, Extension, Lock, Mark, Referral, SecondKeying
from massicot.marks.queries.keyings import awaits_second, differs, is_referred
from massicot.marks.queries.progress import complete_sheets, entry_open, without_lock
from massicot.marks.queries.sheets import window_of_batch
from massicot.marks.rules.amendments import Ending
from massicot.marks.rules.locks import BatchStanding, urgency
from massicot.marks.rules.referrals import ReferralAnswer
from massicot.store.prepared import Question, ask_all

StandingRow = tuple[int, int, int, datetime | None]
"""One row of an answer: what it says, of which batch, how many, until when."""


class _Remark(IntEnum):
    """What one row of an answer says of its batch."""

    LATER = 0
    LOCKED = 1
    REFERRED = 2
    SAVED = 3
    TWICE = 4
    COMPLETE = 5


def _row(remark: _Remark, rows: QuerySet[Any], **more: Any) -> QuerySet[Any, Any]:
    """Make an answer of rows: what it says, of which batch, how many, and until when it stays open if it says that."""
    columns = {"said": Value(remark.value), "many": Value(1), "at": Value(None, DateTimeField())} | more
    batch_rows: QuerySet[Any, Any] = rows.order_by().values("batch_id").annotate(**columns)
    return batch_rows.values_list("said", "batch_id", "many", "at")


def _all_of(batch_ids: list[int]) -> QuerySet[Any, Any]:
    mine = Q(batch_id__in=batch_ids)
    return _row(_Remark.LATER, Extension.objects.filter(mine), at=F("closes_at")).union(
        _row(_Remark.LOCKED, Lock.objects.filter(mine)),
        _row(_Remark.REFERRED, Referral.objects.filter(mine, answer=ReferralAnswer.WAITING), many=Count("pk")),
        _row(_Remark.SAVED, Mark.objects.filter(mine), many=Count("pk")),
        _row(_Remark.TWICE, SecondKeying.objects.filter(mine, is_asked=True)),
        all=True,
    )


def _few_of(paper_id: int) -> QuerySet[Any, Any]:
    sheets = complete_sheets()
    waiting = Referral.objects.filter(batch__paper_id=paper_id, answer=ReferralAnswer.WAITING)
    return _row(_Remark.REFERRED, waiting).union(
        _row(_Remark.COMPLETE, sheets.filter(batch__paper_id=paper_id)), all=True
    )


_STANDING: Question[StandingRow] = Question(_all_of)
"""What is said of some batches, in one statement: a page has few to spare."""

FEW: Question[StandingRow] = Question(_few_of)
"""The batches of a paper that wait for somebody: for an answer of the office, for their lock alone."""

_NEVER = Q(pk__in=())


def office_rows(paper: Paper, at: datetime) -> QuerySet[Any]:
    """Find the batches of a paper, the most urgent first; `uai` and `name` are those of their marking centre."""
    rows: QuerySet[Any] = with_urgency(batches.named_rows(paper.pk), FEW.ask(paper_id=paper.pk), paper, at)
    return rows.order_by("urgency", "sequence")


def with_urgency(rows: QuerySet[Any], few: Iterable[StandingRow], paper: Paper, at: datetime) -> QuerySet[Any]:
    """Say how soon somebody should look at each of some batches (`urgency`), for a list that is sorted by it.

    `few` answers `FEW`: the database then sorts thousands without looking each of them up.
    """
    few = list(few)
    referred, complete = (
        {batch_id for answer, batch_id, *_ in few if answer == wanted}
        for wanted in (_Remark.REFERRED, _Remark.COMPLETE)
    )
    ranks = Case(
        When(_has_lock(), then=Value(urgency(BatchStanding.LOCKED))),
        When(pk__in=referred, then=Value(urgency(BatchStanding.REFERRED))),
        *(When(late, then=Value(urgency(BatchStanding.LATE))) for late in _late(paper, at)),
        When(pk__in=complete, then=Value(urgency(BatchStanding.COMPLETE))),
        default=Value(urgency(BatchStanding.TYPED)),
    )
    ranked: QuerySet[Any] = rows.alias(urgency=ranks)
    return ranked


def is_standing(paper: Paper, at: datetime) -> Callable[[str], Q]:
    """Give the question by which the database finds the batches of one standing."""
    return lambda chosen: _having(paper, at, BatchStanding(chosen))


def add_standings(rows: Sequence[Any], paper: Paper, at: datetime) -> Sequence[Any]:
    """Set on each of some batches its `standing`, `is_locked`, `referred`, `saved` lines and when it `closes_at`."""
    return _tell(rows, _STANDING.ask(batch_ids=[row.pk for row in rows]), paper, at) if rows else rows


def takers_until(paper_id: int, closes_at: datetime) -> set[str]:
    """Name whoever holds, or held last, a batch that is not locked and closes with its paper, should that close then.

    More time that was given to a batch counts only where it ends later.
    """
    later = Extension.objects.filter(batch=OuterRef("pk"), closes_at__gt=closes_at)
    rows = without_lock(batches.named_rows(paper_id)).filter(~Exists(later), taker__gt="")
    return set(rows.order_by().values_list("taker", flat=True))


def batches_by_id(ids: Sequence[int], paper: Paper, at: datetime) -> Sequence[Any]:
    """Fetch some batches in the order in which they are named, with what `add_standings` sets on each."""
    if not ids:
        return []
    named, answers = ask_all(batches.BY_ID.of(batch_ids=list(ids)), _STANDING.of(batch_ids=list(ids)))
    rows = {row.pk: row for row in named}
    return _tell([rows[pk] for pk in ids if pk in rows], answers, paper, at)


def _tell(rows: Sequence[Any], answers: Iterable[StandingRow], paper: Paper, at: datetime) -> Sequence[Any]:
    by_batch = {(what, batch_id): (many, until) for what, batch_id, many, until in answers}
    nothing = (0, None)
    for row in rows:
        row.is_locked = (_Remark.LOCKED, row.pk) in by_batch
        row.referred, row.saved = (
            by_batch.get((answer, row.pk), nothing)[0] for answer in (_Remark.REFERRED, _Remark.SAVED)
        )
        later = by_batch.get((_Remark.LATER, row.pk), nothing)[1]
        row.closes_at = max(paper.entry_closes_at, later or paper.entry_closes_at)
        row.standing = _standing(row, at)
    _tell_second(rows, {pk for what, pk in by_batch if what == _Remark.TWICE}, paper)
    return rows


def standing_of(batch: Batch, paper: Paper, at: datetime) -> BatchStanding:
    """Tell what one batch lacks before its lock."""
    standing: BatchStanding = add_standings([batch], paper, at)[0].standing
    return standing


def _standing(row: Any, at: datetime) -> BatchStanding:
    if row.is_locked:
        return BatchStanding.LOCKED
    if row.referred:
        return BatchStanding.REFERRED
    if at >= row.closes_at:
        return BatchStanding.LATE
    if row.saved >= row.size:
        return BatchStanding.COMPLETE
    return BatchStanding.TYPED if row.saved else BatchStanding.UNTOUCHED


def _tell_second(rows: Sequence[Any], asked: Collection[int], paper: Paper) -> None:
    """Tell of complete batches whether a second keying that was asked for is still to come, or differs."""
    complete = {row.pk: row for row in rows if row.standing is BatchStanding.COMPLETE and row.pk in asked}
    if not complete:
        return
    batch_rows = batches.named_rows(paper.pk).filter(pk__in=complete)
    for standing, question in ((BatchStanding.DIFFERING, differs()), (BatchStanding.KEYED_ONCE, awaits_second())):
        for pk in batch_rows.filter(question).values_list("pk", flat=True):
            complete[pk].standing = standing


def _conditions(paper: Paper, at: datetime) -> Iterator[tuple[BatchStanding, Q]]:
    """Tell of batches what is no longer being typed, each by a look-up and none by counting lines."""
    referred, complete = _few()
    yield BatchStanding.LOCKED, _has_lock()
    yield referred
    for late in _late(paper, at):
        yield BatchStanding.LATE, late
    yield complete


def _few() -> tuple[tuple[BatchStanding, Q], tuple[BatchStanding, Q]]:
    """Tell of the batches that wait for somebody: a line for the office, a lock for the marker."""
    sheets = complete_sheets().filter(batch=OuterRef("pk"))
    waiting = Referral.objects.filter(batch=OuterRef("pk"), answer=ReferralAnswer.WAITING)
    return (BatchStanding.REFERRED, Q(Exists(waiting))), (BatchStanding.COMPLETE, Q(Exists(sheets)))


def _has_lock() -> Q:
    return Q(Exists(Lock.objects.filter(batch=OuterRef("pk"))))


def _late(paper: Paper, at: datetime) -> Iterator[Q]:
    if at >= paper.entry_closes_at:
        yield ~Q(Exists(Extension.objects.filter(batch=OuterRef("pk"), closes_at__gt=at)))


def _having(paper: Paper, at: datetime, chosen: BatchStanding) -> Q:
    """Ask for the batches of one standing: none of those before it in the order in which they are told apart."""
    others = Q()
    for standing, condition in _conditions(paper, at):
        if standing is BatchStanding.COMPLETE:
            return others & _before_the_lock(paper, chosen, condition)
        if standing is chosen:
            return others & condition
        others &= ~condition
    raise AssertionError(chosen)


def _before_the_lock(paper: Paper, chosen: BatchStanding, complete: Q) -> Q:
    has_marks = Q(Exists(Mark.objects.filter(batch=OuterRef("pk"))))
    if chosen in (BatchStanding.TYPED, BatchStanding.UNTOUCHED):
        return ~complete & (has_marks if chosen is BatchStanding.TYPED else ~has_marks)
    once, unlike = _second(paper)
    asked = {
        BatchStanding.KEYED_ONCE: once,
        BatchStanding.DIFFERING: ~once & unlike,
        BatchStanding.COMPLETE: ~once & ~unlike,
    }
    return complete & asked.get(chosen, _NEVER)


def _second(paper: Paper) -> tuple[Q, Q]:
    """Ask for what a second keying lacks, where the paper has one: few have, and the question is long."""
    if not SecondKeying.objects.filter(batch__paper=paper, is_asked=True).exists():
        return _NEVER, _NEVER
    return awaits_second(), differs()


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
    return list(without_lock(batches.rows_of(paper.pk, centre_uai)).values_list("code", flat=True))


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
    rows = without_lock(batches.at_desk(paper_id, centre_uai))
    is_early = Exists(opened_since) | ~entry_open(tomorrow)
    return rows.filter(~batches.came_back(OuterRef("pk"), midnight) | is_early)


def _due_with_stay(**here: Any) -> QuerySet[Any]:
    opened = EarlierLock.objects.filter(batch=OuterRef("pk"), ending=Ending.OPENED)
    # Of the same instant as the marker: a batch that moves since is refused, never given to another than is named.
    return _due(**here).annotate(last_stay=batches.last_stay(OuterRef("pk")), is_reopened=Exists(opened))


def _locked_at_desk(paper_id: int, centre_uai: str, midnight: datetime) -> QuerySet[Batch, tuple[int, int]]:
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


_UNLOCKED: Question[Any] = Question(_due_with_stay)
_LOCKED = Question(_locked_at_desk)
_WAITING = Question(_waiting)
