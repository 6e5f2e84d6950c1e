"""The page of the checks of a room, and what whoever has its scripts in front of them says there."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy

from massicot.candidates import services
from massicot.core.actor import Role
from massicot.roomreports import services as reports
from massicot.web.examcentre.checks import forms
from massicot.web.examcentre.checks.views import page_of_checks
from massicot.web.examcentre.rooms.acts import OF_ROOM
from massicot.web.examcentre.rooms.shown import Room, room_or_404
from massicot.web.shared.acts import ActDone, Page, PageAct


def _lines(room: Room) -> dict[str, Any]:
    return {"lines": room.choices}


def _check_message(done: ActDone) -> str:
    room = done.found.state
    sentence = gettext("Room {room}: checked, by you.").format(room=room.title)
    if room.is_counted:
        return sentence
    return f"{sentence} {gettext('The count stays open until the register of the room is confirmed on it.')}"


def _comparison_message(done: ActDone) -> str:
    return gettext("Room {room}: labels compared, the headers may be cut.").format(room=done.found.state.title)


ROOM_CHECKS = Page(
    name="room_checks",
    path="<str:uai>/<str:session>/<str:paper>/salles/<room:room>/controles/",
    role=Role.EXAM_CENTRE,
    find=room_or_404,
    names=OF_ROOM,
    template_name="examcentre/room_checks.html",
    context=page_of_checks,
    acts=(
        PageAct(
            name="check_room",
            path="faits/",
            form_class=forms.PressedForm,
            form_name="refused",
            fields={"checks": "checks"},
            service=services.check_scripts,
            success_message=_check_message,
        ),
        PageAct(
            name="compare_labels",
            path="etiquettes/",
            form_class=forms.ComparedForm,
            form_name="compared",
            service=services.compare_labels,
            success_message=_comparison_message,
        ),
        PageAct(
            name="take_back_check",
            path="retour/",
            form_class=forms.TakenBackForm,
            form_name="refused",
            service=services.take_back_check,
            success_message=gettext_lazy("It is taken back: check it again."),
        ),
        PageAct(
            name="note_finding",
            path="constats/",
            form_class=forms.FindingForm,
            form_name="finding",
            form_kwargs=_lines,
            service=reports.note_finding,
            success_message=gettext_lazy("It is noted at its seat."),
        ),
        PageAct(
            name="take_back_finding",
            path="constats/retour/",
            form_class=forms.FindingGoneForm,
            form_name="refused",
            service=reports.take_back_finding,
            success_message=gettext_lazy("It is noted at this seat no more."),
        ),
    ),
)
