"""What the office types."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.results.rules import Decision
from massicot.results.rules.wording import DECISIONS


class DecisionForm(forms.Form):
    """A decision on one gap."""

    key = forms.CharField(max_length=120, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[(choice.value, gettext_lazy(DECISIONS[choice])) for choice in Decision],
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, strip=True)
