"""Reads around the lock: what would be locked now, what was locked, and what comes once the paper is lifted."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.db.models import QuerySet

from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.core import marks
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.marks.models import Credential, Lock, Mark, MarkChange
from massicot.marks.queries.keyings import keyings_of
from massicot.marks.queries.lines import grid_to_sign, sheet_to_sign
from massicot.marks.queries.openings import check_place
from massicot.marks.queries.progress import is_locked, without_lock
from massicot.marks.queries.referrals import waiting_referrals
from massicot.marks.queries.sheets import Grid, live_credential, read_saved_mark, sheet_of, turn_at, window_of_batch
from massicot.marks.rules import amendments, openings
from massicot.marks.rules import locks as lock_rules
from massicot.marks.rules.lines import Sheet
from massicot.marks.rules.locks import Control, Run, Totals
from massicot.store.prepared import Question, ask_all

_LOCKS = Question(
    lambda paper_id: Lock.objects.filter(batch__paper_id=paper_id).select_related("batch").order_by("batch__code")
)
_SIGNED: Question[tuple[int, str, str]] = Question(
    lambda paper_id: (
        Lock.objects.filter(batch__paper_id=paper_id)
        .order_by("batch__code")
        .values_list("batch_id", "batch__code", "digest")
    )
)


@dataclass(frozen=True, slots=True)
class Summary:
    """A batch that may be locked now: its totals, and where many neighbours have the same mark."""

    grid: Grid
    totals: Totals
    runs: Sequence[Run]
    digest: str
    turn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Locked:
    """The lock of one batch: what its marks added up to, and what was typed from the paper sheet."""

    batch: str
    totals: Totals
    typed_lines: int | None
    typed_sum_hundredths: int | None
    digest: str
    locked_at: datetime


def sheet_to_lock(credential: Credential, control: Control, address: str, at: datetime) -> Sheet:
    """Fetch the marks of a batch that may be locked with these totals, from an address if one is told.

    Raise EntryElsewhere, EntryNotOpen, EntryClosed, and what `checked_sheet` raises.
    """
    paper = exams.paper_by_id(credential.batch.paper_id)
    check_open(paper, credential.batch, address, at)
    return checked_sheet(paper, credential.batch, control)


def checked_sheet(paper: Paper, batch: Batch, control: Control) -> Sheet:
    """Fetch the marks of a batch that is complete, twice where it is asked for, and adds up.

    Raise BatchIsLocked, LinesEmpty, LinesReferred, AgainstRegister, SecondKeyingMissing, DifferencesLeft,
    TotalsMissing, LinesTotalDiffers or SumDiffers.
    """
    if is_locked(batch.pk):
        raise lock_rules.BatchIsLocked(code=batch.code)
    sheet = sheet_to_sign(batch, exams.scale_of(paper))
    referred = waiting_referrals(batch.pk).values_list("number", flat=True)
    lock_rules.check_lock(
        sheet,
        control,
        are_totals_required=paper.are_totals_required,
        referred=set(referred),
        keyings=keyings_of(batch.pk, sheet),
    )
    return sheet


def check_open(paper: Paper, batch: Batch, address: str, at: datetime) -> None:
    """Refuse a marker who writes too early, too late, from elsewhere, or in a locked batch.

    Raise EntryNotOpen, EntryClosed, EntryElsewhere or BatchIsLocked.
    """
    openings.check_window(window_of_batch(paper, batch.pk), at)
    if address:
        check_place(paper, batch, address)
    if is_locked(batch.pk):
        raise lock_rules.BatchIsLocked(code=batch.code)


def check_office_writes(paper: Paper, batch: Batch, at: datetime) -> None:
    """Refuse to write in the place of a marker who may still do it; raise EntryNotOpen or MarkerStillTypes."""
    window = window_of_batch(paper, batch.pk)
    if at < window.opens_at:
        raise openings.EntryNotOpen(opens=window.opens_at, closes=window.closes_at)
    if window.is_open(at):
        raise amendments.MarkerStillTypes(code=batch.code, closes=window.closes_at)


def lock_of(batch: Batch) -> Lock:
    """Fetch the lock of a batch; raise BatchNotLocked."""
    lock = Lock.objects.filter(batch=batch).first()
    if lock is None:
        raise amendments.BatchNotLocked(code=batch.code)
    return lock


def shown_marks(batch: Batch) -> dict[str, str]:
    """Map each number of a batch to what stands on its line, as the scale writes it."""
    sheet = sheet_of(batch.pk, exams.scale_of(exams.paper_by_id(batch.paper_id)))
    return {number: sheet.text_of(number) for number in sorted(sheet.saved)}


def summary_of(credential_id: int, control: Control, address: str, at: datetime) -> Summary:
    """Sum up a batch before its marker signs it; raise SheetReplaced, and what `sheet_to_lock` raises."""
    grid = grid_to_sign(credential_id)
    credential = live_credential(credential_id)
    sheet = sheet_to_lock(credential, control, address, at)
    digest = lock_rules.digest_of(grid.batch, sheet)
    return Summary(grid, lock_rules.totals_of(sheet.saved.values()), _runs(grid), digest, turn_at(credential))


def _runs(grid: Grid) -> list[Run]:
    """Name the runs by the lines of the paper sheet, of which the office may have struck one."""
    runs = lock_rules.runs_of([line.value for line in grid.lines])
    return [Run(grid.lines[run.first - 1].rank, grid.lines[run.last - 1].rank, run.value) for run in runs]


def locks_of(paper_id: int) -> dict[str, Locked]:
    """Map the code of each locked batch of a paper to its lock."""
    return {lock.batch.code: _facts_of_lock(lock) for lock in _LOCKS.ask(paper_id=paper_id)}


def altered_batches(paper_id: int) -> dict[str, str]:
    """Map each locked batch of a paper whose marks are no longer those that its lock signed to their digest now."""
    scale = exams.scale_of(exams.paper_by_id(paper_id))
    # A paper has a few dozen different marks and two hundred thousand lines: each mark is written once.
    written = cache(lambda hundredths, code: marks.format_entered(read_saved_mark(hundredths, code), scale))
    marks_of: dict[int, dict[str, str]] = {}
    rows = Mark.objects.filter(batch__paper_id=paper_id).values_list("batch_id", "number", "hundredths", "code")
    for batch_id, number, hundredths, code in rows.iterator(chunk_size=10_000):
        marks_of.setdefault(batch_id, {})[number] = written(hundredths, code)
    signed = _SIGNED.ask(paper_id=paper_id)
    now = {code: (lock_rules.batch_digest(code, marks_of.get(pk, {})), digest) for pk, code, digest in signed}
    return {code: current for code, (current, digest) in now.items() if current != digest}


def _facts_of_lock(lock: Lock) -> Locked:
    totals = Totals(
        numeric_lines=lock.numeric_lines,
        sum_hundredths=lock.sum_hundredths,
        absent_lines=lock.absent_lines,
        blank_lines=lock.blank_lines,
    )
    return Locked(
        batch=lock.batch.code,
        totals=totals,
        typed_lines=lock.typed_lines,
        typed_sum_hundredths=lock.typed_sum_hundredths,
        digest=lock.digest,
        locked_at=lock.locked_at,
    )


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
    return list(without_lock(batches.rows_of_papers(paper_ids)))


def standing_locks() -> QuerySet[Lock]:
    """Find the locks of the batches that stand, in no order, for a later area that counts what follows of them."""
    return Lock.objects.filter(batch__unmade_at__isnull=True).order_by()


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
    lambda paper_ids: without_lock(batches.rows_of_papers(paper_ids)).order_by().values_list("paper_id")
)
