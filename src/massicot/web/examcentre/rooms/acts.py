"""The page of a room, and what is put right on its register: a word, the confirmation, a late arrival."""

from operator import attrgetter

from django.utils.translation import gettext, gettext_lazy

from massicot.candidates import services
from massicot.core.actor import Role
from massicot.web.examcentre.rooms import forms
from massicot.web.examcentre.rooms.shown import room_or_404
from massicot.web.examcentre.rooms.views import page_of_room
from massicot.web.shared.acts import ActDone, Page, PageAct

SUBJECT = {"paper": attrgetter("where.paper"), "centre_uai": attrgetter("where.uai")}
OF_ROOM = SUBJECT | {"room": attrgetter("name")}


def _correction_message(done: ActDone) -> str:
    line = dict(done.found.choices)[done.form.corrected]
    return gettext("{line}: corrected. Count the scripts of the room again.").format(line=line)


def _late_message(done: ActDone) -> str:
    line = dict(done.found.choices)[done.form.cleaned_data["candidate_number"]]
    sentence = gettext("{line}: the late arrival is noted, {minutes} min.")
    return sentence.format(line=line, minutes=done.form.cleaned_data["minutes"])


def _timely_message(done: ActDone) -> str:
    line = dict(done.found.choices)[done.form.cleaned_data["candidate_number"]]
    return gettext("{line}: the late arrival is taken back.").format(line=line)


ROOM = Page(
    name="room",
    path="<str:uai>/<str:session>/<str:paper>/salles/<room:room>/",
    role=Role.EXAM_CENTRE,
    find=room_or_404,
    names=SUBJECT,
    template_name="examcentre/room.html",
    context=page_of_room,
    acts=(
        PageAct(
            name="take_back_room",
            path="retour/",
            names=OF_ROOM,
            form_class=forms.TakingBackForm,
            form_name="taking_back",
            service=services.take_back_confirmation,
            success_message=gettext_lazy("The confirmation is taken back: key the room, then confirm it again."),
        ),
        PageAct(
            name="correct_line",
            path="correction/",
            form_class=forms.CorrectionForm,
            form_name="correction",
            form_kwargs=lambda room: {"lines": room.corrigible},
            fields={"candidate_number": "corrected", "seen": "seen", "attendance": "attendance", "reason": "reason"},
            service=services.correct_attendance,
            success_message=_correction_message,
        ),
        PageAct(
            name="note_late",
            path="retard/",
            form_class=forms.LateForm,
            form_name="late",
            form_kwargs=lambda room: {"lines": room.choices, "begins_at": room.began_at},
            fields={"candidate_number": "candidate_number", "minutes": "minutes", "arrived_at": "arrived_at"},
            service=services.note_late_arrival,
            success_message=_late_message,
        ),
        PageAct(
            name="take_back_late",
            path="retard/retour/",
            form_class=forms.TimelyForm,
            form_name="timely",
            form_kwargs=lambda room: {"lines": room.choices},
            service=services.take_back_late_arrival,
            success_message=_timely_message,
        ),
    ),
)
