"""What is put right on the register of a room: a word, the count, the confirmation, a late arrival."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from massicot.candidates import services
from massicot.core.actor import Role
from massicot.roomreports import queries as roomreports
from massicot.web.examcentre.room_forms import CorrectionForm, LateForm, RecountForm, TakingBackForm, TimelyForm
from massicot.web.examcentre.room_screen import Room, room_or_404
from massicot.web.examcentre.views.attendance import show_room
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import done, noted, succeeds

Act = Callable[..., None]


@require_POST
@require_role(Role.EXAM_CENTRE)
def correct_line(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Correct what the register of a confirmed room says of one candidate, with a reason."""
    place = room_or_404(request, uai, session, paper, room)
    form = CorrectionForm(request.POST, lines=place.corrigible)
    if _acted(request, form, place, services.correct_attendance):
        sentence = gettext("{line}: corrected. Count the scripts of the room again.")
        return done(request, sentence.format(line=_named(place, form)), place.address("room"))
    return show_room(request, place, correction=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def count_room(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Count the scripts of a confirmed room again."""
    place = room_or_404(request, uai, session, paper, room)
    form = RecountForm(request.POST)
    if _acted(request, form, place, services.count_room, room=place.name):
        sentence = gettext("The room {room} is counted again. Scripts counted: {counted}.")
        counted = form.cleaned_data["counted"]
        told = done if counted == place.state.register.scripts else noted
        return told(request, sentence.format(room=place.state.title, counted=counted), place.where.address("rooms"))
    return show_room(request, place, recount=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def take_back_room(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Take the confirmation of a room back, with a reason."""
    place = room_or_404(request, uai, session, paper, room)
    form = TakingBackForm(request.POST)
    if _acted(request, form, place, services.take_back_confirmation, room=place.name):
        sentence = gettext("The confirmation is taken back: key the room, then confirm it again.")
        return done(request, sentence, place.address("room"))
    return show_room(request, place, taking_back=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def note_late(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Note how late a candidate was let in."""
    place = room_or_404(request, uai, session, paper, room)
    report = roomreports.report_of(place.where.paper.pk, uai, place.name)
    begins_at = roomreports.began_at(place.where.paper, report)
    form = LateForm(request.POST, lines=place.choices, begins_at=begins_at)
    if _acted(request, form, place, lambda **said: services.note_late_arrival(arrived_at=form.arrived_at, **said)):
        sentence = gettext("{line}: the late arrival is noted, {minutes} min.")
        message = sentence.format(line=_named(place, form), minutes=form.cleaned_data["minutes"])
        return done(request, message, place.address("room"))
    return show_room(request, place, late=form)


@require_POST
@require_role(Role.EXAM_CENTRE)
def take_back_late(request: HttpRequest, uai: str, session: str, paper: str, room: str) -> HttpResponse:
    """Take a late arrival back."""
    place = room_or_404(request, uai, session, paper, room)
    form = TimelyForm(request.POST, lines=place.choices)
    if _acted(request, form, place, services.take_back_late_arrival):
        sentence = gettext("{line}: the late arrival is taken back.")
        return done(request, sentence.format(line=_named(place, form)), place.address("room"))
    return show_room(request, place, timely=form)


def _acted(request: HttpRequest, form: forms.Form, place: Room, act: Act, **more: str) -> bool:
    return succeeds(
        form,
        lambda: act(**place.subject, **form.cleaned_data, **more, by=actor_of(request), at=timezone.now()),
    )


def _named(place: Room, form: forms.Form) -> str:
    """Name the line that a form was about, as its choices do."""
    return dict(place.choices)[form.cleaned_data["candidate_number"]]
