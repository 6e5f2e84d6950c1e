"""The page of the report of a room, and what is done there: incidents noted, the report signed and opened again."""

from typing import NamedTuple

from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy

from massicot.core.actor import Role
from massicot.roomreports import services
from massicot.web.examcentre.reports import forms
from massicot.web.examcentre.reports.views import page_of_report
from massicot.web.examcentre.rooms.acts import OF_ROOM
from massicot.web.examcentre.rooms.shown import Room, reported_room_or_404
from massicot.web.shared.acts import ActDone, Page, PageAct


class IncidentOfRoom(NamedTuple):
    """One incident of the report of a room, by its row."""

    room: Room
    incident_id: int


def incident_of_room(request: HttpRequest, *, incident_id: int, **place: str) -> IncidentOfRoom:
    """Find the room of an address, and name the incident; whether that is there is for the act to say."""
    return IncidentOfRoom(reported_room_or_404(request, **place), incident_id)


def _signature_message(done: ActDone) -> str:
    return gettext("The report of the room {room} is signed.").format(room=done.found.state.title)


ROOM_REPORT = Page(
    name="room_report",
    path="<str:uai>/<str:session>/<str:paper>/salles/<room:room>/proces-verbal/",
    role=Role.EXAM_CENTRE,
    find=reported_room_or_404,
    names=OF_ROOM,
    template_name="examcentre/room_report.html",
    context=page_of_report,
    acts=(
        PageAct(
            name="note_incident",
            path="incident/",
            form_class=forms.IncidentForm,
            form_name="incident",
            form_kwargs=lambda room: {"lines": room.choices},
            fields={"incident": "incident"},
            service=services.note_incident,
            success_message=gettext_lazy("The incident is noted: the exam office sees it."),
        ),
        PageAct(
            name="take_back_incident",
            path="incident/<row:incident_id>/retour/",
            find=incident_of_room,
            names={
                "paper": lambda one: one.room.where.paper,
                "centre_uai": lambda one: one.room.where.uai,
                "room": lambda one: one.room.name,
                "incident_id": lambda one: one.incident_id,
            },
            form_name="taking_back",
            service=services.take_back_incident,
            success_message=gettext_lazy("The incident is taken back."),
        ),
        PageAct(
            name="sign_report",
            path="signature/",
            form_class=forms.SignatureForm,
            form_name="signature",
            form_kwargs=lambda room: {"paper": room.where.paper},
            fields={"typed": "typed", "seen": "seen"},
            service=services.sign_report,
            success_message=_signature_message,
        ),
        PageAct(
            name="reopen_report",
            path="reouverture/",
            form_class=forms.ReportReasonForm,
            form_name="reopening",
            service=services.reopen_report,
            success_message=gettext_lazy("The report is open again: correct it, then have it signed anew."),
        ),
    ),
)
