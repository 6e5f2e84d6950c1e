"""The parcels that come to a marking centre: which are late and whom to call, arrivals scanned, one on its page."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from massicot.consignments import queries
from massicot.consignments import services as consignments
from massicot.consignments.queries import Parcel
from massicot.consignments.rules import AlreadyReceived, ParcelUnknown, Tick
from massicot.consignments.rules.arrival import DepartureUnrecorded
from massicot.consignments.rules.progress import ParcelState
from massicot.core.actor import Role
from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.setasides import queries as set_asides
from massicot.web.markingcentre.access import MarkedPaper, ParcelHere, address_of, marked_paper_or_404
from massicot.web.markingcentre.parcels.shown import (
    AWAY,
    BY_WHAT_WAITS,
    STATES,
    is_counted,
    parcel_lines,
    shown_seal,
    uneven_lines,
)
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import Filter, ListColumn, asks_for_part, listing_of
from massicot.web.shared.papers import lacking_of
from massicot.web.shared.refusals import sentence_of
from massicot.web.shared.scanning import Mood, Scan, ScanAnswer, ScanOffer, answer_scans, scans_of

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
SEARCHED = ("code", "centre_uai", queries.has_in_centre)


def page_of_parcels(request: HttpRequest, marked: MarkedPaper, _refused: Forms) -> dict[str, Any]:
    """List the parcels that come here, the most urgent first."""
    now = timezone.now()
    states = None if asks_for_part(request) else queries.states_towards(marked.uai, marked.paper.pk, now)
    listing = listing_of(
        request,
        gettext("Parcels"),
        COLUMNS,
        queries.parcels_towards(marked.uai, marked.paper.pk, now),
        search=SEARCHED,
        filters=[
            Filter("state", gettext_lazy("State"), STATE_CHOICES, queries.is_in, counts=states),
            BY_WHAT_WAITS,
        ],
        display=lambda parcels: queries.shown_towards(parcels, now),
    )
    context = {"marked": marked, "listing": listing, "lines": parcel_lines(marked, listing, now)}
    if states is None:
        return context
    counted = [(state, title, states[state]) for state, title in STATES.items()]
    return {**context, "states": counted, "has_parcels": bool(states.total())}


@require_POST
@require_role(Role.MARKING_CENTRE)
def scan_arrivals(request: HttpRequest, uai: str, session: str, paper: str) -> HttpResponse:
    """Record the arrival of each parcel whose code is scanned, whichever of the centre's papers it is for."""
    marked = marked_paper_or_404(request, uai, session, paper)
    now = timezone.now()
    answers = [(scan, _arrival(request, marked, scan, now)) for scan in scans_of(request)]
    states = queries.states_towards(uai, marked.paper.pk, now)
    figures = {state.value: states[state] for state in STATES}
    return answer_scans(request, answers, figures=figures, address=address_of(marked, "parcels"))


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
    return address_of(MarkedPaper(exams.paper_by_id(parcel.paper_id), parcel.destination_uai), page, parcel.code)


def page_of_parcel(_request: HttpRequest, here: ParcelHere, _refused: Forms) -> dict[str, Any]:
    """Gather what is known of one parcel: where it is, whom to call, what comes next."""
    marked, parcel = here.marked, here.parcel
    now = timezone.now()
    towards = queries.parcels_towards(marked.uai, marked.paper.pk, now)
    [row] = queries.shown_towards(list(towards.filter(pk=parcel.pk)), now)
    return {
        "marked": marked,
        "parcel": row,
        "state": row.state,
        "state_title": STATES[row.state],
        "contact": row.contact,
        "lacking": lacking_of(parcel),
        "is_away": row.state in AWAY,
        "is_counted": is_counted(parcel),
        "uneven": uneven_lines(marked, parcel),
        "left_out": [] if is_counted(parcel) else sorted(queries.left_out_at(parcel.paper_id, parcel.centre_uai)),
        "ended": set_asides.ended_in(parcel.code),
        "may_be_lost": row.state == ParcelState.LATE and row.sent_at is not None,
        "now": now,
        **shown_seal(parcel),
    }
