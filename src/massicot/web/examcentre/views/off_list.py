"""A candidate who sat in a room and is not on its register."""

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
from massicot.candidates.rules import OffList
from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.web.examcentre.keys import KeyAway, anonymity_key
from massicot.web.examcentre.room_forms import OffListForm
from massicot.web.examcentre.room_screen import Room, heading_of, room_or_404
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.EXAM_CENTRE)
def add_off_list(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Enter a candidate off the list, under the reserve number that was stuck on their script."""
    place = room_or_404(request, uai, session, paper, room)
    specialties = sorted(exams.specialty_labels(place.where.paper.session_id).items(), key=lambda pair: pair[1])
    form = OffListForm(request.POST if request.method == "POST" else None, specialties=specialties)
    if form.is_bound and succeeds(form, lambda: _enter(request, place, form)):
        return done(request, _entered(place, form), place.address("room"))
    context = {
        "room": place,
        "heading": heading_of(place.where),
        "form": form,
        "spares": _spares(place),
        "asked_at": _asked_at(place),
    }
    return render(request, "examcentre/off_list.html", context, status=REFUSED if form.is_bound else 200)


@require_POST
@require_role(Role.EXAM_CENTRE)
def ask_for_numbers(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Ask the office for more numbers."""
    place = room_or_404(request, uai, session, paper, room)
    services.ask_for_numbers(**place.subject, key=anonymity_key(), by=actor_of(request), at=timezone.now())
    sentence = gettext("The exam office is told: it draws more numbers and sends you their labels.")
    return done(request, sentence, place.address("add_off_list"))


def _enter(request: HttpRequest, place: Room, form: forms.Form) -> None:
    typed: dict[str, Any] = dict(form.cleaned_data)
    number = typed.pop("number")
    candidate = OffList(room=place.name, **typed)
    services.add_off_list(
        **place.subject,
        candidate=candidate,
        number=number,
        key=anonymity_key(),
        by=actor_of(request),
        at=timezone.now(),
    )


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
