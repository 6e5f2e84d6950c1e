"""Reads of the requests to see a script: listed, one of them, its steps, what waits for an answer; all by entry.

One that is answered by mail waits until that mail has left.
"""

from collections.abc import Collection

from django.db.models import Case, CharField, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from massicot.exams.queries import Paper
from massicot.post import queries as post
from massicot.post.rules import NOT_LEFT
from massicot.results import models
from massicot.results.rules.consultation_table import UNSENT
from massicot.results.rules.consultations import ENDED, ConsultationState, ConsultationUnknown
from massicot.results.rules.script_copies import OCCASIONS

Consultation = models.Consultation
ConsultationMove = models.ConsultationMove
"""The rows that pages are handed; the tables themselves are imported by this area only."""


_STEPS = Cast("steps_taken", CharField())
# A request that is sent has taken no step since: the last one wrote its mail.
_OCCASION = Concat(Value(OCCASIONS), Cast("pk", CharField()), Value(":"), _STEPS, output_field=CharField())
_IS_UNSENT = Q(state=ConsultationState.SENT, mail_state__in=sorted(NOT_LEFT))


def with_mail(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Tell of requests how far the mail of their last step is, as `mail_state`; empty of one that wrote none."""
    mails: QuerySet[Consultation] = rows.annotate(occasion=_OCCASION).annotate(
        mail_state=Coalesce(post.state_on(OuterRef("occasion")), Value(""))
    )
    return mails


def unsent_by_mail() -> Q:
    """Ask for the requests, told with their mail, that are answered by one that has not left."""
    return _IS_UNSENT


def unanswered_consultations() -> QuerySet[Consultation]:
    """List the requests of which no answer is noted; one whose mail has not left has one."""
    return Consultation.objects.exclude(state__in=ENDED)


def waiting_consultations() -> QuerySet[Consultation]:
    """List the requests that wait for an answer, or for the mail of theirs to leave."""
    return with_mail(Consultation.objects.all()).filter(~Q(state__in=ENDED) | _IS_UNSENT)


def papers_asked_about(papers: Collection[Paper]) -> list[str]:
    """List those of some papers, by code, of which a request waits for an answer."""
    asked = waiting_consultations().filter(paper__in=papers).values_list("paper_id", flat=True)
    waiting = set(asked)
    return [paper.code for paper in papers if paper.pk in waiting]


def consultations_of(paper: Paper) -> QuerySet[Consultation]:
    """List the requests of a paper, what waits for an answer first, the oldest first."""
    waits = ~Q(state__in=ENDED) | _IS_UNSENT
    is_ended = Case(When(waits, then=Value(0)), default=Value(1), output_field=IntegerField())
    outcome = Case(When(_IS_UNSENT, then=Value(UNSENT)), default=F("state"))
    rows = with_mail(Consultation.objects.filter(paper=paper)).prefetch_related("moves")
    return rows.annotate(is_ended=is_ended, outcome=outcome).order_by("is_ended", "received_on", "pk")


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
