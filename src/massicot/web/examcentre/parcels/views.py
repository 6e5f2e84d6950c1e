"""Parcels: what became of each; sent, or opened again before they leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from massicot.consignments import queries, services
from massicot.consignments.rules import IN_RECEPTION, Tick
from massicot.consignments.rules.despatch import ENCLOSURES, Enclosure
from massicot.consignments.rules.seals import SEAL_ENDS, SEAL_VERDICTS, TROUBLES
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.web.examcentre.access import CentrePaper, centre_paper_or_404
from massicot.web.examcentre.board import CentreBoard, Despatch, MadeParcel
from massicot.web.examcentre.boards import board_of
from massicot.web.examcentre.clock import Clock
from massicot.web.examcentre.parcels.forms import DepartureForm, OpeningForm, PapersForm
from massicot.web.examcentre.wording import at_of, became, shown_board
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.listing import Filter, ListColumn, Listing, asks_for_part, is_taken_away, listing_of, take_away
from massicot.web.shared.outcome import REFUSED, finish, succeeds
from massicot.web.shared.papers import lacking_of

READ_OR_SEND = ["GET", "HEAD", "POST"]

PARCEL_COLUMNS = (
    ListColumn("code", gettext_lazy("Parcel")),
    ListColumn("destination", gettext_lazy("Destination")),
    ListColumn("announced", gettext_lazy("Scripts"), is_number=True),
    ListColumn("left", gettext_lazy("Left on"), order_by="sent_at"),
    ListColumn("became", gettext_lazy("What became of the parcel")),
)
TOLD: Mapping[str, Promise] = {
    Tick.NOT_YET: gettext_lazy("not looked for yet"),
    IN_RECEPTION: gettext_lazy("reception going on"),
    Tick.RECEIVED: gettext_lazy("received"),
    Tick.MISSING: gettext_lazy("missing"),
}
COLUMNS = (
    ListColumn("number", gettext_lazy("Number")),
    ListColumn("specialty_code", gettext_lazy("Specialty")),
    ListColumn("tick", gettext_lazy("At the marking centre"), order_by="told", text=lambda row: TOLD[row.told]),
)
TICK_CHOICES = [(str(told), title) for told, title in TOLD.items()]


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """One line of the list of parcels."""

    code: str
    destination: str
    announced: int
    sent_at: datetime | None
    left: str
    became: str
    address: str


@require_safe
@require_role(Role.EXAM_CENTRE)
def parcels(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Show what is left to pack for each destination, and what became of each parcel."""
    now = timezone.now()
    board = board_of(centre_paper_or_404(request, uai, session, paper), now)
    rows = [_row(board, made) for made in board.parcels]
    listing = listing_of(request, gettext("Parcels"), PARCEL_COLUMNS, rows)
    if is_taken_away(request):
        return take_away(request, listing)
    template = "examcentre/parcels.html#listing" if asks_for_part(request) else "examcentre/parcels.html"
    return render(request, template, {**shown_board(board, now), "listing": listing})


@require_safe
@require_role(Role.EXAM_CENTRE)
def parcel(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Show a parcel: what is in it, what remains to be done with it, what became of it."""
    return _parcel_page(request, *_parcel_or_404(centre_paper_or_404(request, uai, session, paper), code))


@require_http_methods(READ_OR_SEND)
@require_role(Role.EXAM_CENTRE)
def send_parcel(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Record that a parcel left, and what lay in it."""
    board, made = _parcel_or_404(centre_paper_or_404(request, uai, session, paper), code)
    form = DepartureForm(request.POST) if request.method == "POST" else None
    if form and succeeds(form, lambda: _send(request, made, form)):
        return finish(request, gettext("The parcel {code} left.").format(code=code), board.where.address("paper"))
    return _parcel_page(request, board, made, departure=form)


@require_http_methods(READ_OR_SEND)
@require_role(Role.EXAM_CENTRE)
def unpack_parcel(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Open a parcel again before it leaves, with a reason."""
    board, made = _parcel_or_404(centre_paper_or_404(request, uai, session, paper), code)
    form = OpeningForm(request.POST) if request.method == "POST" else None
    if form and succeeds(form, lambda: _open(request, made, form)):
        sentence = gettext("The parcel {code} is opened: its scripts are to be packed again.").format(code=code)
        return finish(request, sentence, board.where.address("parcels"))
    return _parcel_page(request, board, made, opening=form)


@require_http_methods(READ_OR_SEND)
@require_role(Role.EXAM_CENTRE)
def enclose_papers(request: HttpRequest, uai: str, session: str, paper: str, code: str) -> HttpResponse:
    """Count the papers into a parcel: a copy of the register and of the report of each room."""
    board, made = _parcel_or_404(centre_paper_or_404(request, uai, session, paper), code)
    form = PapersForm(request.POST) if request.method == "POST" else None
    if form and succeeds(form, lambda: _enclose(request, board, made, form)):
        sentence = gettext("The papers are counted: the despatch note of {code} says so.").format(code=code)
        return finish(request, sentence, board.where.address("parcel", code))
    return _parcel_page(request, board, made, papers=form)


def _left_out(board: CentreBoard, parcel: queries.Parcel) -> Despatch | None:
    """Find what was not there when parcels for the destination of one were made, if anything."""
    for outgoing in board.despatches:
        route = outgoing.destination.route
        goes_there = (route.kind, route.destination_uai) == (parcel.route_kind, parcel.destination_uai)
        if goes_there and (outgoing.left_out or outgoing.written_off or outgoing.lying):
            return outgoing
    return None


def _enclosures(parcel: queries.Parcel) -> list[str]:
    return [gettext(ENCLOSURES[enclosure]) for enclosure in sorted(queries.enclosures_of(parcel))]


def _row(board: CentreBoard, made: MadeParcel) -> ParcelRow:
    parcel = made.parcel
    return ParcelRow(
        code=parcel.code,
        destination=parcel.destination_name,
        announced=parcel.announced,
        sent_at=parcel.sent_at,
        left=at_of(board, parcel.sent_at) if parcel.sent_at else "",
        became=became(board, made),
        address=board.where.address("parcel", parcel.code),
    )


def _send(request: HttpRequest, made: MadeParcel, form: forms.Form) -> None:
    typed = {**form.cleaned_data, "enclosed": frozenset(map(Enclosure, form.cleaned_data["enclosed"]))}
    services.send_parcel(code=made.parcel.code, **typed, by=actor_of(request), at=timezone.now())


def _enclose(request: HttpRequest, board: CentreBoard, made: MadeParcel, form: PapersForm) -> None:
    services.enclose_papers(
        code=made.parcel.code,
        rooms=len(board.rooms),
        counts=form.counts(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _open(request: HttpRequest, made: MadeParcel, form: forms.Form) -> None:
    services.unpack_parcel(code=made.parcel.code, **form.cleaned_data, by=actor_of(request), at=timezone.now())


def _parcel_or_404(where: CentrePaper, code: str) -> tuple[CentreBoard, MadeParcel]:
    board = board_of(where, timezone.now())
    for made in board.parcels:
        if made.parcel.code == code:
            return board, made
    raise Http404


def _listing(request: HttpRequest, made: MadeParcel) -> Listing:
    # While it is ticked, more are received than are told to be.
    counts = None if made.parcel.is_in_reception else made.ticks
    by_tick = Filter("tick", gettext_lazy("At the marking centre"), TICK_CHOICES, "told", counts=counts)
    rows = queries.lines_told(made.parcel)
    search = ("number", "specialty_code")
    return listing_of(request, made.parcel.code, COLUMNS, rows, search=search, filters=[by_tick])


def _parcel_page(
    request: HttpRequest,
    board: CentreBoard,
    made: MadeParcel,
    *,
    departure: forms.Form | None = None,
    opening: forms.Form | None = None,
    papers: forms.Form | None = None,
) -> HttpResponse:
    parcel = made.parcel
    listing = _listing(request, made)
    if is_taken_away(request):
        return take_away(request, listing)
    now = timezone.now()
    seal = queries.seal_of(parcel)
    context = {
        **shown_board(board, now),
        "made": made,
        "seal": seal,
        "seal_verdict": gettext(SEAL_VERDICTS[seal.verdict]) if seal and seal.verdict in TROUBLES else "",
        "seal_end": gettext(SEAL_ENDS[seal.end]) if seal and seal.end else "",
        "counts": {} if made.ticks else queries.counts_of(parcel),
        "became": became(board, made),
        "left_on": exams.local(board.paper, parcel.sent_at) if parcel.sent_at else None,
        "late_by": Clock(parcel.due_at, parcel.sent_at).figure if parcel.sent_at and queries.lateness(parcel) else "",
        "enclosed": _enclosures(parcel) if parcel.sent_at else [],
        "listing": listing,
        "departure": departure
        or DepartureForm(initial={"seal": parcel.seal, "left_at": None if made.is_unrecorded else now}),
        "opening": opening or OpeningForm(),
        "papers": papers or PapersForm(),
        "lacking": lacking_of(parcel),
        "left_out": _left_out(board, parcel),
    }
    template = "examcentre/parcel.html#listing" if asks_for_part(request) else "examcentre/parcel.html"
    return render(request, template, context, status=REFUSED if departure or opening or papers else 200)
