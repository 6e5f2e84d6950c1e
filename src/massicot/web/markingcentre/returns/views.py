"""What goes back to the exam office: the piles of a paper, and one parcel made of them."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from massicot.consignments import queries
from massicot.consignments.queries import ReturnParcel
from massicot.consignments.rules.returns import ReturnState
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.shelves import services as shelves
from massicot.shelves.queries.returns import piles_of
from massicot.web.markingcentre.access import MarkedPaper, marked_paper_or_404
from massicot.web.markingcentre.returns.forms import PackReturnForm, ReturnDepartureForm
from massicot.web.markingcentre.returns.shown import content_rows, is_at_office, pile_rows, return_rows
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.return_states import return_state_told
from massicot.web.shared.seals import return_seal_ended, return_seal_told


@dataclass(frozen=True, slots=True)
class ReturnHere:
    """One return parcel, and the paper in the centre that made it."""

    marked: MarkedPaper
    parcel: ReturnParcel


def codes_ready(marked: MarkedPaper) -> list[str]:
    """List the specialties of which something may leave now."""
    return [pile.specialty_code for pile in piles_of(marked.paper, marked.uai, timezone.now()) if pile.ready]


def return_or_404(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> ReturnHere:
    """Find one return parcel that one's own centre made of a paper; another's is not there."""
    marked = marked_paper_or_404(request, uai, session, paper)
    parcel = queries.find_return(code, marked.paper.pk, marked.uai)
    if parcel is None:
        raise Http404
    return ReturnHere(marked, parcel)


def page_of_returns(request: HttpRequest, marked: MarkedPaper, refused: Forms) -> dict[str, Any]:
    """Show what may leave by specialty, what stays and why, and the parcels that are made."""
    piles = piles_of(marked.paper, marked.uai, timezone.now())
    form = refused.get("form") or PackReturnForm(codes=[pile.specialty_code for pile in piles if pile.ready])
    chosen = request.POST.getlist("specialties") if form.is_bound else ()
    paper = marked.paper
    return {
        "marked": marked,
        "form": form,
        "rows": pile_rows(marked, piles, chosen),
        "parcels": return_rows(marked),
        "ready": sum(len(pile.ready) for pile in piles),
        "scripts": sum(pile.scripts for pile in piles),
        "staying": sum(len(pile.staying) for pile in piles),
        "may_pack": any(pile.ready or pile.aside or pile.behind for pile in piles),
        "due_at": paper.return_by and exams.local(paper, paper.return_by),
    }


def page_of_return(_request: HttpRequest, here: ReturnHere, refused: Forms) -> dict[str, Any]:
    """Show one return parcel: what is in it, its departure, what became of it."""
    marked, parcel = here.marked, here.parcel
    state = parcel.state
    return {
        "marked": marked,
        "parcel": parcel,
        "state": state.value,
        "state_title": return_state_told(parcel, state, queries.empty_returns([parcel])),
        "departure": refused.get("departure") or _departure_of(marked, parcel),
        "contents": content_rows(marked, parcel),
        "is_made": state is ReturnState.MADE,
        "is_unrecorded": parcel.sent_at is None and parcel.arrived_at is not None,
        "is_at_office": is_at_office(state),
        "seal_told": return_seal_told(parcel),
        "seal_ended": return_seal_ended(parcel),
        "sent_at": parcel.sent_at and exams.local(marked.paper, parcel.sent_at),
        "lost_at": parcel.lost_at and exams.local(marked.paper, parcel.lost_at),
        "arrived_at": parcel.arrived_at and exams.local(marked.paper, parcel.arrived_at),
    }


@require_safe
@require_role(Role.MARKING_CENTRE)
def print_return_note(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Print the note that lies in a return parcel."""
    here = return_or_404(request, uai, session, paper, code)
    headers = {"Content-Disposition": f'attachment; filename="bordereau-de-retour-{here.parcel.code}.pdf"'}
    content = shelves.print_return_note(code=here.parcel.code, at=timezone.now())
    return HttpResponse(content, "application/pdf", headers=headers)


def _departure_of(marked: MarkedPaper, parcel: ReturnParcel) -> ReturnDepartureForm:
    now = exams.local(marked.paper, timezone.now())
    return ReturnDepartureForm(auto_id="departure_%s", initial={"seal": parcel.seal, "left_at": now})
