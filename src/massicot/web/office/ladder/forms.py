"""What the office types."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.results.rules import Decision
from massicot.results.rules.decisions import DECISIONS
from massicot.web.shared.fields import ReasonField


class DecisionForm(forms.Form):
    """A decision on one gap."""

    key = forms.CharField(max_length=120, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=120, widget=forms.HiddenInput, required=False)
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=[
            # Nothing is decided by a hurried hand: it cannot be taken back.
            ("", gettext_lazy("Choose")),
            *((choice.value, gettext_lazy(DECISIONS[choice])) for choice in Decision),
        ],
        error_messages={"required": gettext_lazy("Say what is decided of it.")},
    )
    reason = ReasonField()


class WhatCountsForm(forms.Form):
    """What counts of a decision on a script that is there after all."""

    key = forms.CharField(max_length=120, widget=forms.HiddenInput)
    reason = ReasonField(label=gettext_lazy("What counts now"))
