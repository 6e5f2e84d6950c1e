"""“All are there but…”: scripts counted in the hand, those that are not there named, and who signs besides."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from massicot.consignments.rules.despatch import AllBut, SecondPersonMissing
from massicot.core import codes
from massicot.core.refused import Refused
from massicot.core.second_person import NO_SECOND_PERSON
from massicot.web.shared.outcome import PointingForm

NAME_LENGTH = 100


class LackingField(forms.Field):
    """Scripts that are not there: numbers, or the last four digits and the letter of each, one after the other."""

    widget = forms.Textarea(
        attrs={"rows": 2, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    )

    def to_python(self, value: Any) -> list[str]:
        """Read the numbers and ends of numbers; name what is neither."""
        typed, strange = codes.numbers_in_text(str(value or ""))
        wrong = [
            *filter(None, [strange]),
            *(number for number in typed if not (codes.is_end(number) or codes.is_number(number))),
        ]
        if wrong:
            sentence = gettext("Neither numbers nor their four last digits and their letter, read them again: {typed}.")
            raise forms.ValidationError(sentence.format(typed=", ".join(wrong)), code="mistyped")
        return typed


class AllButForm(PointingForm):
    """What is not there of what was counted, and who looked for it as well."""

    lacking = LackingField(
        label=gettext_lazy("All are there but…"),
        help_text=gettext_lazy(
            "Nothing lacks: leave it empty. Else the number of each that is not there, or its last four digits and its "
            "letter."
        ),
        required=False,
    )
    signed_by = forms.CharField(
        label=gettext_lazy("Second person who looked"),
        help_text=gettext_lazy("Their name, where something is not there."),
        max_length=NAME_LENGTH,
        required=False,
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_signed_by(self) -> str:
        """Ask for the second person in their own field, where the cursor then is."""
        signed_by: str = self.cleaned_data["signed_by"]
        if self.cleaned_data.get("lacking") and not signed_by:
            raise forms.ValidationError(gettext(SecondPersonMissing.sentence), code="required")
        return signed_by

    def fault_at(self, refusal: Refused) -> str:
        return "signed_by" if isinstance(refusal, NO_SECOND_PERSON) else ""

    def lacks(self) -> AllBut:
        """Give what is not there, and who looked as well."""
        return AllBut(self.cleaned_data["lacking"], self.cleaned_data["signed_by"])
