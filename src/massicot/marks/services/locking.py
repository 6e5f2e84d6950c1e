"""Locking a batch: the marker's signature, with its totals and its digest."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches.queries import Batch
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.marks import queries, rules
from massicot.marks.models import Lock
from massicot.marks.rules import Control, Sheet
from massicot.marks.services import holding


@transaction.atomic
def lock_batch(*, credential_id: int, typed_lines: str, typed_sum: str, at: datetime) -> Lock:
    """Lock a complete batch with the totals typed from its paper sheet.

    Raise SheetReplaced, EntryNotOpen, EntryClosed, BatchIsLocked, BatchNeverHandedOut, SumMistyped, LinesEmpty,
    AgainstRegister, TotalsMissing, LinesTotalDiffers or SumDiffers.
    """
    credential = holding.hold(credential_id)
    batch = credential.batch
    paper = exams.paper_by_id(batch.paper_id)
    rules.check_window(queries.window_of(paper), at)
    if queries.is_locked(batch.pk):
        raise rules.BatchIsLocked(code=batch.code)
    author = holding.author_of(batch)
    control = rules.read_control(typed_lines, typed_sum)
    sheet = queries.sheet_of(batch.pk, exams.scale_of(paper))
    rules.check_lock(sheet, control, are_totals_required=paper.are_totals_required)
    lock = _write(batch, author, sheet, control, at=at)
    fact = rules.BatchLocked(
        batch.code, author, lock.numeric_lines, lock.sum_hundredths, lock.absent_lines, lock.blank_lines, lock.digest
    )
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=Actor(credential.identifier), at=at)
    return lock


def _write(batch: Batch, author: str, sheet: Sheet, control: Control, *, at: datetime) -> Lock:
    totals = rules.totals_of(sheet.saved.values())
    return Lock.objects.create(
        batch=batch,
        author=author,
        numeric_lines=totals.numeric_lines,
        sum_hundredths=totals.sum_hundredths,
        absent_lines=totals.absent_lines,
        blank_lines=totals.blank_lines,
        typed_lines=control.lines,
        typed_sum_hundredths=control.sum_hundredths,
        digest=rules.batch_digest(batch.code, {number: sheet.shown(number) for number in sheet.saved}),
        locked_at=at,
    )
