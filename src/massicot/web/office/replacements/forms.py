"""What is typed about replacements: who comes, on which half-days, why one is taken back."""

from django import forms
from django.utils.translation import gettext, gettext_lazy

from massicot.missions.rules.hours import DayHalf
from massicot.missions.rules.replacements import read_halves
from massicot.replacements.rules import REASON_LENGTH

REACHED, NOT_REACHED = "oui", "non"
"""Whether a letter reached its reader."""


class HalvesField(forms.CharField):
    """Half-days as an address and a form carry them: 2017-06-01/morning, between spaces."""

    widget = forms.HiddenInput

    def to_python(self, value: object) -> frozenset[DayHalf]:  # type: ignore[override]
        try:
            return read_halves(str(value or ""))
        except ValueError:
            raise forms.ValidationError(gettext("Half-days are written as 2017-06-01/morning.")) from None


class AskedPersonForm(forms.Form):
    person = forms.CharField(
        max_length=40,
        label=gettext_lazy("Identifier"),
        error_messages={"required": gettext_lazy("Type the identifier of a person.")},
    )


class ConveneForm(AskedPersonForm):
    halves = HalvesField(error_messages={"required": gettext_lazy("Tick the half-days on which somebody is wanted.")})


class ReplyForm(forms.Form):
    replacement = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ReplacementBackForm(ReplyForm):
    reason = forms.CharField(
        max_length=REASON_LENGTH,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Whoever was to come reads it."),
        error_messages={"required": gettext_lazy("Say why the replacement is taken back.")},
    )


class ReachedForm(forms.Form):
    """Which letter, and whether it reached its reader."""

    code = forms.CharField(max_length=20, widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=[(word, word) for word in (REACHED, NOT_REACHED)])
