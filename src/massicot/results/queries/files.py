"""Reads of the files of those who asked, by name: which are closed, and which were kept long enough."""

from datetime import date
from typing import Any

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery

from massicot.deposits import queries as deposits
from massicot.exams.queries import Paper
from massicot.results.models import Consultation, ConsultationMove, Dispute
from massicot.results.queries.consultations import unsent_by_mail, waiting_consultations, with_mail
from massicot.results.queries.disputes import open_disputes
from massicot.results.rules.consultations import ENDED
from massicot.results.rules.files import ClosedFile, FileKind, is_due
from massicot.results.rules.script_copies import about_of
from massicot.roomreports import queries as reports

_STEPS = ConsultationMove.objects.filter(consultation=OuterRef("pk")).order_by().values("consultation")
_LAST = Subquery(_STEPS.annotate(last=Max("taken_on")).values("last"))
_ASKED_ABOUT = (
    Q(entry_id__in=open_disputes().values("entry_id"))
    | Q(entry_id__in=waiting_consultations().values("entry_id"))
    | Q(entry_id__in=reports.withholding_rows().values("entry_id"))
)
"""Of a candidate about whom somebody asks: by a dispute, by another request, by what withholds the result."""


def closed_requests() -> QuerySet[Any]:
    """Find the requests that are closed, of all papers, each with the day of its last step (`closed_on`)."""
    answered = with_mail(Consultation.objects.filter(state__in=ENDED)).exclude(unsent_by_mail())
    rows: QuerySet[Any] = answered.exclude(_ASKED_ABOUT).annotate(closed_on=_LAST)
    return rows.order_by()


def closed_disputes() -> QuerySet[Any]:
    """Find the disputes that are over, of all papers, each with the day of its end (`closed_on`)."""
    over = Dispute.objects.filter(ended_on__isnull=False).exclude(_ASKED_ABOUT).order_by()
    rows: QuerySet[Any] = over.annotate(closed_on=F("ended_on"))
    return rows


def first_closed_by_paper(files: QuerySet[Any]) -> QuerySet[Any]:
    """Tell by paper (`paper_id`, `first`) on which day the oldest of some files was closed."""
    counted: QuerySet[Any] = files.values("paper_id").annotate(first=Min("closed_on"))
    return counted


def files_due(paper: Paper, today: date) -> list[ClosedFile]:
    """List the files of a paper that were kept long enough, the one closed first as the first one."""
    kinds = ((FileKind.REQUEST, closed_requests()), (FileKind.DISPUTE, closed_disputes()))
    closed = [
        ClosedFile(kind, row.pk, row.entry_id, row.closed_on)
        for kind, rows in kinds
        for row in rows.filter(paper=paper).order_by("pk")
    ]
    months = paper.session.files_kept_months
    due = [file for file in closed if is_due(file.closed_on, months, today)]
    keeping = deposits.affairs_kept(about_of(file.row_id) for file in due if file.kind is FileKind.REQUEST)
    without = [file for file in due if file.kind is FileKind.DISPUTE or about_of(file.row_id) not in keeping]
    return sorted(without, key=lambda file: (file.closed_on, file.kind, file.row_id))


def papers_with_files() -> tuple[QuerySet[Any, int], QuerySet[Any, int]]:
    """Find the papers of which a request, and those of which a dispute, is kept."""
    requests: QuerySet[Any, int] = Consultation.objects.order_by().values_list("paper_id", flat=True)
    disputes: QuerySet[Any, int] = Dispute.objects.order_by().values_list("paper_id", flat=True)
    return requests, disputes
