"""Reads of the disputes about results: listed, one of them, whose script they keep; all by entry."""

from datetime import date

from django.db.models import F, QuerySet

from massicot.exams.queries import Paper
from massicot.results import models
from massicot.results.queries.consultations import waiting_consultations
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


def asked_since(entry_id: int) -> date | None:
    """Tell since when somebody waits for the script of an entry: by a request or a dispute; None where nobody does."""
    requests = waiting_consultations().filter(entry_id=entry_id).values_list("received_on", flat=True)
    disputes = Dispute.objects.filter(entry_id=entry_id, ended_on__isnull=True).values_list("received_on", flat=True)
    return min([*requests, *disputes], default=None)


def open_disputes() -> QuerySet[Dispute]:
    """Find the disputes without an end, of all papers."""
    return Dispute.objects.filter(ended_on__isnull=True).order_by()


def disputed_entries(paper: Paper) -> set[int]:
    """Find the entries whose result is disputed."""
    return set(open_disputes().filter(paper=paper).values_list("entry_id", flat=True))
