"""Acts on a batch beside its typing: one mark in its marker's place, a later closing, merged or split.

Batches merged or split: what is typed goes over with its scripts, and the sheets before open nothing. Marks keep their
author, what was typed a second time its keyer, what was changed, settled or answered its story. Where one of the
batches before was to be typed twice, those that come of it are; where one had more time, they have it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.batches import services as batch_acts
from massicot.batches.queries import Batch
from massicot.batches.rules import SplitChoice
from massicot.core.actor import Actor
from massicot.custody import queries as ledger
from massicot.documents import mails
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.queries import Paper
from massicot.exams.rules.editing import PaperProgress
from massicot.exams.rules.session_plan import PaperValues
from massicot.marks.models import (
    Credential,
    EarlierLock,
    Extension,
    Lock,
    Mark,
    MarkChange,
    Referral,
    SecondKeying,
    SecondMark,
    Settlement,
)
from massicot.marks.queries import lines, locks, referrals, sheets, standing
from massicot.marks.queries import progress as progress_reads
from massicot.marks.rules import amendments, openings
from massicot.marks.rules import lines as line_rules
from massicot.marks.rules import locks as lock_rules
from massicot.marks.rules.amendments import Ending
from massicot.marks.rules.lines import LineChange
from massicot.marks.rules.locks import Control
from massicot.marks.services import lines as line_acts
from massicot.marks.services.lines import Authorship, note_completeness, write_lines
from massicot.marks.services.locks import keep, totals_columns

_NOTHING_TYPED = Control(None, None)


@transaction.atomic
def write_mark(
    *, number: str, value: str, seen: str, reason: str, is_mailed: bool = False, by: Actor, at: datetime
) -> LineChange:
    """Write one line of a batch that is locked, or whose entry is closed; `seen` is what the page showed there.

    In a locked batch what was signed before is kept and the batch is signed as it stands now. Raise NotFromOffice,
    NumberNotInBatch, MarkOfDestroyed, ReasonOfTheOfficeMissing, MarkerStillTypes, BatchNeverHandedOut, MarkNotOnScale,
    AbsentButWritten, PlaceholderIsAbsent, LineChangedMeanwhile, LineEmptiedMeanwhile or MarkUnchanged.
    """
    place = batches.batch_of_number(number)
    if place is None:
        raise line_rules.NumberNotInBatch(number=number)
    batch = line_acts.hold_for_office(place.code, by)
    if ledger.is_destroyed(number):
        raise amendments.MarkOfDestroyed(number=number)
    why = amendments.check_reason(reason)
    paper = exams.paper_by_id(batch.paper_id)
    lock = Lock.objects.filter(batch=batch).first()
    if lock is None:
        locks.check_office_writes(paper, batch, at)
    change = line_rules.plan_amendment(number, value, seen, sheets.sheet_of(batch.pk, exams.scale_of(paper)))
    half_day = openings.half_day(at, exams.zone_of(paper.session))
    # A batch may have passed from hand to hand: what the office changes stays the mark of whoever typed it.
    author = lines.author_of_line(batch.pk, change.number) or line_acts.author_for_office(batch)
    authorship = Authorship(
        batch=batch,
        scale=exams.scale_of(paper),
        author=author,
        half_day=half_day,
        entered_by=by.login,
        entered_at=at,
        reason=why,
    )
    if lock:
        keep(lock, Ending.AMENDED, why, by=by, at=at)
    write_lines(authorship, [change])
    note_completeness(batch)
    _record(authorship, change, lock, by=by, at=at)
    if is_mailed:
        line = (change.number, authorship.write(change.before), authorship.write(change.after))
        mail = mails.mark_changed(paper.title, batch.code, line, why)
        line_acts.tell_marker(batch, mail, author=author, by=by, at=at)
    return change


def _record(authorship: Authorship, change: LineChange, lock: Lock | None, *, by: Actor, at: datetime) -> None:
    values = locks.shown_marks(authorship.batch)
    digest = lock_rules.batch_digest(authorship.batch.code, values) if lock else ""
    before = authorship.write(change.before)
    after = authorship.write(change.after)
    fact = amendments.MarkWritten(
        batch=authorship.batch.code,
        author=authorship.author,
        number=change.number,
        before=before,
        after=after,
        reason=authorship.reason,
        marks_digest=digest,
    )
    head = audit.record(subject=sheets.subject_of(authorship.batch.code), fact=fact, by=by, at=at)
    if lock:
        _sign_again(lock, authorship.batch, digest, str(head))


def _sign_again(lock: Lock, batch: Batch, digest: str, head: str) -> None:
    """Put the batch as it stands now under its lock; nobody typed its totals from a paper sheet."""
    totals = totals_columns(sheets.totals_of(batch.pk), _NOTHING_TYPED)
    Lock.objects.filter(pk=lock.pk).update(**totals, digest=digest, journal_head=head)


@transaction.atomic
def edit_paper(
    *,
    paper: Paper,
    values: PaperValues,
    progress: PaperProgress,
    reason: str = "",
    is_mailed: bool = False,
    by: Actor,
    at: datetime,
) -> None:
    """Edit a paper, and tell the markers whose batches close at another instant by it; raise what the edit refuses."""
    changes = exam_acts.edit_paper_untold_markers(
        paper=paper, values=values, progress=progress, reason=reason, by=by, at=at
    )
    if is_mailed and "entry_closes_at" in changes:
        tell_closing_moved(paper.pk, reason.strip(), by=by, at=at)


def tell_closing_moved(paper_id: int, reason: str, *, by: Actor, at: datetime) -> None:
    """Tell the markers whose batches close with their paper when that closes now, inside the act that moved it."""
    paper = exams.paper_by_id(paper_id)
    mail = mails.closing_moved(paper.title, exams.local(paper, paper.entry_closes_at), reason)
    line_acts.tell_markers(paper, standing.takers_until(paper.pk, paper.entry_closes_at), mail, by=by, at=at)


@transaction.atomic
def extend_batch(
    *, batch_code: str, closes_at: datetime, reason: str, is_mailed: bool = False, by: Actor, at: datetime
) -> Extension:
    """Let the marks of one batch be typed longer than its paper's, by decision of the office; its marker is told.

    Raise NotFromOffice, BatchUnknown, ReasonOfTheOfficeMissing, BatchIsLocked, ExtensionNotLater or ExtensionTooLong.
    """
    batch = line_acts.hold_for_office(batch_code, by)
    why = amendments.check_reason(reason)
    if progress_reads.is_locked(batch.pk):
        raise lock_rules.BatchIsLocked(code=batch.code)
    paper = exams.paper_by_id(batch.paper_id)
    exams.check_at_work(paper.session)
    before = sheets.window_of_batch(paper, batch.pk).closes_at
    amendments.check_later(batch.code, closes_at, before, at)
    given = {"closes_at": closes_at, "reason": why, "given_by": by.login, "given_at": at}
    extension, _ = Extension.objects.update_or_create(batch=batch, defaults=given)
    fact = amendments.BatchExtended(batch.code, before, exams.local(paper, closes_at), why)
    audit.record(subject=sheets.subject_of(batch.code), fact=fact, by=by, at=at)
    if is_mailed:
        mail = mails.more_time(paper.title, batch.code, exams.local(paper, closes_at), why)
        line_acts.tell_marker(batch, mail, by=by, at=at)
    return extension


_TYPED = (Mark.objects, MarkChange.objects, SecondMark.objects, Settlement.objects, Referral.objects)
"""What is kept of one line, and goes where its script goes."""


@transaction.atomic
def merge_batches(*, codes: Collection[str], reason: str, by: Actor, at: datetime) -> Batch:
    """Merge batches of one specialty that lie at the desk into one with a number of its own.

    Raise BatchUnknown, BatchWasUnmade, BatchWasRegrouped, BatchAlreadyOut, BatchLacksScripts, BatchIsLocked,
    BatchWasSigned, LinesAtTheOffice, BatchAlone, SpecialtiesDiffer, MergedTooLarge or TextNamesCandidate.
    """
    before = _hold_batches(codes)
    after = batch_acts.merge_batches_unchecked_marks(codes=codes, reason=reason, by=by, at=at)
    _carry(before, [after])
    return after


@transaction.atomic
def split_batch(*, code: str, choice: SplitChoice, reason: str, by: Actor, at: datetime) -> tuple[Batch, Batch]:
    """Split a batch that lies at the desk into two with numbers of their own.

    Raise BatchUnknown, BatchWasUnmade, BatchWasRegrouped, BatchAlreadyOut, BatchLacksScripts, BatchIsLocked,
    BatchWasSigned, LinesAtTheOffice, ChoiceMissing, ChoiceUnclear, NothingMoves or TextNamesCandidate.
    """
    before = _hold_batches([code])
    after = batch_acts.split_batch_unchecked_marks(code=code, choice=choice, reason=reason, by=by, at=at)
    _carry(before, after)
    return after


def _hold_batches(codes: Collection[str]) -> list[Batch]:
    """Hold batches whose marks may go over, and let their sheets open nothing any more."""
    before = batch_acts.hold_at_desk(codes)
    # What stands in the way is looked for before a sheet is waited for, and again once nothing is typed any more.
    for batch in before:
        _check_free(batch)
    Credential.objects.filter(batch__in=before).update(is_revoked=True, awaits_lock=False)
    for batch in before:
        _check_free(batch)
    return before


def _check_free(batch: Batch) -> None:
    if progress_reads.is_locked(batch.pk):
        raise lock_rules.BatchIsLocked(code=batch.code)
    if EarlierLock.objects.filter(batch=batch).exists():
        raise amendments.BatchWasSigned(code=batch.code)
    if waiting := list(referrals.waiting_referrals(batch.pk).values_list("number", flat=True)):
        raise amendments.LinesAtTheOffice(code=batch.code, numbers=", ".join(waiting))


def _carry(before: Sequence[Batch], after: Sequence[Batch]) -> None:
    keyings = list(SecondKeying.objects.filter(batch__in=before).order_by("drawn"))
    extension = Extension.objects.filter(batch__in=before).order_by("-closes_at").first()
    for batch in after:
        numbers = batches.numbers_of(batch.pk)
        for typed in _TYPED:
            typed.filter(batch__in=before, number__in=numbers).update(batch=batch)
        if keyings:
            _ask_again(batch, keyings)
        if extension:
            Extension.objects.create(
                batch=batch,
                closes_at=extension.closes_at,
                reason=extension.reason,
                given_by=extension.given_by,
                given_at=extension.given_at,
            )


def _ask_again(batch: Batch, keyings: Sequence[SecondKeying]) -> None:
    """Let a new batch be typed twice where one of those before it was; drawn as the one that was drawn first."""
    released = next((row for row in keyings if row.reason), None)
    is_asked = any(row.is_asked for row in keyings)
    signed = {} if is_asked or released is None else {"released_by": released.released_by, "reason": released.reason}
    SecondKeying.objects.create(batch=batch, drawn=keyings[0].drawn, is_asked=is_asked, **signed)
