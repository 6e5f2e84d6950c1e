"""The parcels of a paper that come back to the exam office, and one of them on its page."""

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest
from django.utils import timezone

from massicot.consignments import queries
from massicot.consignments.queries import ReturnParcel
from massicot.consignments.rules.arrival import is_overdue
from massicot.consignments.rules.return_arrivals import ReturnTick
from massicot.consignments.rules.returns import ReturnState
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.web.office.access import paper_or_404
from massicot.web.office.returns.shown import content_rows, returned_rows
from massicot.web.shared.acts import Forms
from massicot.web.shared.return_states import return_state_told
from massicot.web.shared.seals import is_return_seal_open, return_seal_ended, return_seal_told


class PaperReturn(NamedTuple):
    """A parcel of the paper of an address that comes back."""

    paper: Paper
    parcel: ReturnParcel


def returned_at(_request: HttpRequest, session: str, paper: str, code: str) -> PaperReturn:
    """Find the parcel of an address; another paper's is not there."""
    exam_paper = paper_or_404(session, paper)
    parcel = queries.find_return(code, exam_paper.pk)
    if parcel is None:
        raise Http404
    return PaperReturn(exam_paper, parcel)


def page_of_returned(_request: HttpRequest, paper: Paper, _refused: Forms) -> dict[str, Any]:
    """List the parcels of a paper that come back, and what lacks in them."""
    rows = returned_rows(paper, timezone.now())
    return {
        "paper": paper,
        "rows": rows,
        "waiting": sum(row.state in (ReturnState.ARRIVED, ReturnState.TICKING) for row in rows),
        "late": sum(row.is_late for row in rows),
        "seals": [row.parcel for row in rows if row.is_seal_open],
        "lacking": sum(row.lacking for row in rows),
        "due_at": paper.return_by and exams.local(paper, paper.return_by),
    }


def page_of_reception(_request: HttpRequest, subject: PaperReturn, refused: Forms) -> dict[str, Any]:
    """Show one parcel: where it is, its seal, what is in it, what comes next."""
    paper, parcel = subject
    state = parcel.state
    ticks = queries.return_ticks(parcel)
    return {
        "paper": paper,
        "parcel": parcel,
        "refusals": list(refused.values()),
        "centre": exams.contact_of(parcel.centre_uai),
        "state": state.value,
        "state_title": return_state_told(parcel, state, queries.empty_returns([parcel])),
        "contents": content_rows(parcel),
        "waiting": ticks[ReturnTick.NOT_YET],
        "received": ticks[ReturnTick.RECEIVED],
        "missing": ticks[ReturnTick.MISSING],
        "is_awaited": parcel.arrived_at is None,
        "is_open": parcel.arrived_at is not None and parcel.closed_at is None,
        "is_begun": state is ReturnState.TICKING,
        "may_be_lost": parcel.arrived_at is None
        and parcel.lost_at is None
        and parcel.sent_at is not None
        and is_overdue(parcel.sent_at, timezone.now()),
        "seal_told": return_seal_told(parcel),
        "seal_ended": return_seal_ended(parcel),
        "is_seal_open": is_return_seal_open(parcel),
        "sent_at": parcel.sent_at and exams.local(paper, parcel.sent_at),
        "arrived_at": parcel.arrived_at and exams.local(paper, parcel.arrived_at),
        "lost_at": parcel.lost_at and exams.local(paper, parcel.lost_at),
    }
