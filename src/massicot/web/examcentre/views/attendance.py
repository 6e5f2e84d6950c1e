"""The register of a room, keyed beside the paper one: each word at once, then the whole room on its scripts."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.anonymity import services as anonymity
from massicot.candidates import queries as candidates
from massicot.candidates import services
from massicot.candidates.rules import Ticked
from massicot.core.actor import Role
from massicot.web.examcentre.keys import anonymity_key
from massicot.web.examcentre.room_forms import (
    WORDS,
    CorrectionForm,
    LabelForm,
    LateForm,
    RecountForm,
    RegisterLineForm,
    RoomConfirmationForm,
    SeatedBackForm,
    TakingBackForm,
)
from massicot.web.examcentre.room_screen import Room, heading_of, room_or_404, shown_lines
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, noted, see, succeeds
from massicot.web.shared.refusals import wants_json


@require_safe
@require_role(Role.EXAM_CENTRE)
def room(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Show the register of a room, made for the paper register beside it."""
    return show_room(request, room_or_404(request, uai, session, paper, room))


@require_POST
@require_role(Role.EXAM_CENTRE)
def key_line(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Key or take back what the register says of one candidate."""
    place = room_or_404(request, uai, session, paper, room)
    form = RegisterLineForm(request.POST)
    is_done = succeeds(
        form,
        lambda: services.key_attendance(**place.subject, **form.cleaned_data, by=actor_of(request), at=timezone.now()),
    )
    if wants_json(request):
        return _told(place, form, {})
    if is_done:
        return see(f"{place.address('room')}#line-{form.cleaned_data['candidate_number']}")
    return show_room(request, place, line=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def tick_label(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Say present the candidate whose label was scanned from a script in hand."""
    place = room_or_404(request, uai, session, paper, room)
    form = LabelForm(request.POST)
    ticked: list[Ticked] = []
    is_done = succeeds(form, lambda: ticked.append(_tick(place, form)))
    if wants_json(request):
        return _told(place, form, {"ticked": [(tick.line.candidate, tick.is_double) for tick in ticked]})
    if is_done:
        line = ticked[0].line
        sentence = gettext("Seat {line}: {word}, label scanned.").format(line=line.title, word=WORDS[line.word])
        return done(request, sentence, place.address("room"))
    return show_room(request, place, label=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def confirm_room(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Confirm a room: all the others are present, on the scripts counted in the hand."""
    place = room_or_404(request, uai, session, paper, room)
    form = RoomConfirmationForm(request.POST)
    is_done = succeeds(
        form,
        lambda: services.confirm_room(
            **place.subject, room=place.name, **form.cleaned_data, by=actor_of(request), at=timezone.now()
        ),
    )
    if is_done:
        words = {"room": place.state.title, "counted": form.cleaned_data["counted"]}
        rooms = place.where.address("rooms")
        if words["counted"] != place.state.register.scripts + form.cleaned_data["others_present"]:
            sentence = gettext("The room {room} is confirmed with a signed difference. Scripts counted: {counted}.")
            return noted(request, sentence.format_map(words), rooms)
        sentence = gettext("The room {room} is confirmed. Scripts counted: {counted}.")
        return done(request, sentence.format_map(words), rooms)
    return show_room(request, place, confirmation=form)


def show_room(request: HttpRequest, place: Room, **refused: forms.Form) -> HttpResponse:
    """Show a room, and the form that was refused on it as it was typed: above all, where its own place is not shown."""
    forms_of_page: dict[str, forms.Form] = {
        "confirmation": RoomConfirmationForm(),
        "recount": RecountForm(),
        "taking_back": TakingBackForm(),
        "correction": CorrectionForm(lines=place.corrigible),
        "late": LateForm(lines=place.choices, begins_at=place.begins_at),
        "seated_back": SeatedBackForm(),
    }
    context: dict[str, Any] = {
        "room": place,
        "heading": heading_of(place.where),
        "starts_at": place.begins_at,
        "lines": shown_lines(place),
        "is_keyed_here": place.is_keyed_here,
        **forms_of_page,
        **refused,
        "refused": [form for name, form in refused.items() if name not in _places(place)],
        "is_refused": not _places(place).isdisjoint(refused),
    }
    return render(request, "examcentre/room.html", context, status=REFUSED if refused else 200)


def _places(place: Room) -> set[str]:
    """Name the forms that the page of a room shows as the room stands."""
    moved = {"seated_back"} if place.moved else set()
    if place.is_keyed_here:
        return {"confirmation", "late"} | moved
    return {"recount", "taking_back", "correction", "late"} | moved if place.is_corrected_here else set()


def _tick(place: Room, form: forms.Form) -> Ticked:
    number = form.cleaned_data["number"]
    return anonymity.tick_label(**place.subject, room=place.name, number=number, key=anonymity_key())


def _told(place: Room, form: forms.Form, outcome: dict[str, Any]) -> HttpResponse:
    """Tell the page that is open how its room stands now, and why an act was refused."""
    where = place.where
    now = Room(where, candidates.room_rows(where.paper, where.uai, place.name), place.state, place.is_day_closed)
    if form.is_valid():
        return JsonResponse({**outcome, "words": now.words()})
    reasons = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"error": " ".join(reasons), "words": now.words()}, status=REFUSED)
