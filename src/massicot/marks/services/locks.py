"""Locking a batch: the marker's signature, its totals and its digest; the receipt that is mailed.

The office opens a locked batch again: what was signed is kept whole beside the batch, and it is signed anew.

Locking a batch where there is a mail server: its receipt also goes to the marker. Without one a letter would wait for
ever, and the exam office would be asked about each: the paper receipt is enough.
"""

import json
from datetime import datetime

from django.db import transaction
from django.db.models import F

from massicot.audit import services as audit
from massicot.batches.queries import Batch
from massicot.core.actor import Actor
from massicot.documents import mails
from massicot.documents.mails import Mail
from massicot.exams import queries as exams
from massicot.marks.models import EarlierLock, Lock, Signature
from massicot.marks.queries import lines, locks, openings, sheets
from massicot.marks.rules import amendments
from massicot.marks.rules import locks as lock_rules
from massicot.marks.rules import openings as opening_rules
from massicot.marks.rules.amendments import Ending
from massicot.marks.rules.lines import Sheet
from massicot.marks.rules.locks import BatchLocked, Control, Totals
from massicot.marks.services import lines as line_acts
from massicot.marks.services.lines import note_completeness
from massicot.marks.services.shortages import strike_line

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
    credential = line_acts.hold(credential_id)
    line_acts.hold_beside(credential.batch)
    author = line_acts.author_of(credential.batch)
    control = lock_rules.read_control(typed_lines, typed_sum)
    sheet = locks.sheet_to_lock(credential, control, address, at)
    opening_rules.check_turn(turn, credential.identifier, author, credential.reopened)
    lock_rules.check_summary(credential.batch.code, sheet, seen)
    return _sign(credential.batch, sheet, control, author=author, by=Actor(credential.identifier), at=at)


@transaction.atomic
def lock_for_marker(*, batch_code: str, typed_lines: str, typed_sum: str, by: Actor, at: datetime) -> Lock:
    """Lock a complete batch in its marker's place, once its entry is closed, with the totals of the paper sheet.

    Raise NotFromOffice, BatchUnknown, MarkerStillTypes, and what `lock_batch` raises of the batch itself.
    """
    batch = line_acts.hold_for_office(batch_code, by)
    line_acts.hold_beside(batch)
    paper = exams.paper_by_id(batch.paper_id)
    locks.check_office_writes(paper, batch, at)
    author = line_acts.author_for_office(batch)
    control = lock_rules.read_control(typed_lines, typed_sum)
    sheet = locks.checked_sheet(paper, batch, control)
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
    batch = line_acts.hold_for_office(batch_code, by)
    why = amendments.check_reason(reason)
    lock = locks.lock_of(batch)
    if seen not in ("", lock.journal_head):
        raise amendments.SignatureChanged(code=batch.code)
    earlier = keep(lock, Ending.OPENED, why, by=by, at=at)
    lock.delete()
    note_completeness(batch)
    # What a page held back before the signature is not saved by itself after it, of either keying.
    openings.every_credential().filter(batch=batch).update(reopened=F("reopened") + 1)
    fact = amendments.BatchOpenedAgain(batch.code, earlier.author, earlier.digest, why)
    audit.record(subject=sheets.subject_of(batch.code), fact=fact, by=by, at=at)
    if is_mailed:
        paper = exams.paper_by_id(batch.paper_id)
        is_closed = at >= sheets.window_of_batch(paper, batch.pk).closes_at
        mail = mails.opened_again(paper.title, batch.code, why, is_closed=is_closed)
        line_acts.tell_marker(batch, mail, by=by, at=at)
    return earlier


def keep(lock: Lock, ending: Ending, reason: str, *, by: Actor, at: datetime) -> EarlierLock:
    """Keep a signature that stands no more, with the marks that it signed, inside the act that ends it."""
    signed = {name: getattr(lock, name) for name in _SIGNED}
    marks = json.dumps(locks.shown_marks(lock.batch))
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
    totals = lock_rules.totals_of(sheet.saved.values())
    digest = lock_rules.digest_of(batch.code, sheet)
    subject = sheets.subject_of(batch.code)
    for row in lines.given_up_lines(batch):
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
        batch=code,
        author=author,
        numeric_lines=totals.numeric_lines,
        sum_hundredths=totals.sum_hundredths,
        absent_lines=totals.absent_lines,
        blank_lines=totals.blank_lines,
        marks_digest=digest,
    )


@transaction.atomic
def lock_and_mail(
    *,
    credential_id: int,
    typed_lines: str,
    typed_sum: str,
    seen: str = "",
    turn: str = "",
    address: str = "",
    at: datetime,
) -> Lock:
    """Lock a batch as `lock_batch` does, and write its receipt to the marker; raise what `lock_batch` raises.

    No lock waits for an address: a marker who has none that can be written to has the paper receipt.
    """
    typed = {"typed_lines": typed_lines, "typed_sum": typed_sum, "seen": seen, "turn": turn}
    lock = lock_batch(credential_id=credential_id, **typed, address=address, at=at)
    mail = _receipt(lock)
    by = Actor(sheets.live_credential(credential_id).identifier)
    line_acts.tell_marker(lock.batch, mail, by=by, at=at)
    return lock


def _receipt(lock: Lock) -> Mail:
    paper = exams.paper_by_id(lock.batch.paper_id)
    content = mails.ReceiptMail(
        paper=paper.title,
        batch=lock.batch.code,
        numeric_lines=lock.numeric_lines,
        total=lock_rules.write_sum(lock.sum_hundredths, exams.scale_of(paper)),
        absent_lines=lock.absent_lines,
        blank_lines=lock.blank_lines,
        digest=lock.digest,
        journal_head=lock.journal_head,
        locked_at=exams.local(paper, lock.locked_at),
    )
    return mails.receipt(content)
