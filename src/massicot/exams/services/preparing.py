"""The right to draw a paper's numbers, taken once: lower service of `anonymity.services.prepare`."""

from datetime import datetime

from django.db import transaction

from massicot.exams import rules
from massicot.exams.models import Paper
from massicot.store.swap import swap_one


@transaction.atomic
def mark_prepared(*, paper: Paper, at: datetime) -> None:
    """Take the right to draw a paper's numbers, once; raise AlreadyPrepared."""
    undrawn = Paper.objects.filter(pk=paper.pk, prepared_at__isnull=True)
    swap_one(undrawn, rules.AlreadyPrepared(paper=paper.code), prepared_at=at)
