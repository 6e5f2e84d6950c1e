"""Acts of the office on a batch that depend on the lifting of its paper."""

from datetime import datetime

from django.db import transaction

from massicot.batches import queries as batches
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.marks import services as marks
from massicot.results import queries, rules


@transaction.atomic
def unlock_batch(
    *, batch_code: str, reason: str, seen: str = "", is_mailed: bool = False, by: Actor, at: datetime
) -> None:
    """Open a locked batch again while its paper is not lifted.

    `seen` is the head of the journal of what a page showed as locked, if a page tells it. Raise NotFromOffice,
    BatchUnknown, ReasonOfTheOfficeMissing, BatchNotLocked, SignatureChanged or OpenedAfterLifting.
    """
    paper = exams.paper_by_id(batches.batch_by_code(batch_code).paper_id)
    exams.hold_papers_at_work(paper.session)  # nobody lifts it meanwhile
    if queries.is_lifted(paper):
        raise rules.OpenedAfterLifting(paper=paper.code)
    marks.unlock_batch_unchecked_lifting(
        batch_code=batch_code, reason=reason, seen=seen, is_mailed=is_mailed, by=by, at=at
    )
