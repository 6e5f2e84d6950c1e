"""What is typed of scripts that are set aside: the shape of it, never the rules."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from massicot.setasides.rules import Oddity, Oddment
from massicot.web.shared.fields import NumberField, WordField
from massicot.web.shared.scanned import LONGEST_SCAN, read_scanned
from massicot.web.shared.set_asides import ODDITIES

WITHOUT_NUMBER = "sans-numero"
"""The button of a refused form: the script bears no anonymity number."""


class SetAsideForm(forms.Form):
    """A script that is set aside: why, what is read on it, where it lay, where it is put."""

    oddity = forms.ChoiceField(
        label=gettext_lazy("What is the matter with it"),
        choices=list(ODDITIES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what is the matter with it.")},
    )
    number = NumberField(
        label=gettext_lazy("Its number (empty if it has none, or none that can be read)"),
        error_messages={
            "sheet": gettext_lazy(
                "This is the label of an extra sheet (/2): lay it with the first sheet of its script. If that one is "
                "not here, type the number without the stroke, and write below that it is an extra sheet alone."
            ),
            "mistyped": gettext_lazy(
                "This is not an anonymity number: read it again, with its letter. A script of another examination "
                "bears none: set it aside “without a number”, and write below what it bears instead."
            ),
        },
        required=False,
    )
    found_in = WordField(
        label=gettext_lazy("Found in (code of the parcel or of the batch; 12 alone is the batch 12)"),
        max_length=LONGEST_SCAN,
        required=False,
    )
    place = forms.CharField(
        label=gettext_lazy("Where it is put (shelf, folder, safe)"),
        max_length=100,
        error_messages={"required": gettext_lazy("Say where the script lies: a shelf, a folder, a safe.")},
    )
    remark = forms.CharField(
        label=gettext_lazy("What else is seen of it (never a name)"), max_length=200, required=False
    )
    follows = WordField(
        label=gettext_lazy("It comes back: code of the slip that it had before"), max_length=60, required=False
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(_without_number(data), **kwargs)

    @property
    def wants_number(self) -> bool:
        """Say whether it was refused as a foreign script without a number: one of another examination has none."""
        is_foreign = self.is_bound and self.data.get("oddity") == Oddity.FOREIGN
        return is_foreign and not self.cleaned_data.get("number")

    def clean_found_in(self) -> str:
        """Read a batch by the address of its mark sheet as by its code."""
        return read_scanned(self.cleaned_data["found_in"])

    @property
    def oddment(self) -> Oddment:
        """Give what is seen of the script."""
        typed = self.cleaned_data
        rest = {name: typed[name] for name in ("place", "number", "found_in", "remark", "follows")}
        return Oddment(oddity=Oddity(typed["oddity"]), **rest)


class PlaceForm(forms.Form):
    """Where a script lies now."""

    place = forms.CharField(
        label=gettext_lazy("Where it lies now"),
        max_length=100,
        error_messages={"required": gettext_lazy("Say where the script lies: a shelf, a folder, a safe.")},
    )


def _without_number(data: QueryDict | None) -> QueryDict | None:
    """Read what was sent of a script; the button of a refusal makes it one without a number."""
    if data is None or WITHOUT_NUMBER not in data:
        return data
    typed = data.copy()
    typed["oddity"], typed["number"] = Oddity.NUMBERLESS, ""
    return typed
