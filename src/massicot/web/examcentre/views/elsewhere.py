"""A candidate whom a list has in another room or another centre: seated where they sat, and taken back."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from massicot.anonymity import services
from massicot.candidates import queries as candidates
from massicot.candidates import services as attendance
from massicot.core.actor import Role
from massicot.web.examcentre.keys import anonymity_key
from massicot.web.examcentre.room_forms import SeatedBackForm, SeatHereForm
from massicot.web.examcentre.room_screen import Room, room_or_404
from massicot.web.examcentre.views.attendance import show_room
from massicot.web.examcentre.views.off_list import Offer, off_list_form, show_off_list
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import done, succeeds


@require_POST
@require_role(Role.EXAM_CENTRE)
def seat_here(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Seat in this room a candidate whom a list has elsewhere."""
    place = room_or_404(request, uai, session, paper, room)
    form = SeatHereForm(request.POST)
    is_of_centre = candidates.is_on_register(place.where.paper, uai, form.data.get("candidate_number", ""))
    act = _move if is_of_centre else _seat
    if succeeds(form, lambda: act(request, place, form)):
        return done(request, _seated(place), place.address("room"))
    return show_off_list(request, place, off_list_form(place), Offer(form, is_of_centre))


@require_POST
@require_role(Role.EXAM_CENTRE)
def take_back_seat(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Take back that a candidate whom a list has elsewhere sat in this room."""
    place = room_or_404(request, uai, session, paper, room)
    form = SeatedBackForm(request.POST)
    if succeeds(form, lambda: _take_back(request, place, form)):
        sentence = gettext("Taken back: the line of the list is as it was, to be keyed where that is not done.")
        return done(request, sentence, place.where.address("rooms"))
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


def _seated(place: Room) -> str:
    if place.state.counted is None:
        return gettext("The candidate sits in this room, present.")
    return gettext("The candidate sits in this room, present: count the scripts of the room again.")
