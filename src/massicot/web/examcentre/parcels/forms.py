"""What is typed and ticked when a parcel is made, leaves, or is opened again."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from massicot.consignments.rules.despatch import ENCLOSURES
from massicot.consignments.rules.papers import PaperCounts
from massicot.core import codes
from massicot.web.shared.all_but import AllButForm
from massicot.web.shared.fields import CountField, InstantField, NumberField, ReasonField

SEAL_LENGTH, CARRIER_LENGTH, TRACKING_LENGTH = 40, 60, 60
SEAL_HINT = gettext_lazy("As it is printed on the seal; leave it empty if there is none.")


_NUMBER = re.compile(r"(?:[0-9]\s*){8}[A-Za-z]")
_PUNCTUATION = re.compile(r"[\s,;.]")


class NumbersField(forms.Field):
    """Anonymity numbers scanned or typed, one or several a line; each is checked by its letter."""

    widget = forms.Textarea(
        attrs={"rows": 6, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "form": "pack"}
    )

    def to_python(self, value: Any) -> list[str]:
        """Normalise the numbers; one scanned twice counts once, an extra sheet goes in with the first of its script."""
        lines = str(value or "").splitlines()
        numbers = dict.fromkeys(number for line in lines for number in _numbers_on(line))
        sheets = ((number, codes.extra_sheet(number)) for number in numbers)
        return [number for number, sheet in sheets if sheet is None or sheet.number not in numbers]

    def validate(self, value: Any) -> None:
        """Refuse what cannot be a number, and name it."""
        super().validate(value)
        if alone := [number for number in value if codes.extra_sheet(number)]:
            sentence = gettext(
                "Extra sheets without the first sheet of their script: {numbers}. Scan the label of the first sheet as "
                "well, or take these out: scripts are counted, not sheets."
            )
            raise forms.ValidationError(sentence.format(numbers=", ".join(alone)), code="sheet")
        if wrong := [number for number in value if not codes.is_number(number)]:
            sentence = gettext("Not anonymity numbers, read them again: {numbers}.").format(numbers=", ".join(wrong))
            raise forms.ValidationError(sentence, code="mistyped")


def _numbers_on(line: str) -> list[str]:
    """Read a line: numbers with whatever sets them apart, or else all of it, to be refused as it is."""
    if sheet := codes.extra_sheet(line):
        return [sheet.code]
    whole = codes.tidy_number(line)
    rest = _PUNCTUATION.sub("", _NUMBER.sub("", line))
    return [whole] if rest else [codes.tidy_number(number) for number in _NUMBER.findall(line)]


class NumberedParcelForm(AllButForm):
    """A parcel of numbered scripts: counted by hand, all that is left or some numbers."""

    counted = CountField(
        label=gettext_lazy("Scripts counted into the parcel"),
        help_text=gettext_lazy("Count them by hand, the copies marked “absent” included."),
    )
    seal = forms.CharField(
        label=gettext_lazy("Seal"), help_text=SEAL_HINT, max_length=SEAL_LENGTH, required=False, strip=True
    )
    numbers = NumbersField(
        label=gettext_lazy("Numbers of this parcel"),
        help_text=gettext_lazy("Scan the labels one after the other, one number a line. Empty: all that is left."),
        required=False,
    )
    field_order = ("counted", "lacking", "signed_by", "seal", "numbers")

    def clean_numbers(self) -> list[str]:
        """Refuse a part that is scanned and named by exception at once: one of the two says what goes in."""
        numbers: list[str] = self.cleaned_data["numbers"]
        if numbers and self.cleaned_data.get("lacking"):
            sentence = gettext("Either name what is not there, or scan what goes in: empty one of the two.")
            raise forms.ValidationError(sentence, code="both")
        return numbers


class FoundForm(forms.Form):
    """A script found that was not there when its parcel was made."""

    number = NumberField(widget=forms.HiddenInput)


class CountedParcelForm(forms.Form):
    """A parcel of scripts that bear no number: one count for each specialty, beside what was seen packed already."""

    seal = forms.CharField(
        label=gettext_lazy("Seal"), help_text=SEAL_HINT, max_length=SEAL_LENGTH, required=False, strip=True
    )
    gap_reason = ReasonField(
        label=gettext_lazy("Reason, if the count does not fit and nothing more will come"),
        help_text=gettext_lazy("Without a reason, fewer scripts make a first parcel: the others follow in another."),
        required=False,
    )

    def __init__(self, *args: Any, specialties: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._specialties = specialties
        asked = gettext("{specialty}: scripts counted in this parcel")
        labels = {code: asked.format(specialty=f"{code} {label}") for code, label in specialties.items()}
        counts = {self._name(code): CountField(label=label) for code, label in labels.items()}
        seen = {self._seen_name(code): CountField(widget=forms.HiddenInput, required=False) for code in specialties}
        self.fields = {**counts, **self.fields, **seen}

    def counts(self) -> dict[str, int]:
        """Map each specialty to the scripts counted."""
        return {code: self.cleaned_data[self._name(code)] for code in self._specialties}

    def page_counts(self) -> dict[str, int]:
        """Map each specialty to the scripts that the page showed as packed; a page that says nothing showed none."""
        return {code: self.cleaned_data[self._seen_name(code)] or 0 for code in self._specialties}

    @staticmethod
    def _seen_name(code: str) -> str:
        return f"packed_{code}"

    @staticmethod
    def _name(code: str) -> str:
        return f"count_{code}"


class DepartureForm(forms.Form):
    """A parcel handed to its carrier, and what lies in it."""

    enclosed = forms.MultipleChoiceField(
        label=gettext_lazy("In the parcel, with the scripts"),
        choices=[(enclosure.value, gettext_lazy(name)) for enclosure, name in ENCLOSURES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seal = forms.CharField(
        label=gettext_lazy("Seal"), help_text=SEAL_HINT, max_length=SEAL_LENGTH, required=False, strip=True
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
    carrier_count = CountField(
        label=gettext_lazy("Scripts declared to the carrier"),
        help_text=gettext_lazy("As written on its slip; carried by hand: as whoever carries it counted."),
    )
    left_at = InstantField(
        label=gettext_lazy("Handed over on"),
        help_text=gettext_lazy("Change it if the parcel left before now."),
    )
    reason = ReasonField(
        label=gettext_lazy("Reason, if a document is not in it or the count differs"),
        required=False,
    )


class PapersForm(forms.Form):
    """The papers counted into a parcel: one copy for each room."""

    registers = CountField(label=gettext_lazy("Copies of attendance registers"))
    reports = CountField(label=gettext_lazy("Copies of room reports"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "papers_%s", **kwargs})

    def counts(self) -> PaperCounts:
        """Give what was counted."""
        return PaperCounts(self.cleaned_data["registers"], self.cleaned_data["reports"])


class OpeningForm(forms.Form):
    """Why a parcel is opened again."""

    reason = ReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands beside the form of the departure, which asks for a reason too.
        super().__init__(*args, **{"auto_id": "opening_%s", **kwargs})
