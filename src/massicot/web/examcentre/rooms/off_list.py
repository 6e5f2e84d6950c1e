"""A candidate who sat in a room and is not on its register: entered, or seated where a list has them elsewhere."""

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
from massicot.web.examcentre.rooms.forms import OffListForm, SeatedBackForm, SeatHereForm
from massicot.web.examcentre.rooms.shown import Room, heading_of, room_or_404
from massicot.web.examcentre.rooms.views import show_room
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.outcome import REFUSED, finish, succeeds


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
        return finish(request, _entry_message(place, form), place.address("room"))
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
    return finish(request, sentence, place.address("add_off_list"))


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


def _entry_message(place: Room, form: forms.Form) -> str:
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


@require_POST
@require_role(Role.EXAM_CENTRE)
def seat_here(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Seat in this room a candidate whom a list has elsewhere."""
    place = room_or_404(request, uai, session, paper, room)
    form = SeatHereForm(request.POST)
    is_of_centre = candidates.is_on_register(place.where.paper, uai, form.data.get("candidate_number", ""))
    act = _move if is_of_centre else _seat
    if succeeds(form, lambda: act(request, place, form)):
        return finish(request, _seat_message(place), place.address("room"))
    return show_off_list(request, place, off_list_form(place), Offer(form, is_of_centre))


@require_POST
@require_role(Role.EXAM_CENTRE)
def take_back_seat(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Take back that a candidate whom a list has elsewhere sat in this room."""
    place = room_or_404(request, uai, session, paper, room)
    form = SeatedBackForm(request.POST)
    if succeeds(form, lambda: _take_back(request, place, form)):
        sentence = gettext("Taken back: the line of the list is as it was, to be keyed where that is not done.")
        return finish(request, sentence, place.where.address("rooms"))
    return show_room(request, place, seated_back=form)


def _move(request: HttpRequest, place: Room, form: forms.Form) -> None:
    typed: dict[str, Any] = {name: form.cleaned_data[name] for name in ("candidate_number", "seat")}
    attendance.move_to_room(**place.subject, room=place.name, **typed, by=actor_of(request), at=timezone.now())


def _seat(request: HttpRequest, place: Room, form: forms.Form) -> None:
    services.seat_from_elsewhere(
        **place.subject,
        room=place.name,
        **form.cleaned_data,
        key=anonymity_key(),
        by=actor_of(request),
        at=timezone.now(),
    )


def _take_back(request: HttpRequest, place: Room, form: forms.Form) -> None:
    number = form.cleaned_data["candidate_number"]
    comes_from = {row.candidate_number: row.comes_from for row in place.rows}.get(number, "")
    whose: dict[str, Any] = {**place.subject, "candidate_number": number, "by": actor_of(request)}
    if comes_from:
        services.take_back_seating(**whose, key=anonymity_key(), at=timezone.now())
    else:
        attendance.move_back(**whose, at=timezone.now())


def _seat_message(place: Room) -> str:
    if place.state.counted is None:
        return gettext("The candidate sits in this room, present.")
    return gettext("The candidate sits in this room, present: count the scripts of the room again.")
