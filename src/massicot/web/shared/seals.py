"""The seal of a parcel: what whoever receives it says, how the exam office ends a trouble, both in words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from massicot.consignments.queries import ReturnParcel
from massicot.consignments.rules.return_seals import RETURN_SEAL_ENDS
from massicot.consignments.rules.seals import (
    REMARK_LENGTH,
    SEAL_ENDS,
    SEAL_LENGTH,
    SEAL_STATES,
    SEAL_VERDICTS,
    TROUBLES,
    SealEnd,
    SealSeen,
    SealState,
)


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


def _end_field(words: Mapping[str, str]) -> forms.TypedChoiceField:
    choices = [("", "—"), *((end.value, gettext_lazy(words[end])) for end in SealEnd)]
    return forms.TypedChoiceField(label=gettext_lazy("How it ends"), choices=choices, coerce=SealEnd)


class SealEndForm(forms.Form):
    """How a trouble with a seal ends, and what was learnt."""

    end = _end_field(SEAL_ENDS)
    remark = forms.CharField(
        label=gettext_lazy("What was learnt, from whom"),
        max_length=REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReturnSealEndForm(SealEndForm):
    """How a trouble with the seal of a return parcel ends."""

    end = _end_field(RETURN_SEAL_ENDS)


def return_seal_told(parcel: ReturnParcel) -> str:
    """Tell what was seen of the seal of a return parcel, and what it comes to; nothing before."""
    if not parcel.seal_state:
        return ""
    state = gettext(SEAL_STATES[parcel.seal_state])
    return gettext("{state}; {verdict}").format(state=state, verdict=gettext(SEAL_VERDICTS[parcel.seal_verdict]))


def is_return_seal_open(parcel: ReturnParcel) -> bool:
    """Say whether the seal of a return parcel was not as told, and nobody has said how that ends."""
    return parcel.seal_verdict in TROUBLES and not parcel.seal_end


def return_seal_ended(parcel: ReturnParcel) -> str:
    """Tell how a trouble with the seal of a return parcel ended, and what was learnt; nothing before."""
    return f"{gettext(RETURN_SEAL_ENDS[parcel.seal_end])} – {parcel.seal_end_remark}" if parcel.seal_end else ""
