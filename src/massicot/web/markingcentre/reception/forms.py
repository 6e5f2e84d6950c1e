"""What is typed of the scripts of a parcel: the shape of it, never the rules."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.consignments.rules.despatch import LackingAmbiguous
from massicot.consignments.rules.reception import HeldCountDiffers, NotLookedForHere
from massicot.core.refused import Refused
from massicot.web.shared.all_but import AllButForm
from massicot.web.shared.fields import CountField, NumberField, ReasonField

RECEIVED, MISSING, FOUND, UNTICKED = "received", "missing", "found", "unticked"
"""What can be said of a script by hand."""


class TickForm(forms.Form):
    """What is said of one script by hand."""

    number = NumberField()
    act = forms.ChoiceField(choices=[(act, act) for act in (RECEIVED, MISSING, FOUND, UNTICKED)])


class StrayForm(forms.Form):
    """A script of another parcel that lies in this one."""

    number = NumberField(label=gettext_lazy("Number on the label"))


class CountsForm(forms.Form):
    """The scripts counted in a parcel without numbers: one field for each specialty announced."""

    reason = ReasonField(
        label=gettext_lazy("Reason, if a count is not what the note announces"),
        required=False,
    )

    def __init__(self, *args: Any, specialties: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.specialties = tuple(specialties)
        for code, label in specialties.items():
            self.fields[f"count-{code}"] = CountField(label=label)
        self.order_fields(f"count-{code}" for code in specialties)

    @property
    def counts(self) -> dict[str, int]:
        return {code: self.cleaned_data[f"count-{code}"] for code in self.specialties}


class PileForm(AllButForm):
    """The scripts of one specialty counted in their parcel, and those that are not there."""

    specialty = forms.CharField(max_length=10, widget=forms.HiddenInput)
    counted = CountField(
        label=gettext_lazy("Scripts counted in the parcel"),
        help_text=gettext_lazy("Count them by hand, the copies marked “absent” included."),
    )
    field_order = ("counted", "lacking", "signed_by")

    def fault_at(self, refusal: Refused) -> str:
        faults = {HeldCountDiffers: "counted", NotLookedForHere: "lacking", LackingAmbiguous: "lacking"}
        return faults.get(type(refusal)) or super().fault_at(refusal)
