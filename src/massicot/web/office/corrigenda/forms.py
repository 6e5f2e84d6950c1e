"""What the office types of a corrigendum: its reference, its text, the routes and the dates that it gives."""

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext, gettext_lazy

from massicot.exams.rules.corrigenda import CalendarChange
from massicot.exams.rules.session_file import HOURS, REFERENCE_LENGTH
from massicot.exams.rules.session_plan import PaperValues
from massicot.web.office.corrigenda.calendar_forms import RouteForm
from massicot.web.office.corrigenda.effects import TITLES, written
from massicot.web.shared.fields import CountField, DayField, InstantField

TEXT_LENGTH = 4000
WAYS = 3
"""How many different routes one corrigendum may give, each to as many academies as it likes."""


class CorrigendumForm(forms.Form):
    """The text itself."""

    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        help_text=gettext_lazy("As it stands on the text: DIEC/17-738-1722, for example."),
        max_length=REFERENCE_LENGTH,
    )
    dated_on = DayField(label=gettext_lazy("Date of the text"))
    text = forms.CharField(
        label=gettext_lazy("What it says"),
        help_text=gettext_lazy("Each centre concerned reads this, by e-mail and on its home page."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    effective_at = InstantField(
        label=gettext_lazy("Its routes take effect"), help_text=gettext_lazy("Before the paper begins.")
    )


class CalendarForm(forms.Form):
    """The dates that a corrigendum gives; what is left empty stays as it is."""

    starts_at = InstantField(label=TITLES["starts_at"], required=False)
    ends_at = InstantField(label=TITLES["ends_at"], required=False)
    despatch_hours = CountField(label=TITLES["despatch_hours"], required=False, min_value=HOURS[0], max_value=HOURS[1])
    marking_opens_on = DayField(label=TITLES["marking_opens_on"], required=False)
    marking_closes_on = DayField(label=TITLES["marking_closes_on"], required=False)
    entry_opens_at = InstantField(label=TITLES["entry_opens_at"], required=False)
    entry_closes_at = InstantField(label=TITLES["entry_closes_at"], required=False)

    def __init__(self, sent: Any, *, before: PaperValues, zone: ZoneInfo) -> None:
        super().__init__(sent, prefix="calendar")
        for name, field in self.fields.items():
            now = written(getattr(before, name), zone)
            field.help_text = gettext("Now: %(now)s. Leave empty to keep it.") % {"now": now}

    def change(self) -> CalendarChange:
        """Build the calendar change."""
        return CalendarChange(**self.cleaned_data)


class WayForm(RouteForm):
    """One route that a corrigendum gives; a form without an academy gives none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, empty_permitted=True, use_required_attribute=False, **kwargs)

    def has_changed(self) -> bool:
        """Say whether anything is chosen or typed; what kind of route is always chosen."""
        return any(self[name].data for name in self.fields if name != "kind")


def way_forms(data: Any, academies: Iterable[tuple[str, str]]) -> Sequence[WayForm]:
    """Make the forms of the routes that one corrigendum may give."""
    choices = list(academies)
    return [WayForm(data, academies=choices, prefix=f"route{rank}") for rank in range(1, WAYS + 1)]
