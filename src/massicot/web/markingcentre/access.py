"""What addresses of this desk name: a paper marked in a centre of one's own, a parcel that goes there, its batches."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from massicot.batches import queries as batches
from massicot.batches.queries import Batch
from massicot.consignments import queries as parcels
from massicot.consignments.queries import Parcel
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.web.shared.access import require_role, scopes_of

PAPER = "<str:uai>/<str:session>/<str:paper>/"
PARCEL = PAPER + "paquets/<str:code>/"
BATCH = PAPER + "lots/<str:code>/"


@dataclass(frozen=True, slots=True)
class MarkedPaper:
    """One paper marked in one centre: what every page of this desk is about."""

    paper: Paper
    uai: str

    @property
    def arguments(self) -> list[str]:
        """Give what the addresses of this desk are made of."""
        return [self.uai, self.paper.session.code, self.paper.code]


@dataclass(frozen=True, slots=True)
class ParcelHere:
    """One parcel, and the paper in the centre where it goes."""

    marked: MarkedPaper
    parcel: Parcel


@dataclass(frozen=True, slots=True)
class BatchHere:
    """One batch, and the paper in the centre that made it."""

    marked: MarkedPaper
    batch: Batch


def marked_papers(request: HttpRequest) -> list[MarkedPaper]:
    """List every paper marked in a centre that opens for whoever is signed in."""
    return [MarkedPaper(paper, uai) for uai in _own_centres(request) for paper in exams.papers_marked_at(uai)]


def marked_paper_or_404(request: HttpRequest, uai: str, session: str, paper: str) -> MarkedPaper:
    """Find one paper of one's own marking centre; what is another's is not there."""
    if uai not in _own_centres(request):
        raise Http404
    for exam_paper in exams.papers_marked_at(uai):
        if (exam_paper.session.code, exam_paper.code) == (session, paper):
            return MarkedPaper(exam_paper, uai)
    raise Http404


def parcel_or_404(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> ParcelHere:
    """Find one parcel that goes to one's own marking centre; what goes elsewhere is not there."""
    parcel = parcels.parcel_towards(uai, session, paper, code) if uai in _own_centres(request) else None
    if parcel is None or parcel.paper.session.archived_at is not None:
        raise Http404
    return ParcelHere(MarkedPaper(parcel.paper, uai), parcel)


ParcelView = Callable[[HttpRequest, MarkedPaper, Parcel], HttpResponse]


def require_marking_centre_of_parcel(view: ParcelView) -> Callable[..., HttpResponse]:
    """Admit the role of the marking centre alone, and only where the parcel of the address goes to one's own."""

    @require_role(Role.MARKING_CENTRE)
    @wraps(view)
    def admit(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
        here = parcel_or_404(request, uai, session, paper, code)
        return view(request, here.marked, here.parcel)

    return admit


def batch_or_404(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> BatchHere:
    """Find one batch of a paper in one's own centre; raise BatchWasRegrouped of one that was merged or split."""
    marked = marked_paper_or_404(request, uai, session, paper)
    return BatchHere(marked, batch_of(marked, code))


def batch_of(marked: MarkedPaper, code: str) -> Batch:
    """Find one batch of a paper in a centre; another's is not there, and an unmade one no longer is.

    Raise BatchWasRegrouped of one that was merged or split, to whoever has its page of before.
    """
    batch = batches.find_batch(code, marked.paper.pk, marked.uai)
    if batch is not None:
        return batch
    if gone := batches.find_regrouped(code, marked.paper.pk, marked.uai):
        batches.check_standing(gone)
    raise Http404


def address_of(marked: MarkedPaper, name: str, *more: str) -> str:
    """Give the address of a page about one paper in one centre."""
    return reverse(f"markingcentre:{name}", args=[*marked.arguments, *more])


def address_to_hand(marked: MarkedPaper, code: str, marker: str) -> str:
    """Give the address where a batch is handed out to a marker, by identifier."""
    return f"{address_of(marked, 'hand_out', code)}?{urlencode({'correcteur': marker})}"


def _own_centres(request: HttpRequest) -> list[str]:
    return scopes_of(request, Role.MARKING_CENTRE)
