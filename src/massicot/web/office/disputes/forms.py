"""What the office types of a dispute about a result."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.results.rules.access import ASKERS, Asker
from massicot.web.shared.fields import REASON_LENGTH, DayField, ReasonField

NUMBER_LENGTH = 20


class DisputeForm(forms.Form):
    """A dispute: about which candidate, by whom, since when, why."""

    candidate_number = forms.CharField(
        label=gettext_lazy("Candidate number"),
        max_length=NUMBER_LENGTH,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Type the number of the candidate: a name alone may be another's.")},
    )
    born_on = DayField(label=gettext_lazy("Date of birth"))
    asked_by = forms.TypedChoiceField(
        coerce=Asker,
        label=gettext_lazy("Disputed by"),
        choices=[("", gettext_lazy("Choose")), *((value, gettext_lazy(word)) for value, word in ASKERS.items())],
        error_messages={"required": gettext_lazy("Say who disputes it.")},
    )
    received_on = DayField(label=gettext_lazy("Received on"))
    reason = ReasonField(
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("Before which court, under which reference; no number of a script."),
    )


class DisputeReasonForm(forms.Form):
    """Why a dispute is ended, or opened again."""

    reason = ReasonField(help_text=gettext_lazy("It stays with the dispute."))
