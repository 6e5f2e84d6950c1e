"""Locking a batch: the marker's signature, with its totals and its digest; after the closing, the office's.

The office opens a locked batch again: what was signed is kept whole beside the batch, and it is signed anew.
"""

import json
from datetime import datetime

from django.db import transaction
from django.db.models import F

from massicot.audit import services as audit
from massicot.batches.queries import Batch
from massicot.core.actor import Actor
from massicot.documents import marker_mails
from massicot.exams import queries as exams
from massicot.marks import queries, rules
from massicot.marks.models import EarlierLock, Lock, Signature
from massicot.marks.rules import BatchLocked, Control, Ending, Sheet, Totals
from massicot.marks.services import holding, telling
from massicot.marks.services.shortages import strike_line
from massicot.marks.services.writing import note_completeness

_SIGNED = [field.name for field in Signature._meta.get_fields()]


@transaction.atomic
def lock_batch(
    *,
    credential_id: int,
    typed_lines: str,
    typed_sum: str,
    seen: str = "",
    turn: str = "",
    address: str = "",
    at: datetime,
) -> Lock:
    """Lock a complete batch with the totals typed from its paper sheet, from an address if one is told.

    A line that is empty and whose lost script the office decided of is struck.

    `seen` is the digest of what its marker had before their eyes, `turn` whose page that was, if a page tells them.
    Raise SheetReplaced, EntryElsewhere, EntryNotOpen, EntryClosed, BatchIsLocked, BatchNeverHandedOut, TurnPassed,
    SumMistyped, SummaryOutdated, LinesEmpty, LinesReferred, AgainstRegister, SecondKeyingMissing, DifferencesLeft,
    TotalsMissing, LinesTotalDiffers, SumDiffers or ShortageOver.
    """
    credential = holding.hold(credential_id)
    holding.hold_beside(credential.batch)
    author = holding.author_of(credential.batch)
    control = rules.read_control(typed_lines, typed_sum)
    sheet = queries.sheet_to_lock(credential, control, address, at)
    rules.check_turn(turn, credential.identifier, author, credential.reopened)
    rules.check_summary(credential.batch.code, sheet, seen)
    return _sign(credential.batch, sheet, control, author=author, by=Actor(credential.identifier), at=at)


@transaction.atomic
def lock_for_marker(*, batch_code: str, typed_lines: str, typed_sum: str, by: Actor, at: datetime) -> Lock:
    """Lock a complete batch in its marker's place, once its entry is closed, with the totals of the paper sheet.

    Raise NotFromOffice, BatchUnknown, MarkerStillTypes, and what `lock_batch` raises of the batch itself.
    """
    batch = holding.hold_for_office(batch_code, by)
    holding.hold_beside(batch)
    paper = exams.paper_by_id(batch.paper_id)
    queries.check_office_writes(paper, batch, at)
    author = holding.author_for_office(batch)
    control = rules.read_control(typed_lines, typed_sum)
    sheet = queries.checked_sheet(paper, batch, control)
    return _sign(batch, sheet, control, author=author, by=by, entered_by=by.login, at=at)


@transaction.atomic
def unlock_batch_unchecked_lifting(
    *, batch_code: str, reason: str, seen: str = "", is_mailed: bool = False, by: Actor, at: datetime
) -> EarlierLock:
    """Open a locked batch again and keep what was signed; its marker is written to where mails go.

    Lower service of the act that looks whether the paper is lifted. `seen` is the head of the journal of what a page
    showed as locked, if a page tells it. Raise NotFromOffice, BatchUnknown, ReasonOfTheOfficeMissing, BatchNotLocked or
    SignatureChanged.
    """
    batch = holding.hold_for_office(batch_code, by)
    why = rules.check_reason(reason)
    lock = queries.lock_of(batch)
    if seen not in ("", lock.journal_head):
        raise rules.SignatureChanged(code=batch.code)
    earlier = keep(lock, Ending.OPENED, why, by=by, at=at)
    lock.delete()
    note_completeness(batch)
    # What a page held back before the signature is not saved by itself after it, of either keying.
    queries.every_credential().filter(batch=batch).update(reopened=F("reopened") + 1)
    fact = rules.BatchOpenedAgain(batch.code, earlier.author, earlier.digest, why)
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)
    if is_mailed:
        paper = exams.paper_by_id(batch.paper_id)
        is_closed = at >= queries.window_of_batch(paper, batch.pk).closes_at
        mail = marker_mails.opened_again(paper.title, batch.code, why, is_closed=is_closed)
        telling.tell_marker(batch, mail, by=by, at=at)
    return earlier


def keep(lock: Lock, ending: Ending, reason: str, *, by: Actor, at: datetime) -> EarlierLock:
    """Keep a signature that stands no more, with the marks that it signed, inside the act that ends it."""
    signed = {name: getattr(lock, name) for name in _SIGNED}
    marks = json.dumps(queries.shown_marks(lock.batch))
    end = {"ending": ending, "ended_by": by.login, "ended_at": at, "reason": reason}
    return EarlierLock.objects.create(batch=lock.batch, marks=marks, **signed, **end)


def totals_columns(totals: Totals, control: Control) -> dict[str, int | None]:
    """Name what a signature keeps of totals, and of those typed from the paper sheet."""
    return {
        "numeric_lines": totals.numeric_lines,
        "sum_hundredths": totals.sum_hundredths,
        "absent_lines": totals.absent_lines,
        "blank_lines": totals.blank_lines,
        "typed_lines": control.lines,
        "typed_sum_hundredths": control.sum_hundredths,
    }


def _sign(
    batch: Batch, sheet: Sheet, control: Control, *, author: str, by: Actor, entered_by: str = "", at: datetime
) -> Lock:
    totals = rules.totals_of(sheet.saved.values())
    digest = rules.digest_of(batch.code, sheet)
    subject = queries.subject_of(batch.code)
    for row in queries.given_up_lines(batch):
        strike_line(row=row, by=by, at=at)
    head = audit.record(subject=subject, fact=_fact(batch.code, author, totals, digest), by=by, at=at)
    lock = Lock.objects.create(
        batch=batch,
        author=author,
        entered_by=entered_by,
        **totals_columns(totals, control),
        digest=digest,
        journal_head=str(head),
        locked_at=at,
    )
    note_completeness(batch)
    return lock


def _fact(code: str, author: str, totals: Totals, digest: str) -> BatchLocked:
    return BatchLocked(
        code,
        author,
        totals.numeric_lines,
        totals.sum_hundredths,
        totals.absent_lines,
        totals.blank_lines,
        digest,
    )
