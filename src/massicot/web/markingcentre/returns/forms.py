"""What is typed when a parcel is made for the exam office, leaves, or is opened again: the shape of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.consignments.rules.returns import CARRIER_LENGTH, Departure, ReturnCounts
from massicot.consignments.rules.seals import SEAL_LENGTH
from massicot.shelves.rules.returns import ReturnChoice
from massicot.web.shared.fields import CountField, InstantField, ReasonField, set_choices
from massicot.web.shared.named import NamedField, read_named

TRACKING_LENGTH = 60


class PackReturnForm(forms.Form):
    """The piles, batches and scripts of one parcel, and what was counted into it by hand."""

    specialties = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "Of %(value)s nothing is left that may leave: look at the piles as they are now."
            )
        },
    )
    but = NamedField(
        label=gettext_lazy("All are in their piles but…"),
        help_text=gettext_lazy("Batches of the ticked specialties that are not there: the number of each."),
    )
    batches = NamedField(
        label=gettext_lazy("Other batches of this parcel"),
        help_text=gettext_lazy("Scan their covers, or type their numbers: also what the office found missing."),
    )
    scripts = NamedField(
        label=gettext_lazy("Scripts in no batch"),
        help_text=gettext_lazy("The number of each that goes in, or its last four digits and its letter."),
    )
    envelopes = CountField(label=gettext_lazy("Envelopes counted into the parcel"))
    counted = CountField(
        label=gettext_lazy("Scripts in it, by what the envelopes say"),
        help_text=gettext_lazy("Those in no batch are counted with the others."),
    )
    seal = forms.CharField(
        label=gettext_lazy("Seal"),
        help_text=gettext_lazy("As it is printed on the seal; leave it empty if there is none."),
        max_length=SEAL_LENGTH,
        required=False,
    )

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "specialties", [(code, code) for code in codes])

    @property
    def choice(self) -> ReturnChoice:
        """Give what goes into the parcel."""
        named = {name: read_named(self.cleaned_data[name]) for name in ("but", "batches", "scripts")}
        return ReturnChoice(specialties=self.cleaned_data["specialties"], **named)

    @property
    def hand_count(self) -> ReturnCounts:
        """Give what was counted."""
        return ReturnCounts(self.cleaned_data["envelopes"], self.cleaned_data["counted"])


class ReturnDepartureForm(forms.Form):
    """A return parcel handed to its carrier."""

    seal = forms.CharField(
        label=gettext_lazy("Seal"),
        help_text=gettext_lazy("As it is printed on the seal; leave it empty if there is none."),
        max_length=SEAL_LENGTH,
        required=False,
    )
    carrier = forms.CharField(
        label=gettext_lazy("Carrier"),
        help_text=gettext_lazy("Its name, or “by hand” with the function of whoever carries it."),
        max_length=CARRIER_LENGTH,
        error_messages={"required": gettext_lazy("Say who carries the parcel: the carrier's name, or “by hand”.")},
    )
    tracking = forms.CharField(
        label=gettext_lazy("Tracking number"),
        help_text=gettext_lazy("Leave it empty if it is carried by hand."),
        max_length=TRACKING_LENGTH,
        required=False,
    )
    counted = CountField(
        label=gettext_lazy("Scripts declared to the carrier"),
        help_text=gettext_lazy("As written on its slip; carried by hand: as whoever carries it counted."),
    )
    left_at = InstantField(
        label=gettext_lazy("Handed over on"), help_text=gettext_lazy("Change it if the parcel left before now.")
    )
    reason = ReasonField(label=gettext_lazy("Reason, if the count differs"), required=False)

    @property
    def departure(self) -> Departure:
        """Give what is typed of the departure."""
        typed = self.cleaned_data
        left_at: datetime = typed["left_at"]
        return Departure(
            carrier=typed["carrier"],
            tracking=typed["tracking"],
            counted=typed["counted"],
            seal=typed["seal"],
            left_at=left_at,
            reason=typed["reason"],
        )


class ReturnReasonForm(forms.Form):
    """Why a return parcel is opened again."""

    reason = ReasonField()
