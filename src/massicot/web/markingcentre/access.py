"""Which papers of which marking centres open for whoever is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from massicot.consignments import queries as parcels
from massicot.consignments.queries import Parcel
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.web.shared.access import require_role, scopes_of


@dataclass(frozen=True, slots=True)
class MarkedPaper:
    """One paper marked in one centre: what every page of this desk is about."""

    paper: Paper
    uai: str

    @property
    def arguments(self) -> list[str]:
        """Give what the addresses of this desk are made of."""
        return [self.uai, self.paper.session.code, self.paper.code]


def marked_papers(request: HttpRequest) -> list[MarkedPaper]:
    """List every paper marked in a centre that opens for whoever is signed in."""
    return [
        MarkedPaper(paper, uai)
        for uai in scopes_of(request, Role.MARKING_CENTRE)
        for paper in exams.papers_marked_at(uai)
    ]


def marked_paper_or_404(request: HttpRequest, uai: str, session: str, paper: str) -> MarkedPaper:
    """Find one paper of one's own marking centre; what is another's is not there."""
    if uai not in _own_centres(request):
        raise Http404
    for exam_paper in exams.papers_marked_at(uai):
        if (exam_paper.session.code, exam_paper.code) == (session, paper):
            return MarkedPaper(exam_paper, uai)
    raise Http404


ParcelView = Callable[[HttpRequest, MarkedPaper, Parcel], HttpResponse]


def of_parcel(view: ParcelView) -> Callable[..., HttpResponse]:
    """Open a view on one parcel to the marking centre where it goes; what goes elsewhere is not there."""

    @require_role(Role.MARKING_CENTRE)
    @wraps(view)
    def opened(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
        parcel = parcels.parcel_towards(uai, session, paper, code) if uai in _own_centres(request) else None
        if parcel is None or parcel.paper.session.archived_at is not None:
            raise Http404
        return view(request, MarkedPaper(parcel.paper, uai), parcel)

    return opened


def _own_centres(request: HttpRequest) -> list[str]:
    return scopes_of(request, Role.MARKING_CENTRE)
