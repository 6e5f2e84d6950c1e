"""What is typed of a parcel that comes: the shape of it, never the rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.consignments.rules.papers import PaperCounts
from massicot.consignments.rules.seals import REMARK_LENGTH, SEAL_LENGTH, SEAL_STATES, SealSeen, SealState
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


class SeenSealForm(forms.Form):
    """The state of a seal, and the number that was read on it."""

    state = forms.TypedChoiceField(
        label=gettext_lazy("The seal is"),
        choices=[(state.value, gettext_lazy(SEAL_STATES[state])) for state in SealState],
        coerce=SealState,
        widget=forms.RadioSelect,
    )
    read = forms.CharField(
        label=gettext_lazy("Number read on the seal"),
        help_text=gettext_lazy("As it stands on the parcel: what was told at the departure is compared afterwards."),
        max_length=SEAL_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    remark = forms.CharField(
        label=gettext_lazy("What else is seen"),
        max_length=REMARK_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_sure = forms.BooleanField(label=gettext_lazy("I looked twice: it is so"), required=False)

    @property
    def seen(self) -> SealSeen:
        typed: dict[str, Any] = self.cleaned_data
        return SealSeen(typed["state"], typed["read"], typed["remark"], is_sure=typed["is_sure"])
