"""The parcels that come to a marking centre: which are late and whom to call, arrivals recorded, one declared lost."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from massicot.consignments import queries
from massicot.consignments import services as consignments
from massicot.consignments.queries import Parcel
from massicot.consignments.rules import AlreadyReceived, ParcelUnknown, Tick
from massicot.consignments.rules.arrival import DepartureUnrecorded
from massicot.consignments.rules.progress import ParcelState
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams.queries import Contact
from massicot.exams.rules import RouteKind
from massicot.setasides import queries as set_asides
from massicot.web.markingcentre.access import MarkedPaper, marked_paper_or_404, of_parcel
from massicot.web.markingcentre.counted_shown import CountedLine, counted_lines
from massicot.web.markingcentre.parcel_filters import BY_WHAT_WAITS
from massicot.web.markingcentre.parcel_forms import ActForm, PapersCameForm, ParcelReasonForm
from massicot.web.markingcentre.parcel_words import STATES
from massicot.web.markingcentre.seal_forms import SealReasonForm, SeenSealForm
from massicot.web.markingcentre.seal_shown import shown_seal
from massicot.web.shared import instants
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.addresses import address_of_each
from massicot.web.shared.listing import (
    Filter,
    ListColumn,
    Listing,
    asks_for_part,
    is_taken_away,
    listing_of,
    take_away,
)
from massicot.web.shared.papers import lacking_of
from massicot.web.shared.refusals import sentence_of
from massicot.web.shared.scanning import Mood, Scan, ScanAnswer, ScanOffer, answered, scans_of

COLUMNS = (
    ListColumn("code", gettext_lazy("Parcel")),
    ListColumn("centre_name", gettext_lazy("Exam centre"), order_by=exams.naming("centre_uai")),
    ListColumn("state", gettext_lazy("State"), order_by="rank", text=lambda row: str(STATES[row.state])),
    ListColumn("announced", gettext_lazy("Announced"), is_number=True),
    ListColumn("received", gettext_lazy("Received"), is_number=True, order_by=queries.count_of(Tick.RECEIVED)),
    ListColumn("missing", gettext_lazy("Missing"), is_number=True, order_by=queries.count_of(Tick.MISSING)),
    ListColumn("waiting", gettext_lazy("Not looked for yet"), is_number=True, order_by=queries.count_of(Tick.NOT_YET)),
    ListColumn("sent_at", gettext_lazy("Sent on")),
)
STATE_CHOICES = [(state.value, title) for state, title in STATES.items()]
PARCEL, RECEPTION = "markingcentre:parcel", "markingcentre:reception"
SEARCHED = ("code", "centre_uai", queries.has_in_centre)
AWAY = frozenset({ParcelState.LATE, ParcelState.ON_THE_WAY, ParcelState.ANNOUNCED, ParcelState.LOST})


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """What the list says of a parcel beside itself: where its pages are, and whom to call while it is late."""

    address: str
    ticking: str
    state: str
    contact: Contact | None
    lateness: str
    announced: str
    received: str
    missing: str
    waiting: str
    sent: str
    is_counted: bool


@require_safe
@require_role(Role.MARKING_CENTRE)
def parcels(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """List the parcels that come here, the most urgent first."""
    marked = marked_paper_or_404(request, uai, session, paper)
    now = timezone.now()
    rows = queries.parcels_towards(uai, marked.paper.pk, now)
    states = None if asks_for_part(request) else queries.states_towards(uai, marked.paper.pk, now)
    listing = listing_of(
        request,
        gettext("Parcels"),
        COLUMNS,
        rows,
        search=SEARCHED,
        filters=[
            Filter("state", gettext_lazy("State"), STATE_CHOICES, _is_in, counts=states),
            BY_WHAT_WAITS,
        ],
        display=lambda parcels: queries.shown_towards(parcels, now),
    )
    if is_taken_away(request):
        return take_away(request, listing)
    context = {"marked": marked, "listing": listing, "lines": _lines(marked, listing, now)}
    if states is None:
        return render(request, "markingcentre/parcels.html#listing", context)
    context["states"] = [(state, title, states[state]) for state, title in STATES.items()]
    context["has_parcels"] = bool(states.total())
    return render(request, "markingcentre/parcels.html", context)


@require_POST
@require_role(Role.MARKING_CENTRE)
def scan_arrivals(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Record the arrival of each parcel whose code is scanned, whichever of the centre's papers it is for."""
    marked = marked_paper_or_404(request, uai, session, paper)
    now = timezone.now()
    answers = [(scan, _arrival(request, marked, scan, now)) for scan in scans_of(request)]
    states = queries.states_towards(uai, marked.paper.pk, now)
    figures = {state.value: states[state] for state in STATES}
    return answered(request, answers, figures=figures, address=reverse("markingcentre:parcels", args=marked.arguments))


@require_safe
@of_parcel
def parcel(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Show one parcel: where it is, whom to call, what comes next."""
    return parcel_page(request, marked, parcel, status=200)


@require_POST
@of_parcel
def receive_parcel(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Record that a parcel arrived."""
    form = ActForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if not succeeds(form, lambda: consignments.receive_parcel(code=parcel.code, by=by, at=at)):
        return parcel_page(request, marked, parcel, status=REFUSED, form=form)
    sentence = gettext("The parcel {code} arrived: tick its scripts.").format(code=parcel.code)
    return done(request, sentence, reverse("markingcentre:reception", args=[*marked.arguments, parcel.code]))


@require_POST
@of_parcel
def receive_unrecorded(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Record that a parcel is here whose departure nobody recorded."""
    form = ActForm(request.POST)
    by = actor_of(request)
    at = timezone.now()
    if not succeeds(form, lambda: consignments.receive_unrecorded(code=parcel.code, by=by, at=at)):
        return parcel_page(request, marked, parcel, status=REFUSED, form=form)
    sentence = gettext("The parcel {code} arrived, its exam centre is told: tick its scripts.").format(code=parcel.code)
    return done(request, sentence, reverse(RECEPTION, args=[*marked.arguments, parcel.code]))


@require_POST
@of_parcel
def lose_parcel(request: HttpRequest, marked: MarkedPaper, parcel: Parcel) -> HttpResponse:
    """Declare that a parcel never arrived."""
    form = ParcelReasonForm(request.POST)
    by = actor_of(request)
    at = timezone.now()

    def lose() -> None:
        consignments.declare_parcel_lost(code=parcel.code, reason=form.cleaned_data["reason"], by=by, at=at)

    if not succeeds(form, lose):
        return parcel_page(request, marked, parcel, status=REFUSED, loss=form)
    sentence = gettext("The parcel {code} is declared lost, its scripts are missing. If it comes, record its arrival.")
    return done(request, sentence.format(code=parcel.code), parcel_address(marked, parcel.code))


def parcel_address(marked: MarkedPaper, code: str) -> str:
    """Give the address of the page of one parcel."""
    return reverse(PARCEL, args=[*marked.arguments, code])


def is_counted(parcel: Parcel) -> bool:
    """Say whether a parcel's scripts are counted by specialty, not numbered."""
    return parcel.route_kind != RouteKind.ON_SITE


def _is_in(state: str) -> Q:
    return Q(rank=queries.URGENT_FIRST.index(ParcelState(state)))


def _lines(marked: MarkedPaper, listing: Listing, now: datetime) -> list[tuple[Any, ParcelLine]]:
    """Give the rows of a page, each with what the list says of it beside."""
    states = {state: str(title) for state, title in STATES.items()}
    by = gettext("by %(lateness)s")
    address, ticking = (address_of_each(view, marked.arguments) for view in (PARCEL, RECEPTION))

    def line(row: Any) -> ParcelLine:
        is_late = row.state == ParcelState.LATE
        has_no_numbers = is_counted(row)
        ticks = [""] * 3 if has_no_numbers else [str(count) for count in (row.received, row.missing, row.waiting)]
        received, missing, waiting = ticks
        return ParcelLine(
            address(row.code),
            "" if row.state in AWAY or row.closed_at else ticking(row.code),
            states[row.state],
            row.contact if is_late else None,
            by % {"lateness": timesince(row.due_at, now)} if is_late else "",
            str(row.announced),
            received,
            missing,
            waiting,
            instants.written(timezone.localtime(row.sent_at)) if row.sent_at else "",
            has_no_numbers,
        )

    return [(row, line(row)) for row in listing.rows]


def _arrival(request: HttpRequest, marked: MarkedPaper, scan: Scan, now: datetime) -> ScanAnswer:
    """Receive one parcel by its code; say what to do with one that is not for this centre, or not recorded as sent."""
    try:
        scanned = queries.parcel_by_code(scan.code)
    except ParcelUnknown as refusal:
        return ScanAnswer(Mood.FOREIGN, gettext("Unknown parcel"), sentence_of(refusal))
    if scanned.destination_uai != marked.uai:
        sentence = gettext("This parcel goes to {destination}: put it aside and call the exam office.")
        return ScanAnswer(Mood.FOREIGN, gettext("Not for here"), sentence.format(destination=scanned.destination_name))
    try:
        consignments.receive_parcel(code=scanned.code, by=actor_of(request), at=now)
    except AlreadyReceived as refusal:
        return ScanAnswer(Mood.DOUBLE, gettext("Here already"), sentence_of(refusal), _ticking(scanned))
    except DepartureUnrecorded as refusal:
        offer = ScanOffer(gettext("It is here: receive it"), _address_of("receive_unrecorded", scanned))
        return ScanAnswer(Mood.REFUSED, gettext("Departure not recorded"), sentence_of(refusal), offer)
    except Refused as refusal:
        return ScanAnswer(Mood.REFUSED, gettext("Not recorded"), sentence_of(refusal))
    sentence = gettext("Scripts announced by {centre}: {count}.")
    values = {"count": scanned.announced, "centre": exams.institution_name(scanned.centre_uai)}
    lines = {scanned.code: (ParcelState.ARRIVED.value, str(STATES[ParcelState.ARRIVED]))}
    return ScanAnswer(Mood.RIGHT, gettext("Arrived"), sentence.format(**values), _ticking(scanned), lines)


def _ticking(parcel: Parcel) -> ScanOffer:
    label = gettext("See its reception") if parcel.closed_at else gettext("Tick its scripts")
    return ScanOffer(label, _address_of("reception", parcel), method="get")


def _address_of(page: str, parcel: Parcel) -> str:
    marked = MarkedPaper(exams.paper_by_id(parcel.paper_id), parcel.destination_uai)
    return reverse(f"markingcentre:{page}", args=[*marked.arguments, parcel.code])


def _uneven(marked: MarkedPaper, parcel: Parcel) -> list[CountedLine]:
    """List what was counted otherwise than announced, once its reception is closed."""
    if not is_counted(parcel) or parcel.closed_at is None:
        return []
    return [line for line in counted_lines(marked.paper, parcel) if line.is_uneven]


def parcel_page(
    request: HttpRequest,
    marked: MarkedPaper,
    parcel: Parcel,
    *,
    status: int,
    form: ActForm | None = None,
    loss: ParcelReasonForm | None = None,
    papers: PapersCameForm | None = None,
    seal_form: SeenSealForm | None = None,
    seal_reason: SealReasonForm | None = None,
) -> HttpResponse:
    """Show the page of one parcel; a form that was refused comes back on it as it was sent."""
    now = timezone.now()
    towards = queries.parcels_towards(marked.uai, marked.paper.pk, now)
    [row] = queries.shown_towards(list(towards.filter(pk=parcel.pk)), now)
    context = {
        "marked": marked,
        "parcel": row,
        "state": row.state,
        "state_title": STATES[row.state],
        "contact": row.contact,
        "form": form or ActForm(),
        "loss": loss or ParcelReasonForm(),
        "papers": papers or PapersCameForm(),
        "lacking": lacking_of(parcel),
        "is_away": row.state in AWAY,
        "is_counted": is_counted(parcel),
        "uneven": _uneven(marked, parcel),
        "left_out": [] if is_counted(parcel) else sorted(queries.left_out_at(parcel.paper_id, parcel.centre_uai)),
        "ended": set_asides.ended_in(parcel.code),
        "may_be_lost": row.state == ParcelState.LATE and row.sent_at is not None,
        "now": now,
        **shown_seal(parcel, seal_form, seal_reason),
    }
    return render(request, "markingcentre/parcel.html", context, status=status)
