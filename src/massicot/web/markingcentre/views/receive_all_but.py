"""The reception of a parcel without a scanner: one specialty after the other, counted, what is missing named."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.queries import Parcel
from massicot.consignments.rules import Tick
from massicot.consignments.rules.by_exception import LookedThrough
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.web.markingcentre.access import MarkedPaper, of_parcel
from massicot.web.markingcentre.parcel_forms import PileForm
from massicot.web.markingcentre.views.parcels import is_counted, parcel_address
from massicot.web.shared.access import actor_of
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.refusals import grouped_in

SPECIALTY = "specialite"
"""The word of the address that names the specialty which is counted."""


class ShownPile(NamedTuple):
    """One specialty of a parcel; no figure of one that waits is ever shown: its count is made without it."""

    code: str
    title: str
    is_waiting: bool
    received: int
    missing: int


@require_http_methods(["GET", "HEAD", "POST"])
@of_parcel
def receive_all_but(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Receive all the scripts of a specialty but those that are named, on a count made in the hand."""
    if parcel.arrived_at is None:
        return redirect(parcel_address(marked, parcel.code))
    form = PileForm(request.POST if request.method == "POST" else None)
    found: list[LookedThrough] = []
    if form.is_bound and succeeds(form, lambda: found.append(_receive(request, parcel, form))):
        sentence = _told(form.cleaned_data["specialty"], found[0])
        return done(request, sentence, _next(marked, parcel, _piles(marked.paper, parcel)))
    piles = _piles(marked.paper, parcel)
    chosen = request.POST.get("specialty") or request.GET.get(SPECIALTY, "")
    pile = next((pile for pile in piles if pile.is_waiting and pile.code == chosen), None) or _first(piles)
    if not form.is_bound and (pile is None or parcel.closed_at or is_counted(parcel)):
        return redirect(_address(marked, parcel, "reception"))
    return _page(request, marked, parcel, piles=piles, pile=pile, form=form)


def _receive(request: HttpRequest, parcel: Parcel, form: PileForm) -> LookedThrough:
    typed = form.cleaned_data
    return consignments.receive_all_but(
        code=parcel.code,
        specialty_code=typed["specialty"],
        counted=typed["counted"],
        lacking=form.lacks(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _told(specialty: str, found: LookedThrough) -> str:
    count = len(found.received)
    sentence = ngettext("{specialty}: {n} script is received.", "{specialty}: {n} scripts are received.", count)
    told = sentence.format(specialty=specialty, n=count)
    if not found.missing:
        return told
    numbers = ", ".join(map(grouped_in, found.missing))
    return f"{told} {gettext('Declared missing: {numbers}.').format(numbers=numbers)}"


def _piles(paper: Paper, parcel: Parcel) -> list[ShownPile]:
    labels = exams.specialty_labels(paper.session_id)
    return [
        ShownPile(
            code,
            f"{code} {labels.get(code, '')}",
            bool(ticks[Tick.NOT_YET]),
            ticks[Tick.RECEIVED],
            ticks[Tick.MISSING],
        )
        for code, ticks in parcels.ticks_by_specialty(parcel).items()
    ]


def _first(piles: Sequence[ShownPile]) -> ShownPile | None:
    return next((pile for pile in piles if pile.is_waiting), None)


def _next(marked: MarkedPaper, parcel: Parcel, piles: Sequence[ShownPile]) -> str:
    """Lead to the next specialty, or to the reception, which is closed there, after the last."""
    return _address(marked, parcel, "receive_all_but" if _first(piles) else "reception")


def _page(
    request: HttpRequest,
    marked: MarkedPaper,
    parcel: Parcel,
    *,
    piles: Sequence[ShownPile],
    pile: ShownPile | None,
    form: PileForm,
) -> HttpResponse:
    # What was typed of a specialty that somebody else counted meanwhile is no count of the next one.
    shown = form if form.is_bound and pile and pile.code == form.data.get("specialty") else PileForm()
    if not shown.is_bound:
        shown.fields["counted"].widget.attrs["autofocus"] = True
    context: dict[str, Any] = {
        "marked": marked,
        "parcel": parcel,
        "centre_name": exams.institution_name(parcel.centre_uai),
        "piles": piles,
        "pile": pile,
        "form": shown,
        "refused": form,
    }
    status = REFUSED if form.is_bound else 200
    return render(request, "markingcentre/receive_all_but.html", context, status=status)


def _address(marked: MarkedPaper, parcel: Parcel, page: str) -> str:
    return reverse(f"markingcentre:{page}", args=[*marked.arguments, parcel.code])
