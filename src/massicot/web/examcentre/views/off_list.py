"""A candidate who sat in a room and is not on its register."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from massicot.anonymity import queries as numbers
from massicot.anonymity import services
from massicot.anonymity.rules import WrongKey
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.candidates.rules import CandidateEntered, OffList
from massicot.candidates.rules.elsewhere import MarkIsKept, OnListElsewhere, SitsInOtherRoom
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.web.examcentre.keys import KeyAway, anonymity_key
from massicot.web.examcentre.room_forms import OffListForm, SeatHereForm
from massicot.web.examcentre.room_screen import Room, heading_of, room_or_404
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate whom a list has elsewhere, to be seated here: another room of the centre, or somewhere else."""

    form: SeatHereForm
    is_of_centre: bool


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.EXAM_CENTRE)
def add_off_list(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Enter a candidate off the list, under the reserve number that was stuck on their script."""
    place = room_or_404(request, uai, session, paper, room)
    form = off_list_form(place, request.POST if request.method == "POST" else None)
    offers: list[Offer] = []
    if form.is_bound and succeeds(form, lambda: _enter(request, place, form, offers)):
        return done(request, _entered(place, form), place.address("room"))
    return show_off_list(request, place, form, offers[0] if offers else None)


def off_list_form(place: Room, typed: Any = None) -> OffListForm:
    """Make the form of a candidate off the list."""
    specialties = sorted(exams.specialty_labels(place.where.paper.session_id).items(), key=lambda pair: pair[1])
    return OffListForm(typed, specialties=specialties)


def show_off_list(request: HttpRequest, place: Room, form: OffListForm, offer: Offer | None = None) -> HttpResponse:
    """Show the page of a candidate off the list, and what is offered where a list has them elsewhere."""
    context = {
        "room": place,
        "heading": heading_of(place.where),
        "form": form,
        "offer": offer,
        "spares": _spares(place),
        "asked_at": _asked_at(place),
    }
    is_refused = form.is_bound or offer is not None
    return render(request, "examcentre/off_list.html", context, status=REFUSED if is_refused else 200)


@require_POST
@require_role(Role.EXAM_CENTRE)
def ask_for_numbers(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Ask the office for more numbers."""
    place = room_or_404(request, uai, session, paper, room)
    services.ask_for_numbers(**place.subject, key=anonymity_key(), by=actor_of(request), at=timezone.now())
    sentence = gettext("The exam office is told: it draws more numbers and sends you their labels.")
    return done(request, sentence, place.address("add_off_list"))


def _enter(request: HttpRequest, place: Room, form: forms.Form, offers: list[Offer]) -> None:
    typed: dict[str, Any] = dict(form.cleaned_data)
    number = typed.pop("number")
    candidate = OffList(room=place.name, **typed)
    signed: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
    who: dict[str, Any] = {"candidate_number": candidate.candidate_number, "born_on": candidate.born_on}
    try:
        services.add_off_list(**place.subject, candidate=candidate, number=number, key=anonymity_key(), **signed)
    except SitsInOtherRoom:
        offers.append(Offer(_seat_here(form), is_of_centre=True))
        raise
    except CandidateEntered:
        listed = attendance.look_elsewhere(**place.subject, **who, **signed)
        offers.append(Offer(_seat_here(form), is_of_centre=False))
        if listed.is_mark_kept:
            raise MarkIsKept(paper=place.where.paper.code) from None
        raise OnListElsewhere(centre=exams.institution_name(listed.centre_uai)) from None


def _seat_here(form: forms.Form) -> SeatHereForm:
    """Offer to seat here who was typed, the cursor there."""
    offered = SeatHereForm(initial=form.cleaned_data)
    offered.fields["seat"].widget.attrs["autofocus"] = True
    return offered


def _entered(place: Room, form: forms.Form) -> str:
    if place.state.counted is None:
        return gettext("{surname} is entered, present.").format(surname=form.cleaned_data["surname"])
    return gettext("{surname} is entered, present: count the scripts of the room again.").format(
        surname=form.cleaned_data["surname"]
    )


def _spares(place: Room) -> int | None:
    """Count the reserve labels that nobody has; None when the key is away or nothing is drawn yet."""
    try:
        sealer = numbers.sealer_of(place.where.paper, anonymity_key())
    except (KeyAway, WrongKey):
        return None
    return len(numbers.unused_spares(place.where.paper, place.where.uai, sealer))


def _asked_at(place: Room) -> datetime | None:
    """Say when the office was asked for more numbers that it has not drawn yet."""
    asked = candidates.numbers_asked([place.where.paper.pk])
    mine = [demand.asked_at for demand in asked if demand.centre_uai == place.where.uai]
    return exams.local(place.where.paper, mine[0]) if mine else None
