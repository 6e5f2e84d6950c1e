"""The reception of one parcel: its scripts ticked by scan, by hand or without a scanner, its counts, its closing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from massicot.consignments import queries as parcels
from massicot.consignments import services as consignments
from massicot.consignments.queries import Parcel
from massicot.consignments.rules import Tick
from massicot.consignments.rules.reception import LookedThrough
from massicot.consignments.rules.tally import TicksBroken
from massicot.core.actor import Actor
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.setasides import queries as set_asides
from massicot.web.markingcentre.access import MarkedPaper, address_of, require_marking_centre_of_parcel
from massicot.web.markingcentre.batches.shown import batch_scanned
from massicot.web.markingcentre.parcels.forms import ParcelReasonForm
from massicot.web.markingcentre.parcels.shown import TICKS, counted_lines, is_counted
from massicot.web.markingcentre.reception import forms
from massicot.web.markingcentre.reception.shown import (
    ShownPile,
    answer_to,
    shown_piles,
    shown_scripts,
    told_received,
)
from massicot.web.shared.access import actor_of
from massicot.web.shared.listing import Filter, ListColumn, Listing, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.outcome import REFUSED, finish, succeeds
from massicot.web.shared.refusals import grouped_in, sentence_of
from massicot.web.shared.scanning import Mood, Scan, ScanAnswer, answer_scans, scans_of

COLUMNS = (
    ListColumn("number", gettext_lazy("Number")),
    ListColumn("specialty_code", gettext_lazy("Specialty")),
    ListColumn("tick", gettext_lazy("State"), order_by="tick_now", text=lambda row: str(TICKS[row.tick_now])),
)
STRAY = "egaree"
"""The word of the address that names a stray which was just scanned, where no script shows its offer."""
SPECIALTY = "specialite"
"""The word of the address that names the specialty which is counted without a scanner."""
TICK_CHOICES = [(tick.value, title) for tick, title in TICKS.items()]


@require_safe
@require_marking_centre_of_parcel
def reception(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Show the scan box, what was found so far, and every script that the parcel announces."""
    if parcel.arrived_at is None:
        return redirect(address_of(marked, "parcel", parcel.code))
    if not is_counted(parcel) and is_taken_away(request):
        return take_away(request, _listing(request, parcel, parcels.ticks_of(parcel)))
    return _page(request, marked, parcel)


@require_POST
@require_marking_centre_of_parcel
def scan_scripts(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Tick what was scanned, one script after the other, and say what each scan came to."""
    by = actor_of(request)
    at = timezone.now()
    answers = [(scan, _receive_scan(marked, parcel, scan, by, at)) for scan in scans_of(request)]
    strays = [answer.offer.fields["number"] for _, answer in answers if answer.offer and answer.offer.is_an_act]
    address = _address(marked, parcel) + "".join(f"?{STRAY}={number}" for number in strays[:1])
    return answer_scans(request, answers, figures=_figures(parcel, parcels.ticks_of(parcel)), address=address)


@require_POST
@require_marking_centre_of_parcel
def tick_by_hand(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Say of one script that it is received, missing or found, or that its tick was a mistake."""
    form = forms.TickForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    has_worked = succeeds(form, lambda: _say(form.cleaned_data, parcel, by, at))
    number = form.cleaned_data.get("number", "")
    if asks_for_part(request) and number:
        context = {"marked": marked, "parcel": parcel, "refused": None if has_worked else form}
        lines = shown_scripts(set_asides.with_slips(parcels.lines_of(parcel)).filter(number=number))
        context |= {"lines": lines, **_state(parcel, parcels.ticks_of(parcel))}
        return render(request, "markingcentre/reception_line.html", context, status=200 if has_worked else REFUSED)
    if not has_worked:
        return _page(request, marked, parcel, hand=form)
    return finish(request, gettext("{number} is noted.").format(number=grouped_in(number)), _address(marked, parcel))


@require_POST
@require_marking_centre_of_parcel
def receive_stray(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Receive a script that another parcel announced and that lies in this one."""
    form = forms.StrayForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    own: list[Parcel] = []

    def receive() -> None:
        number = form.cleaned_data["number"]
        own.append(consignments.receive_stray(found_in=parcel.code, number=number, by=by, at=at))

    if not succeeds(form, receive):
        return _page(request, marked, parcel, stray=form)
    sentence = gettext("{number} is received: it is ticked in the parcel {code}, which announced it.")
    number = grouped_in(form.cleaned_data["number"])
    return finish(request, sentence.format(number=number, code=own[0].code), _address(marked, parcel))


@require_POST
@require_marking_centre_of_parcel
def acknowledge_counts(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Record what was counted in a parcel without numbers, and close its reception."""
    form = forms.CountsForm(
        request.POST, specialties={line.code: line.title for line in counted_lines(marked.paper, parcel)}
    )
    by = actor_of(request)
    at = timezone.now()

    def acknowledge() -> None:
        reason = form.cleaned_data["reason"]
        consignments.acknowledge_counts(code=parcel.code, counts=form.counts, gap_reason=reason, by=by, at=at)

    if not succeeds(form, acknowledge):
        return _page(request, marked, parcel, counts=form)
    sentence = gettext("The counts of the parcel {code} are recorded and its reception is closed.")
    return finish(request, sentence.format(code=parcel.code), address_of(marked, "parcel", parcel.code))


@require_POST
@require_marking_centre_of_parcel
def close_reception(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Close a reception in which every script was looked for."""
    form = Form(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if not succeeds(form, lambda: consignments.close_reception(code=parcel.code, by=by, at=at)):
        return _page(request, marked, parcel, closing=form)
    sentence = gettext("The reception of the parcel {code} is closed.").format(code=parcel.code)
    return finish(request, sentence, address_of(marked, "parcel", parcel.code))


@require_POST
@require_marking_centre_of_parcel
def reopen_reception(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Open a closed reception again."""
    form = ParcelReasonForm(request.POST)
    by = actor_of(request)
    at = timezone.now()

    def reopen() -> None:
        consignments.reopen_reception(code=parcel.code, reason=form.cleaned_data["reason"], by=by, at=at)

    if not succeeds(form, reopen):
        return _page(request, marked, parcel, reopening=form)
    sentence = gettext("The reception of the parcel {code} is open again.").format(code=parcel.code)
    return finish(request, sentence, _address(marked, parcel))


@require_POST
@require_marking_centre_of_parcel
def throw_ticks_away(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Throw away ticks that cannot be opened: the parcel is looked through again."""
    form = Form(request.POST)
    by = actor_of(request)
    at = timezone.now()
    thrown: list[int] = []
    if not succeeds(form, lambda: thrown.append(consignments.throw_ticks_away(code=parcel.code, by=by, at=at))):
        return _page(request, marked, parcel, throwing=form)
    sentence = ngettext(
        "{n} tick was thrown away: look the parcel {code} through again.",
        "{n} ticks were thrown away: look the parcel {code} through again.",
        thrown[0],
    )
    return finish(request, sentence.format(n=thrown[0], code=parcel.code), _address(marked, parcel))


def _receive_scan(marked: MarkedPaper, parcel: Parcel, scan: Scan, by: Actor, at: datetime) -> ScanAnswer:
    if answer := batch_scanned(marked, scan.code):
        return answer
    try:
        scanned = consignments.scan_script(code=parcel.code, number=scan.code, scan_id=scan.id, by=by, at=at)
    except Refused as refusal:
        return ScanAnswer(Mood.REFUSED, gettext("Refused"), sentence_of(refusal))
    return answer_to(scanned, marked, parcel.code)


def _say(typed: Mapping[str, Any], parcel: Parcel, by: Actor, at: datetime) -> None:
    number = typed["number"]
    acts: dict[str, Callable[[], None]] = {
        forms.RECEIVED: lambda: consignments.tick_scripts(code=parcel.code, numbers=[number], by=by, at=at),
        forms.MISSING: lambda: consignments.declare_missing(code=parcel.code, number=number, by=by, at=at),
        forms.FOUND: lambda: consignments.find_script(code=parcel.code, number=number, by=by, at=at),
        forms.UNTICKED: lambda: consignments.untick_script(code=parcel.code, number=number, by=by, at=at),
    }
    acts[typed["act"]]()


def _figures(parcel: Parcel, ticks: Mapping[Tick, int]) -> dict[str, int]:
    return {
        "announced": parcel.announced,
        "received": ticks.get(Tick.RECEIVED, 0),
        "missing": ticks.get(Tick.MISSING, 0),
        "waiting": ticks.get(Tick.NOT_YET, 0),
    }


def _state(parcel: Parcel, ticks: Mapping[Tick, int]) -> dict[str, Any]:
    return {"figures": _figures(parcel, ticks), "is_open": parcel.closed_at is None}


def _listing(request: HttpRequest, parcel: Parcel, ticks: Mapping[Tick, int]) -> Listing:
    filters = [Filter("tick", gettext_lazy("State"), TICK_CHOICES, "tick_now", counts=ticks)]
    rows = set_asides.with_slips(parcels.lines_of(parcel))
    return listing_of(request, parcel.code, COLUMNS, rows, search=[parcels.has_in_number], filters=filters)


def _page(request: HttpRequest, marked: MarkedPaper, parcel: Parcel, **refused: Form) -> HttpResponse:
    """Show the page; a form that was refused comes back on it as it was sent."""
    status = REFUSED if refused else 200
    ticks = parcels.ticks_of(parcel)
    context: dict[str, Any] = {
        "marked": marked,
        "is_seal_told": parcels.seal_of(parcel) is not None,
        "parcel": parcel,
        "centre_name": exams.institution_name(parcel.centre_uai),
        "stray": forms.StrayForm(initial={"number": request.GET.get(STRAY, "")}),
        "has_stray": STRAY in request.GET or "stray" in refused,
        "closing": Form(),
        "throwing": Form(),
        "reopening": ParcelReasonForm(),
        "hand": None,
        "is_all_seen": parcel.closed_at is None and not ticks.get(Tick.NOT_YET),
        **_state(parcel, ticks),
    }
    if is_counted(parcel):
        lines = counted_lines(marked.paper, parcel)
        context |= {"counts": forms.CountsForm(specialties={line.code: line.title for line in lines}), "counted": lines}
        return render(request, "markingcentre/reception_counted.html", context | refused, status=status)
    try:
        # A refused act is answered at its own address, from which the tools of a list would lead nowhere.
        listing = None if refused else _listing(request, parcel, ticks)
    except TicksBroken as broken:
        context |= {"broken": broken.values["count"]}
        return render(request, "markingcentre/reception_broken.html", context, status=status)
    context |= {"listing": listing, "lines": shown_scripts(listing.rows) if listing else []}
    template = "markingcentre/reception.html"
    return render(
        request, f"{template}#listing" if asks_for_part(request) else template, context | refused, status=status
    )


def _address(marked: MarkedPaper, parcel: Parcel, page: str = "reception") -> str:
    return address_of(marked, page, parcel.code)


@require_http_methods(["GET", "HEAD", "POST"])
@require_marking_centre_of_parcel
def receive_all_but(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Receive all the scripts of a specialty but those that are named, on a count made in the hand."""
    if parcel.arrived_at is None:
        return redirect(address_of(marked, "parcel", parcel.code))
    form = forms.PileForm(request.POST if request.method == "POST" else None)
    found: list[LookedThrough] = []
    if form.is_bound and succeeds(form, lambda: found.append(_receive(request, parcel, form))):
        sentence = told_received(form.cleaned_data["specialty"], found[0])
        return finish(request, sentence, _next(marked, parcel, shown_piles(marked.paper, parcel)))
    piles = shown_piles(marked.paper, parcel)
    chosen = request.POST.get("specialty") or request.GET.get(SPECIALTY, "")
    pile = next((pile for pile in piles if pile.is_waiting and pile.code == chosen), None) or _first(piles)
    if not form.is_bound and (pile is None or parcel.closed_at or is_counted(parcel)):
        return redirect(_address(marked, parcel, "reception"))
    return _piles_page(request, marked, parcel, piles=piles, pile=pile, form=form)


def _receive(request: HttpRequest, parcel: Parcel, form: forms.PileForm) -> LookedThrough:
    typed = form.cleaned_data
    return consignments.receive_all_but(
        code=parcel.code,
        specialty_code=typed["specialty"],
        counted=typed["counted"],
        lacking=form.lacks(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _first(piles: Sequence[ShownPile]) -> ShownPile | None:
    return next((pile for pile in piles if pile.is_waiting), None)


def _next(marked: MarkedPaper, parcel: Parcel, piles: Sequence[ShownPile]) -> str:
    """Lead to the next specialty, or to the reception, which is closed there, after the last."""
    return _address(marked, parcel, "receive_all_but" if _first(piles) else "reception")


def _piles_page(
    request: HttpRequest,
    marked: MarkedPaper,
    parcel: Parcel,
    *,
    piles: Sequence[ShownPile],
    pile: ShownPile | None,
    form: forms.PileForm,
) -> HttpResponse:
    # What was typed of a specialty that somebody else counted meanwhile is no count of the next one.
    shown = form if form.is_bound and pile and pile.code == form.data.get("specialty") else forms.PileForm()
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
