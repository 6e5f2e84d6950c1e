"""Reads of the disputes about results: listed, one of them, whose script they keep; all by entry."""

from django.db.models import F, QuerySet

from massicot.exams.queries import Paper
from massicot.results import models
from massicot.results.rules.disputes import DisputeUnknown

Dispute = models.Dispute
"""The row that pages are handed; the table itself is imported by this area only."""


def disputes_of(paper: Paper) -> QuerySet[Dispute]:
    """List the disputes of a paper, those without an end first, the oldest first."""
    return Dispute.objects.filter(paper=paper).order_by(F("ended_on").asc(nulls_first=True), "received_on", "pk")


def dispute_of(paper: Paper, dispute_id: int) -> Dispute:
    """Fetch one dispute of a paper; raise DisputeUnknown."""
    row = Dispute.objects.filter(paper=paper, pk=dispute_id).first()
    if row is None:
        raise DisputeUnknown
    return row


def disputed_entries(paper: Paper) -> set[int]:
    """Find the entries whose result is disputed."""
    rows = Dispute.objects.filter(paper=paper, ended_on__isnull=True)
    return set(rows.values_list("entry_id", flat=True))
