"""Reads of the requests to see a script: listed, one of them, its steps, what waits for an answer; all by entry."""

from collections.abc import Collection

from django.db.models import Case, IntegerField, QuerySet, Value, When

from massicot.exams.queries import Paper
from massicot.results import models
from massicot.results.rules.consultations import ENDED, ConsultationUnknown

Consultation = models.Consultation
ConsultationMove = models.ConsultationMove
"""The rows that pages are handed; the tables themselves are imported by this area only."""


def waiting_consultations() -> QuerySet[Consultation]:
    """List the requests that wait for an answer."""
    return Consultation.objects.exclude(state__in=ENDED)


def papers_asked_about(papers: Collection[Paper]) -> list[str]:
    """List those of some papers, by code, of which a request waits for an answer."""
    asked = waiting_consultations().filter(paper__in=papers).values_list("paper_id", flat=True)
    waiting = set(asked)
    return [paper.code for paper in papers if paper.pk in waiting]


def consultations_of(paper: Paper) -> QuerySet[Consultation]:
    """List the requests of a paper, what waits for an answer first, the oldest first."""
    is_ended = Case(When(state__in=ENDED, then=Value(1)), default=Value(0), output_field=IntegerField())
    rows = Consultation.objects.filter(paper=paper).prefetch_related("moves")
    return rows.annotate(is_ended=is_ended).order_by("is_ended", "received_on", "pk")


def consultations_of_entry(paper: Paper, entry_id: int) -> list[Consultation]:
    """List the requests for one entry, the first one first."""
    return list(Consultation.objects.filter(paper=paper, entry_id=entry_id).order_by("pk"))


def consultation_of(paper: Paper, consultation_id: int) -> Consultation:
    """Fetch one request of a paper; raise ConsultationUnknown."""
    row = Consultation.objects.filter(paper=paper, pk=consultation_id).first()
    if row is None:
        raise ConsultationUnknown
    return row


def moves_of(consultation: Consultation) -> list[ConsultationMove]:
    """List the steps of a request in their order."""
    return sorted(consultation.moves.all(), key=lambda move: move.rank)
