"""The acts that give one batch a later closing, or a paper another one."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.documents import marker_mails
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.queries import Paper
from massicot.exams.rules.editing import PaperProgress
from massicot.exams.rules.session_plan import PaperValues
from massicot.marks import queries, rules
from massicot.marks.models import Extension
from massicot.marks.services import holding, telling


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
    mail = marker_mails.closing_moved(paper.title, exams.local(paper, paper.entry_closes_at), reason)
    telling.tell_markers(paper, queries.takers_until(paper.pk, paper.entry_closes_at), mail, by=by, at=at)


@transaction.atomic
def extend_batch(
    *, batch_code: str, closes_at: datetime, reason: str, is_mailed: bool = False, by: Actor, at: datetime
) -> Extension:
    """Let the marks of one batch be typed longer than its paper's, by decision of the office; its marker is told.

    Raise NotFromOffice, BatchUnknown, ReasonOfTheOfficeMissing, BatchIsLocked, ExtensionNotLater or ExtensionTooLong.
    """
    batch = holding.hold_for_office(batch_code, by)
    why = rules.check_reason(reason)
    if queries.is_locked(batch.pk):
        raise rules.BatchIsLocked(code=batch.code)
    paper = exams.paper_by_id(batch.paper_id)
    exams.check_at_work(paper.session)
    before = queries.window_of_batch(paper, batch.pk).closes_at
    rules.check_later(batch.code, closes_at, before, at)
    given = {"closes_at": closes_at, "reason": why, "given_by": by.login, "given_at": at}
    extension, _ = Extension.objects.update_or_create(batch=batch, defaults=given)
    fact = rules.BatchExtended(batch.code, before, exams.local(paper, closes_at), why)
    audit.record(subject=queries.subject_of(batch.code), fact=fact, by=by, at=at)
    if is_mailed:
        mail = marker_mails.more_time(paper.title, batch.code, exams.local(paper, closes_at), why)
        telling.tell_marker(batch, mail, by=by, at=at)
    return extension
