"""What is typed from the report of a room: incidents, hours, who watched and who signs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.core.refused import Refused
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.roomreports.rules import (
    IN_REPORTS,
    NAME_LENGTH,
    TEXT_LENGTH,
    IncidentKind,
    InvigilatorsMissing,
    ReportSeen,
    ReportSheet,
    ReportTyped,
    RoomIncidentTyped,
    SeatWanted,
    SignedByOne,
    TimesImpossible,
)
from massicot.web.examcentre.clock import following, nearest
from massicot.web.examcentre.rooms.forms import OneOfSeveral
from massicot.web.shared.fields import HourField, LongSelect, ReasonField, set_choices
from massicot.web.shared.incidents import KINDS
from massicot.web.shared.outcome import PointingForm

SHEETS: dict[str, Promise | str] = {
    ReportSheet.HANDWRITTEN: gettext_lazy("the report written in the room, signed by hand"),
    ReportSheet.PRINTED: gettext_lazy("the report printed from here, then signed by hand"),
}


class IncidentForm(OneOfSeveral, PointingForm):
    """What happened in a room, at a seat or at none."""

    key = "incident"

    kind = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=[("", gettext_lazy("Choose")), *((kind.value, KINDS[kind]) for kind in IN_REPORTS)],
    )
    candidate = forms.ChoiceField(label=gettext_lazy("Seat"), widget=LongSelect, required=False)
    text = forms.CharField(
        label=gettext_lazy("In a few words"),
        help_text=gettext_lazy("What happened, what was done, at what hour. Name seats, never the number of a script."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Say in a few words what happened and what was done.")},
    )

    def __init__(self, *args: Any, lines: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "candidate", [("", gettext("no seat: the whole room")), *lines])

    def fault_at(self, refusal: Refused) -> str:
        return "candidate" if isinstance(refusal, SeatWanted) else "text"

    @property
    def incident(self) -> RoomIncidentTyped:
        typed = self.cleaned_data
        return RoomIncidentTyped(IncidentKind(typed["kind"]), typed["text"], typed["candidate"])


class SignatureForm(OneOfSeveral, PointingForm):
    """The hours of a room, who watched it and who signs; beside what the page showed, which they sign."""

    key = "signature"

    started = HourField(label=gettext_lazy("Began in the room at"))
    ended = HourField(label=gettext_lazy("Ended in the room at"))
    invigilators = forms.CharField(
        label=gettext_lazy("Invigilators"),
        help_text=gettext_lazy("Surname and first name, one a line."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )
    written_by = forms.CharField(
        label=gettext_lazy("Signed by, for the room"),
        help_text=gettext_lazy("Who was in charge of the room, as they signed."),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    countersigned_by = forms.CharField(
        label=gettext_lazy("Signed by, for the centre"),
        help_text=gettext_lazy("The head of the centre, or who stands in: another person."),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sheet = forms.ChoiceField(
        label=gettext_lazy("A copy of which sheet goes with the parcel"),
        choices=list(SHEETS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say which sheet goes with the parcel.")},
    )
    incidents = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    late = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def fault_at(self, refusal: Refused) -> str:
        places: tuple[tuple[type[Refused], str], ...] = (
            (TimesImpossible, "started"),
            (InvigilatorsMissing, "invigilators"),
            (SignedByOne, "countersigned_by"),
        )
        return next((name for kind, name in places if isinstance(refusal, kind)), "")

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._paper = paper

    @property
    def typed(self) -> ReportTyped:
        """Give what was typed, its hours on the day of the paper and the clock of the session."""
        typed = self.cleaned_data
        planned = exams.local(self._paper, self._paper.starts_at)
        started = nearest(planned, typed["started"])
        names = [" ".join(name.split()) for name in typed["invigilators"].splitlines()]
        return ReportTyped(
            started_at=started,
            ended_at=following(started, typed["ended"]),
            invigilators=[name for name in names if name],
            written_by=typed["written_by"],
            countersigned_by=typed["countersigned_by"],
            sheet=ReportSheet(typed["sheet"]),
        )

    @property
    def seen(self) -> ReportSeen:
        """Give what the page showed."""
        return ReportSeen(self.cleaned_data["incidents"], self.cleaned_data["late"])


class ReportReasonForm(OneOfSeveral):
    """Why a signed report is opened again."""

    key = "reopening"

    reason = ReasonField()
