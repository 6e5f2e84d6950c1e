"""The act of writing one mark in its marker's place: late, or wrong in a locked batch."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.core.actor import Actor
from massicot.documents import marker_mails
from massicot.exams import queries as exams
from massicot.marks import queries, rules
from massicot.marks.models import Lock
from massicot.marks.rules import Control, Ending, LineChange
from massicot.marks.services import holding, telling
from massicot.marks.services.locking import keep, totals_columns
from massicot.marks.services.writing import Authorship, note_completeness, write_lines

_NOTHING_TYPED = Control(None, None)


@transaction.atomic
def write_mark(
    *, number: str, value: str, seen: str, reason: str, is_mailed: bool = False, by: Actor, at: datetime
) -> LineChange:
    """Write one line of a batch that is locked, or whose entry is closed; `seen` is what the page showed there.

    In a locked batch what was signed before is kept and the batch is signed as it stands now. Raise NotFromOffice,
    NumberNotInBatch, ReasonOfTheOfficeMissing, MarkerStillTypes, BatchNeverHandedOut, MarkNotOnScale,
    AbsentButWritten, PlaceholderIsAbsent, LineChangedMeanwhile, LineEmptiedMeanwhile or MarkUnchanged.
    """
    place = batches.batch_of_number(number)
    if place is None:
        raise rules.NumberNotInBatch(number=number)
    batch = holding.hold_for_office(place.code, by)
    why = rules.check_reason(reason)
    paper = exams.paper_by_id(batch.paper_id)
    lock = Lock.objects.filter(batch=batch).first()
    if lock is None:
        queries.check_office_writes(paper, batch, at)
    change = rules.plan_amendment(number, value, seen, queries.sheet_of(batch.pk, exams.scale_of(paper)))
    half_day = rules.half_day(at, exams.zone_of(paper.session))
    # A batch may have passed from hand to hand: what the office changes stays the mark of whoever typed it.
    author = queries.author_of_line(batch.pk, change.number) or holding.author_for_office(batch)
    authorship = Authorship(batch, exams.scale_of(paper), author, half_day, by.login, at, why)
    if lock:
        keep(lock, Ending.AMENDED, why, by=by, at=at)
    write_lines(authorship, [change])
    note_completeness(batch)
    _record(authorship, change, lock, by=by, at=at)
    if is_mailed:
        line = (change.number, authorship.write(change.before), authorship.write(change.after))
        mail = marker_mails.mark_changed(paper.title, batch.code, line, why)
        telling.tell_marker(batch, mail, author=author, by=by, at=at)
    return change


def _record(authorship: Authorship, change: LineChange, lock: Lock | None, *, by: Actor, at: datetime) -> None:
    values = queries.shown_marks(authorship.batch)
    digest = rules.batch_digest(authorship.batch.code, values) if lock else ""
    before = authorship.write(change.before)
    after = authorship.write(change.after)
    fact = rules.MarkWritten(
        authorship.batch.code, authorship.author, change.number, before, after, authorship.reason, digest
    )
    head = audit.record(subject=queries.subject_of(authorship.batch.code), fact=fact, by=by, at=at)
    if lock:
        _sign_again(lock, authorship.batch, digest, str(head))


def _sign_again(lock: Lock, batch: Batch, digest: str, head: str) -> None:
    """Put the batch as it stands now under its lock; nobody typed its totals from a paper sheet."""
    totals = totals_columns(queries.totals_of(batch.pk), _NOTHING_TYPED)
    Lock.objects.filter(pk=lock.pk).update(**totals, digest=digest, journal_head=head)
