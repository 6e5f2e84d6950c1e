"""Parcels that arrived and whose departure nobody recorded: which, whom to call for it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from massicot.consignments import queries
from massicot.consignments.rules.rungs import DEPARTURE_UNKNOWN
from massicot.core.actor import Role
from massicot.core.ladder import GapState
from massicot.exams import queries as exams
from massicot.exams.queries import Contact
from massicot.results.rules.gap_kinds import RUNG_OF
from massicot.web.office.access import paper_or_404
from massicot.web.office.ladder.reads import Look, look_at
from massicot.web.shared.access import require_role


@dataclass(frozen=True, slots=True)
class UnrecordedLine:
    """One parcel that arrived without a departure: from whom, where it arrived and when, how many are in it."""

    code: str
    contact: Contact
    destination: str
    arrived_at: datetime
    announced: int


@require_safe
@require_role(Role.OFFICE)
def unrecorded(request: HttpRequest, session: str, paper: str) -> HttpResponse:
    """List the parcels that arrived and whose departure nobody recorded, each with whom to call."""
    look = look_at(paper_or_404(session, paper), timezone.now())
    return render(request, "office/centres/unrecorded.html", {"paper": look.paper, "lines": _lines(look)})


def _lines(look: Look) -> list[UnrecordedLine]:
    gaps = look.rung(RUNG_OF[DEPARTURE_UNKNOWN.name]).gaps
    codes = {gap.subject for gap in gaps if gap.kind == DEPARTURE_UNKNOWN.name and gap.state is GapState.OPEN}
    made = queries.parcels_of(look.paper.pk)
    parcels = [(parcel, parcel.arrived_at) for parcel in made if parcel.code in codes and parcel.arrived_at]
    contacts = exams.contacts_of({parcel.centre_uai for parcel, _ in parcels})
    return [
        UnrecordedLine(
            parcel.code,
            contacts.get(parcel.centre_uai) or Contact(parcel.centre_uai, parcel.centre_uai),
            parcel.destination_name,
            exams.local(look.paper, arrived_at),
            parcel.announced,
        )
        for parcel, arrived_at in parcels
    ]
