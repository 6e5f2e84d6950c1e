"""Days on which somebody cannot be called, as the office and heads of institution declare them."""

from datetime import date

from django import forms
from django.utils.translation import gettext, gettext_lazy

from massicot.persons.queries import Unavailability
from massicot.persons.rules import UnavailabilityKind
from massicot.web.shared import instants
from massicot.web.shared.fields import DayField

ABSENCE_KINDS = {
    UnavailabilityKind.LEAVE: gettext_lazy("leave"),
    UnavailabilityKind.PART_TIME: gettext_lazy("part time: does not work on these days"),
    UnavailabilityKind.OTHER_EXAM: gettext_lazy("called by another examination"),
    UnavailabilityKind.TRAINING: gettext_lazy("training"),
    UnavailabilityKind.OTHER: gettext_lazy("other reason"),
}
"""How each kind is called where it is chosen and read."""


class AbsenceForm(forms.Form):
    """Days on which a person cannot be called, both included."""

    starts_on = DayField(label=gettext_lazy("From"))
    ends_on = DayField(label=gettext_lazy("To (included)"))
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Reason"),
        choices=[("", gettext_lazy("Choose the reason")), *ABSENCE_KINDS.items()],
        coerce=UnavailabilityKind,
    )


def told_days(first: date, last: date) -> str:
    """Write days as people say them: one day, or from one to another."""
    if first == last:
        return gettext("on {day}").format(day=instants.day(first))
    return gettext("from {first} to {last}").format(first=instants.day(first), last=instants.day(last))


def told_absence(row: Unavailability) -> str:
    """Write one declaration: its days and its kind."""
    return f"{told_days(row.starts_on, row.ends_on)} – {ABSENCE_KINDS[UnavailabilityKind(row.kind)]}"
