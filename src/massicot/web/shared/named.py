"""Batches and scripts named one after the other, typed or scanned: what is not there, what goes in besides."""

from typing import Any

from django import forms

from massicot.consignments.rules.return_arrivals import words_in
from massicot.web.shared.scanned import read_scanned

NAMED_LENGTH = 8_000
_TYPED = {"rows": 2, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class NamedField(forms.CharField):
    """Batches or scripts that are named, typed or scanned one after the other."""

    widget = forms.Textarea(attrs=_TYPED)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": NAMED_LENGTH, **kwargs})


def read_named(typed: str) -> list[str]:
    """Part what is typed into words; of the address that a mark sheet bears the code of its batch is read."""
    return [read_scanned(word) for word in words_in(typed)]
