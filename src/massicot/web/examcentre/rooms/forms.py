"""What is typed beside the register of a room: words, labels, counts, delays, reasons."""

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.candidates.rules import CHANGES, Attendance
from massicot.web.examcentre.clock import nearest
from massicot.web.shared.fields import CountField, DayField, LongSelect, NumberField, ReasonField, set_choices

WORDS = {
    Attendance.NOT_KEYED: gettext_lazy("to key"),
    Attendance.PRESENT: gettext_lazy("present"),
    Attendance.ABSENT: gettext_lazy("absent"),
    Attendance.BLANK: gettext_lazy("blank script"),
}
"""What the register says, as pages write it."""

_HOUR = re.compile(r"([01]?[0-9]|2[0-3])\s*[h:]\s*([0-5][0-9])", re.IGNORECASE)


class OneOfSeveral(forms.Form):
    """One of several forms of a page: its fields have identifiers of their own."""

    key = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.key}_%s", **kwargs})


class RegisterLineForm(forms.Form):
    """A word keyed on one line, and what the page showed there."""

    candidate_number = forms.CharField(max_length=11)
    seen = forms.TypedChoiceField(choices=list(WORDS.items()), coerce=Attendance)
    word = forms.TypedChoiceField(choices=list(WORDS.items()), coerce=Attendance)


class LabelForm(forms.Form):
    """The label of a script in hand."""

    number = NumberField(label=gettext_lazy("Number of the label"))


class RoomConfirmationForm(OneOfSeveral):
    """The scripts counted in the hand, and how many others the page showed."""

    key = "confirmation"

    others_present = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    counted = CountField(
        label=gettext_lazy("Scripts counted in the hand"),
        help_text=gettext_lazy("Blank scripts included, copies marked “absent” not included."),
    )
    gap_reason = ReasonField(label=gettext_lazy("Reason, if the difference cannot be found"), required=False)


class RecountForm(OneOfSeveral):
    """The scripts of a confirmed room, counted again."""

    key = "recount"

    counted = CountField(
        label=gettext_lazy("Scripts counted again"),
        help_text=gettext_lazy("Blank scripts included, copies marked “absent” not included."),
    )
    gap_reason = ReasonField(label=gettext_lazy("Reason, if the difference cannot be found"), required=False)


class TakingBackForm(OneOfSeveral):
    """Why the confirmation of a room is taken back."""

    key = "taking_back"

    reason = ReasonField()


class _OneLineForm(OneOfSeveral):
    """Something about one line of the register, chosen by its seat."""

    candidate_number = forms.ChoiceField(label=gettext_lazy("Candidate"), widget=LongSelect)

    def __init__(self, *args: Any, lines: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "candidate_number", [("", "—"), *lines])


class SeenLineField(forms.ChoiceField):
    """A line of the register, with what the page said of it: 01234567890/present."""

    widget = LongSelect

    def valid_value(self, value: Any) -> bool:
        """Accept a line of the room with any word: what it says now is for the act to compare."""
        number, _, word = str(value).partition("/")
        choices: Any = self.choices
        return word in set(Attendance) and any(number == str(choice).partition("/")[0] for choice, _ in choices)


class CorrectionForm(_OneLineForm):
    """A word of a confirmed room corrected, with its reason, and what the page showed there."""

    key = "correction"

    candidate_number = SeenLineField(label=gettext_lazy("Candidate"))
    attendance = forms.TypedChoiceField(
        label=gettext_lazy("What the register says"),
        choices=[("", "—"), *((word, title) for word, title in WORDS.items() if CHANGES[word])],
        coerce=Attendance,
    )
    reason = ReasonField()

    @property
    def corrected(self) -> str:
        """Give the candidate, parted from what the page said of them."""
        return str(self.cleaned_data["candidate_number"]).partition("/")[0]

    @property
    def seen(self) -> Attendance:
        """Give what the page said of the candidate."""
        return Attendance(str(self.cleaned_data["candidate_number"]).partition("/")[2])


class DelayField(CountField):
    """A delay in minutes, or the hour of arrival as the register says it: 12, 14:12, 14 h 12."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "class": "count"})
    begins_at: datetime
    arrived_at: datetime | None = None

    def to_python(self, value: Any) -> int | None:
        """Count the minutes from the start of the room to an hour that was typed, and keep the hour."""
        typed = _HOUR.fullmatch(str(value or "").strip())
        if typed is None:
            minutes: int | None = super().to_python(value)
            return minutes
        self.arrived_at = nearest(self.begins_at, time(int(typed[1]), int(typed[2])))
        return (self.arrived_at - self.begins_at) // timedelta(minutes=1)


class LateForm(_OneLineForm):
    """A candidate let in late, and their delay in minutes or the hour at which they came."""

    key = "late"

    minutes = DelayField(
        label=gettext_lazy("Delay, in minutes"),
        help_text=gettext_lazy("Or the hour of arrival, as the register says it: 14:12."),
    )

    def __init__(self, *args: Any, begins_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["minutes"]
        field.begins_at = begins_at

    @property
    def arrived_at(self) -> datetime | None:
        """Give the hour of arrival, where that was typed."""
        field: Any = self.fields["minutes"]
        hour: datetime | None = field.arrived_at
        return hour


class TimelyForm(_OneLineForm):
    """A candidate who was not late."""

    key = "timely"

    seen = forms.IntegerField(widget=forms.HiddenInput)


class SeatedBackForm(OneOfSeveral):
    """A candidate who did not sit here after all."""

    key = "seated_back"

    candidate_number = forms.CharField(max_length=11, widget=forms.HiddenInput)


class SeatHereForm(OneOfSeveral):
    """A candidate of another room or centre who sat here: the number and the date of birth that told who it is."""

    key = "seat_here"

    candidate_number = forms.CharField(max_length=11, widget=forms.HiddenInput)
    born_on = DayField(widget=forms.HiddenInput)
    seat = forms.CharField(label=gettext_lazy("Seat here"), max_length=20, required=False)
    number = NumberField(
        label=gettext_lazy("Number of the reserve label stuck on the script"),
        required=False,
        help_text=gettext_lazy("Scan it or type it. Leave it empty for a specialty whose scripts are not numbered."),
    )


class OffListForm(forms.Form):
    """A candidate who sat and is not on the register."""

    candidate_number = forms.CharField(
        label=gettext_lazy("Candidate number"),
        max_length=20,
        help_text=gettext_lazy("The 11 digits of the convocation."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    surname = forms.CharField(label=gettext_lazy("Surname"), max_length=100)
    first_names = forms.CharField(label=gettext_lazy("First names"), max_length=100)
    born_on = DayField(label=gettext_lazy("Date of birth"))
    specialty_code = forms.ChoiceField(label=gettext_lazy("Specialty"), widget=LongSelect)
    seat = forms.CharField(label=gettext_lazy("Seat"), max_length=20, required=False)
    origin_uai = forms.CharField(
        label=gettext_lazy("School of the candidate"),
        max_length=8,
        required=False,
        help_text=gettext_lazy("Its UAI, if the candidate knows it: seven digits and a letter."),
    )
    number = NumberField(
        label=gettext_lazy("Number of the reserve label stuck on the script"),
        required=False,
        help_text=gettext_lazy("Scan it or type it. Leave it empty for a specialty whose scripts are not numbered."),
    )

    def __init__(self, *args: Any, specialties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "specialty_code", [("", "—"), *((code, f"{code} – {label}") for code, label in specialties)])

    def clean_candidate_number(self) -> str:
        """Read a candidate number as convocations print it, in groups."""
        return "".join(str(self.cleaned_data["candidate_number"]).split())

    def clean_origin_uai(self) -> str:
        """Read a UAI in capitals."""
        return str(self.cleaned_data["origin_uai"]).upper()
