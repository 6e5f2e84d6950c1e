"""What a marking centre says of somebody who is not there: that they are absent, or are there after all."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.missions.rules.hours import DayHalf
from massicot.missions.rules.letting_off import read_halves

_MOVED = gettext_lazy("This list is not as the page showed it: look at it again.")


class AbsentForm(forms.Form):
    """One person, by their letter, on one half-day."""

    code = forms.CharField(max_length=20, error_messages={"required": _MOVED})
    half = forms.CharField(max_length=20, error_messages={"required": _MOVED})

    def clean_half(self) -> DayHalf:
        """Read the half-day of the page."""
        try:
            (half,) = read_halves(self.cleaned_data["half"])
        except ValueError:
            raise forms.ValidationError(_MOVED) from None
        return half


class ExpectAgainForm(forms.Form):
    """An absence that the centre had announced."""

    absence = forms.IntegerField(min_value=1, max_value=2**63 - 1, error_messages={"required": _MOVED})
