"""What the office types of a document that was handed in."""

from django import forms
from django.utils.translation import gettext_lazy

from massicot.deposits.rules import DESTRUCTIONS, DISPUTE_LENGTH, REASONS_GIVEN, DestructionReason, DisputeUnsaid
from massicot.web.shared.fields import DayField


class FreezeForm(forms.Form):
    dispute = forms.CharField(
        label=gettext_lazy("Dispute"),
        help_text=gettext_lazy("The reference of its file, without a name."),
        max_length=DISPUTE_LENGTH,
        error_messages={"required": gettext_lazy(DisputeUnsaid.sentence)},
    )


class DateForm(forms.Form):
    destroy_on = DayField(label=gettext_lazy("To be destroyed on"))


class DestroyForm(forms.Form):
    reason = forms.TypedChoiceField(
        label=gettext_lazy("Why"),
        choices=[(reason.value, gettext_lazy(DESTRUCTIONS[reason])) for reason in REASONS_GIVEN],
        coerce=DestructionReason,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say why: it goes into the journal.")},
    )
