"""The shape of what the portal receives; what it means is for the rules to judge."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from massicot.core.refused import N_, Refused
from massicot.marks.rules import Line

LARGEST_SAVE = 64 * 1024
"""Bytes of one save: twenty times what a whole batch needs."""

_LONGEST_TEXT = 40
_LINE_KEYS = ("number", "value", "seen")


class SaveUnreadable(Refused):
    """A save that is not what the page sends."""

    sentence = N_("This save cannot be read: reload the page, then type what is missing.")


class SheetForm(forms.Form):
    """What a mark sheet says, in the names of contract.md §6."""

    site = forms.CharField(label=gettext_lazy("Site code"), max_length=_LONGEST_TEXT)
    identifiant = forms.CharField(label=gettext_lazy("Identifier"), max_length=_LONGEST_TEXT)
    mot_de_passe = forms.CharField(label=gettext_lazy("Password"), max_length=_LONGEST_TEXT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            # Shown as typed: it is copied from paper, letter by letter, and opens one batch only.
            self.fields[name].widget.attrs |= {
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        self.fields["site"].widget.attrs["autofocus"] = True


class TotalsForm(forms.Form):
    """The control totals of the paper sheet, in the names of contract.md §6."""

    total_notes = forms.CharField(required=False)
    somme_notes = forms.CharField(required=False)


def parse_save(body: bytes) -> tuple[UUID, list[Line]]:
    """Read the JSON of one save; raise SaveUnreadable for anything else than the page sends."""
    try:
        sent = json.loads(body)
        return UUID(_text(sent, "save_id")), [_line(one) for one in _list(sent, "marks")]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise SaveUnreadable from None


def _line(sent: Mapping[str, object]) -> Line:
    return Line(*(_text(sent, key) for key in _LINE_KEYS))


def _list(sent: Mapping[str, object], key: str) -> list[Any]:
    value = sent[key]
    if not isinstance(value, list):
        raise TypeError(key)
    return value


def _text(sent: Mapping[str, object], key: str) -> str:
    value = sent[key]
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise TypeError(key)
    return value
