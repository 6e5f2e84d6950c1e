"""The right to draw a paper's numbers, taken once: lower service of `anonymity.services.prepare`."""

from datetime import datetime

from django.db import transaction

from massicot.exams import queries, rules
from massicot.exams.models import Paper
from massicot.exams.rules.archiving import SessionGone


@transaction.atomic
def mark_prepared(*, paper: Paper, at: datetime) -> None:
    """Take the right to draw a paper's numbers, once; raise AlreadyPrepared, SessionIsArchived or SessionGone."""
    undrawn = Paper.objects.filter(pk=paper.pk, prepared_at__isnull=True)
    if undrawn.update(prepared_at=at) != 1:
        raise rules.AlreadyPrepared(paper=paper.code) if queries.has_paper(paper) else SessionGone
    queries.check_at_work(paper.session)
