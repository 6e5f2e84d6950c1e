"""What whoever receives a parcel says of its seal: at a marking centre, at the exam office."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.consignments.rules.seals import REMARK_LENGTH, SEAL_LENGTH, SEAL_STATES, SealSeen, SealState


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
