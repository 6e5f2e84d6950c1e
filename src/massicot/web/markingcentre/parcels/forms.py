"""What is typed of a parcel that comes: the shape of it, never the rules."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.consignments.rules.papers import PaperCounts
from massicot.web.shared.fields import CountField, ReasonField


class ParcelReasonForm(forms.Form):
    """Why something is done."""

    reason = ReasonField()


class PapersCameForm(forms.Form):
    """The papers that came with a parcel, counted and not read; beside what the page showed of an earlier count."""

    registers = CountField(label=gettext_lazy("Attendance registers that came"))
    reports = CountField(label=gettext_lazy("Room reports that came"))
    seen_registers = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    seen_reports = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    @property
    def counts(self) -> PaperCounts:
        return PaperCounts(self.cleaned_data["registers"], self.cleaned_data["reports"])

    @property
    def seen(self) -> PaperCounts | None:
        """Give the count that the page showed."""
        shown = self.cleaned_data["seen_registers"], self.cleaned_data["seen_reports"]
        return None if None in shown else PaperCounts(*shown)
