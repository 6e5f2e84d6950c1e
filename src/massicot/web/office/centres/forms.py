"""What the office writes down of parcels: acknowledgements of outside centres, papers that lack, seals."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from massicot.consignments.rules.arrival import NAME_LENGTH, REMARKS_LENGTH, ParcelAcknowledgement
from massicot.web.shared.fields import CountField, InstantField, ReasonField, set_choices


class ParcelAcknowledgementForm(forms.Form):
    """Who acknowledged a parcel, since when it is there, one count for each specialty, what was remarked."""

    by_whom = forms.CharField(
        label=gettext_lazy("Acknowledged by"),
        help_text=gettext_lazy("A name and a function, as the acknowledgement says."),
        max_length=NAME_LENGTH,
    )
    arrived_at = InstantField(label=gettext_lazy("Arrived there on"))
    remarks = forms.CharField(
        label=gettext_lazy("Reserves and remarks, or the reason of a difference"),
        help_text=gettext_lazy("As they are written; asked for where a count is not what was announced."),
        max_length=REMARKS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, specialties: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._specialties = specialties
        said = gettext("Scripts counted there, {specialty}")
        counts = {
            f"count_{code}": CountField(label=said.format(specialty=label)) for code, label in specialties.items()
        }
        self.fields = {**self.fields, **counts}
        self.order_fields(["by_whom", "arrived_at", *counts, "remarks"])

    @property
    def said(self) -> ParcelAcknowledgement:
        """Give what the outside centre says."""
        return ParcelAcknowledgement(*(self.cleaned_data[name] for name in ("by_whom", "arrived_at", "remarks")))

    @property
    def counts(self) -> dict[str, int]:
        """Map each specialty to the scripts counted there."""
        return {code: self.cleaned_data[f"count_{code}"] for code in self._specialties}


class WaivingForm(forms.Form):
    """Of which parcel nobody waits for the papers any more, and why."""

    code = forms.ChoiceField(
        label=gettext_lazy("Parcel"),
        error_messages={
            "required": gettext_lazy("Choose the parcel."),
            "invalid_choice": gettext_lazy("No paper of this parcel is lacking any more: there is nothing to decide."),
        },
    )
    reason = ReasonField()

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "code", [("", gettext("Choose")), *((code, code) for code in codes)])


class OutsideReasonForm(forms.Form):
    """Why an acknowledgement is taken back, or a parcel declared lost."""

    reason = ReasonField()
