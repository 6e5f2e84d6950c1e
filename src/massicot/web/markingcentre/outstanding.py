"""What still stands between this centre and nothing left of a paper: one page, each line with its act; its print."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.presence.queries.sending import unsent_days
from massicot.shelves import services
from massicot.shelves.queries.outstanding import has_begun, outstanding_at
from massicot.shelves.rules.outstanding import OUTSTANDING, OWES, Outstanding, OutstandingLine
from massicot.web.markingcentre.access import PAPER, MarkedPaper, address_of, marked_paper_or_404
from massicot.web.markingcentre.presence.access import RegisterPlace
from massicot.web.shared.access import require_role
from massicot.web.shared.acts import Forms, Page

_SEE_BATCHES = ("batch_list", "", gettext_lazy("See the batches"))

ACTS: dict[Outstanding, tuple[str, str, Promise | str]] = {
    Outstanding.COMING: ("parcels", "", gettext_lazy("See the parcels")),
    Outstanding.RECEPTION: ("parcels", "", gettext_lazy("See the parcels")),
    Outstanding.MISSING: ("parcels", "", gettext_lazy("See the parcels")),
    Outstanding.SHORT: ("missing", "", gettext_lazy("Look for them")),
    Outstanding.WITHDRAWN: ("withdrawn", "", gettext_lazy("Have them given back")),
    Outstanding.UNMARKED: _SEE_BATCHES,
    Outstanding.OUT: ("roll_call", "", gettext_lazy("Take them back")),
    Outstanding.UNLOCKED: ("reissue", "", gettext_lazy("Have them locked")),
    Outstanding.SECOND: _SEE_BATCHES,
    Outstanding.QUESTIONS: _SEE_BATCHES,
    Outstanding.SLIPS: ("set_asides", "", gettext_lazy("See the slips")),
    Outstanding.PILES: ("returns", "", gettext_lazy("Put them into parcels")),
    Outstanding.LOOSE: ("returns", "", gettext_lazy("Put them into parcels")),
    Outstanding.BEHIND: ("returns", "", gettext_lazy("Look for them")),
    Outstanding.PARCELS: ("returns", "", gettext_lazy("Record the departure")),
    Outstanding.SHEETS: ("sheets_back", "?etat=lacking", gettext_lazy("See which")),
}
"""Of each kind of thing the page with the act, what narrows its list, and the button that leads there."""


@dataclass(frozen=True, slots=True)
class ShownOutstanding:
    """One line of the page: what stands, whose step is next, the way to the act."""

    line: OutstandingLine
    title: str
    owes: str
    address: str
    button: Promise | str


def page_of_outstanding(_request: HttpRequest, marked: MarkedPaper, _refused: Forms) -> dict[str, Any]:
    """List what still stands, each with whose step is next; nothing left is said with its instant."""
    now = timezone.now()
    paper = marked.paper
    lines = outstanding_at(paper, marked.uai, _unsent(marked, now), now)
    return {
        "marked": marked,
        "rows": [_shown(marked, line) for line in lines],
        "has_begun": bool(lines) or has_begun(paper, marked.uai),
        "stood_at": exams.local(paper, now),
        "due_at": paper.return_by and exams.local(paper, paper.return_by),
        "is_late": bool(lines) and paper.return_by is not None and paper.return_by <= now,
    }


@require_safe
@require_role(Role.MARKING_CENTRE)
def print_outstanding(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Print what still stands now, to be dated and signed by two."""
    marked = marked_paper_or_404(request, uai, session, paper)
    now = timezone.now()
    content = services.print_outstanding(paper=marked.paper, centre_uai=marked.uai, unsent=_unsent(marked, now), at=now)
    name = f"restes-{marked.paper.session.code}-{marked.paper.code}-{marked.uai}"
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(content, "application/pdf", headers=headers)


def _unsent(marked: MarkedPaper, now: datetime) -> list[date]:
    days = unsent_days([marked.uai], now).get((marked.paper.session.code, marked.uai), [])
    return [day for day, _is_over in days]


def _shown(marked: MarkedPaper, line: OutstandingLine) -> ShownOutstanding:
    title = gettext(OUTSTANDING[line.kind])
    owes = gettext(OWES[line.owes])
    if line.kind is Outstanding.REGISTERS:
        place = RegisterPlace(marked.paper.session, marked.uai, marked)
        return ShownOutstanding(line, title, owes, place.address("registers"), gettext_lazy("See the days"))
    page, query, button = ACTS[line.kind]
    return ShownOutstanding(line, title, owes, address_of(marked, page) + query, button)


OUTSTANDING_HERE = Page(
    name="outstanding",
    path=f"{PAPER}reste/",
    role=Role.MARKING_CENTRE,
    find=marked_paper_or_404,
    names={},
    template_name="markingcentre/outstanding.html",
    context=page_of_outstanding,
)
