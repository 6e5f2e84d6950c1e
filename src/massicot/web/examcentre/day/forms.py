"""What is typed on the evening of a paper: counts and reasons; what they mean is for the rules to judge."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.candidates.rules.day import CountsDiffer
from massicot.core.refused import Refused
from massicot.web.shared.fields import CountField, ReasonField
from massicot.web.shared.outcome import PointingForm


class ClosingForm(PointingForm):
    """The three counts made by hand when a day is closed."""

    items_in_hand = CountField(
        label=gettext_lazy("Items in hand"),
        help_text=gettext_lazy("Scripts with a label: written, blank, and the copies marked “absent”."),
    )
    labels_used = CountField(
        label=gettext_lazy("Labels used"),
        help_text=gettext_lazy("Those that were stuck on, spare ones included; not those that are left."),
    )
    strips_boxed = CountField(
        label=gettext_lazy("Header strips"),
        help_text=gettext_lazy("The strips cut off, counted one by one."),
    )
    gap_reason = ReasonField(
        label=gettext_lazy("Reason, if a difference cannot be found"),
        help_text=gettext_lazy(
            "Leave it empty first: a count that differs is told. It goes into the journal, and the exam office decides."
        ),
        required=False,
    )

    def fault_at(self, refusal: Refused) -> str:
        if not isinstance(refusal, CountsDiffer):
            return ""
        counts = ("items_in_hand", "labels_used", "strips_boxed")
        return next((name for name in counts if self.cleaned_data[name] != refusal.values["expected"]), "")


class ReopeningForm(forms.Form):
    """Why a closed day is opened again."""

    reason = ReasonField()
