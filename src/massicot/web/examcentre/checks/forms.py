"""What is typed and pressed when the scripts of a room are checked; what it means is for the rules to judge."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.candidates.rules.checks import BY_ONE, CHECKER_LENGTH, FINDING_LENGTH, FINDINGS, Scrutiny
from massicot.web.shared.fields import CountField, LongSelect, NumberField, set_choices

EVERYTHING = "all"
"""All that one person checks alone, by one press."""

CHOICES = [(check.value, gettext_lazy(FINDINGS[check])) for check in Scrutiny]


class PressedForm(forms.Form):
    """One check, or all of them."""

    check = forms.ChoiceField(choices=[(EVERYTHING, EVERYTHING), *((check.value, check.value) for check in BY_ONE)])

    @property
    def checks(self) -> list[Scrutiny]:
        pressed = self.cleaned_data["check"]
        return list(BY_ONE) if pressed == EVERYTHING else [Scrutiny(pressed)]


class TakenBackForm(forms.Form):
    """A check pressed by mistake."""

    check = forms.TypedChoiceField(choices=[(check.value, check.value) for check in Scrutiny], coerce=Scrutiny)


class ComparedForm(forms.Form):
    """Labels compared with candidates by a second person."""

    stuck_by = forms.CharField(
        label=gettext_lazy("Who stuck the labels"),
        max_length=CHECKER_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    compared_by = forms.CharField(
        label=gettext_lazy("Who compared label and name on each script"),
        help_text=gettext_lazy("A second person, with the anonymity list: number, name and seat."),
        max_length=CHECKER_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class FindingForm(forms.Form):
    """Something that is not in order at a seat."""

    candidate_number = forms.ChoiceField(label=gettext_lazy("Seat"), widget=LongSelect)
    check = forms.TypedChoiceField(label=gettext_lazy("What is not in order"), choices=CHOICES, coerce=Scrutiny)
    text = forms.CharField(
        label=gettext_lazy("What was found, and what was done"),
        max_length=FINDING_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, lines: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "finding_%s", **kwargs})
        set_choices(self, "candidate_number", [("", "—"), *lines])


class AgainForm(forms.Form):
    """Seats whose labels are printed again."""

    candidates = forms.MultipleChoiceField(
        label=gettext_lazy("Seats"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose the seats whose labels are to be printed again.")},
    )

    def __init__(self, *args: Any, lines: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "again_%s", **kwargs})
        set_choices(self, "candidates", lines)


class SheetsForm(forms.Form):
    """Seats whose scripts have extra sheets, and how many sheets each of them has."""

    sheets = CountField(
        label=gettext_lazy("Sheets of each of these scripts, the first included"),
        help_text=gettext_lazy("Those of another number of sheets: print them apart."),
    )
    candidates = forms.MultipleChoiceField(
        label=gettext_lazy("Seats"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose the seats whose scripts have extra sheets.")},
    )

    def __init__(self, *args: Any, lines: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "sheets_%s", **kwargs})
        set_choices(self, "candidates", lines)


class SpareStuckForm(forms.Form):
    """A spare label stuck on the script of a candidate, whose own cannot be used."""

    candidate_number = forms.ChoiceField(label=gettext_lazy("Seat"), widget=LongSelect)
    number = NumberField(
        label=gettext_lazy("Number of the reserve label stuck on the script"), help_text=gettext_lazy("Scan it.")
    )

    def __init__(self, *args: Any, lines: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "spare_%s", **kwargs})
        set_choices(self, "candidate_number", [("", "—"), *lines])


class FindingGoneForm(forms.Form):
    """Something noted at a seat that is not so."""

    finding_id = forms.IntegerField(widget=forms.HiddenInput)
