"""What is typed about boxes of header strips; what it means is for the rules to judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from massicot.anonymity.rules import StripsBoxedBeyond
from massicot.anonymity.rules.strips import (
    BoxCountDiffers,
    FiledBox,
    LabelsNotCompared,
    PlaceOfBoxMissing,
    SecondDestroyerMissing,
    SecondLookMissing,
)
from massicot.consignments.rules.despatch import AllBut
from massicot.core import codes
from massicot.core.refused import Refused
from massicot.core.second_person import SecondNameTooShort, SecondPersonIsFirst
from massicot.scripts.rules import StripsCertified
from massicot.web.shared.all_but import NAME_LENGTH, LackingField
from massicot.web.shared.fields import CountField, NumberField, ReasonField
from massicot.web.shared.outcome import PointingForm

MOST_ID = 2**63 - 1


class UnboxingForm(forms.Form):
    """Why a box of header strips is opened again."""

    reason = ReasonField()


class EndField(forms.CharField):
    """A header strip, by its number or by the last four digits and the letter of it."""

    widget = forms.TextInput(
        attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "number"}
    )
    default_error_messages = {"required": gettext_lazy("Scan the strip, or type the end of its number.")}

    def to_python(self, value: Any) -> str:
        """Normalise the number; the strip of an extra sheet lies with that of its first."""
        return codes.number_scanned(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        """Refuse what is neither a number nor the end of one."""
        super().validate(value)
        if value and not (codes.is_number(value) or codes.is_end(value)):
            sentence = gettext("Neither a number nor its four last digits and its letter: read it again.")
            raise forms.ValidationError(sentence, code="mistyped")


class StripsForm(PointingForm):
    """A box of header strips closed by both ends and its count."""

    first = EndField(
        label=gettext_lazy("First strip of the box"),
        help_text=gettext_lazy("The strips sorted by number. Scan it, or type its last four digits and its letter."),
    )
    last = EndField(label=gettext_lazy("Last strip of the box"))
    count = CountField(
        label=gettext_lazy("Strips in the box"),
        min_value=1,
        error_messages={"min_value": gettext_lazy("Type how many strips go into the box: at least one.")},
    )
    kept_in = forms.CharField(
        label=gettext_lazy("Where the box is kept"),
        help_text=gettext_lazy("Room and cupboard: somebody will look for it a year from now."),
        max_length=100,
        error_messages={"required": gettext_lazy(PlaceOfBoxMissing.sentence)},
    )
    lacking = LackingField(
        label=gettext_lazy("All strips are there but…"),
        help_text=gettext_lazy("Nothing lacks: leave it empty. Else the number of each strip that is not there."),
        required=False,
    )
    signed_by = forms.CharField(
        label=gettext_lazy("Second person who looked"),
        help_text=gettext_lazy("Their name, where something is not there."),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    reason = ReasonField(
        label=gettext_lazy("Reason, if labels were not compared with candidates before the cut"),
        help_text=gettext_lazy("Leave it empty first: rooms that were not compared are told."),
        required=False,
    )

    def clean_signed_by(self) -> str:
        """Ask for the second person in their own field, where the cursor then is."""
        signed_by: str = self.cleaned_data["signed_by"]
        if self.cleaned_data.get("lacking") and not signed_by:
            raise forms.ValidationError(gettext(SecondLookMissing.sentence), code="required")
        return signed_by

    def box(self) -> FiledBox:
        """Give the box as it was typed."""
        typed = self.cleaned_data
        lacking = AllBut(typed["lacking"], typed["signed_by"])
        return FiledBox(
            first=typed["first"],
            last=typed["last"],
            count=typed["count"],
            kept_in=typed["kept_in"],
            lacking=lacking,
            reason=typed["reason"],
        )

    def fault_at(self, refusal: Refused) -> str:
        if isinstance(refusal, LabelsNotCompared):
            return "reason"
        return "count" if isinstance(refusal, BoxCountDiffers | StripsBoxedBeyond) else "first"


class FoundStripForm(forms.Form):
    """A header strip found that was not there when its box was closed."""

    number = NumberField(widget=forms.HiddenInput)


class LookedUpForm(forms.Form):
    """A header strip that somebody looks for."""

    strip = EndField(label=gettext_lazy("Number of a script, or the end of it"))


class DestroyedStripsForm(PointingForm):
    """Header strips that two persons destroyed."""

    count = CountField(label=gettext_lazy("Strips destroyed"), min_value=0)
    signed_by = forms.CharField(
        label=gettext_lazy("Second person who destroyed them with you"),
        max_length=NAME_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = ReasonField(
        label=gettext_lazy("Reason, if some of them cannot be found"),
        help_text=gettext_lazy("Leave it empty where all of them are there."),
        required=False,
    )

    def fault_at(self, refusal: Refused) -> str:
        of_second = SecondDestroyerMissing | SecondPersonIsFirst | SecondNameTooShort
        return "signed_by" if isinstance(refusal, of_second) else "count"

    @property
    def certified(self) -> StripsCertified:
        """Give what is signed."""
        return StripsCertified(**self.cleaned_data)


class CertificateBackForm(forms.Form):
    """A certificate of header strips signed by mistake."""

    destruction_id = forms.IntegerField(required=False, min_value=0, max_value=MOST_ID, widget=forms.HiddenInput)
    reason = ReasonField()

    def clean_destruction_id(self) -> int:
        """Read none as one that is no more: the page is looked at again."""
        return self.cleaned_data["destruction_id"] or 0
