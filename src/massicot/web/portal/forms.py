"""The shape of what the portal receives; what it means is for the rules to judge."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from massicot.core import codes
from massicot.core.refused import N_, Refused
from massicot.marks.rules import LONGEST_NAME, TypedLine

LARGEST_SAVE = 64 * 1024
"""Bytes of one save: twenty times what a whole batch needs."""

_LONGEST_TEXT = 40
_LINE_KEYS = ("number", "value", "seen")

SETTLED = ("number", "value", "first", "second")
"""The fields of each line that is settled, as its page sends them."""


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
        first = next((name for name in self.fields if not self.initial.get(name)), "site")
        self.fields[first].widget.attrs["autofocus"] = True

    def door(self) -> str:
        """Name the sheet as a browser remembers it."""
        return codes.tidy_code(self.cleaned_data["identifiant"])


class KeyerForm(forms.Form):
    """Who types a batch the second time."""

    qui = forms.CharField(
        label=gettext_lazy("Your name, or your marker’s identifier"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
        error_messages={"required": gettext_lazy("Say who types: your name, or your marker’s identifier.")},
    )


class TotalsForm(forms.Form):
    """The control totals of the paper sheet, in the names of contract.md §6."""

    total_notes = forms.CharField(required=False)
    somme_notes = forms.CharField(required=False)
    resume = forms.CharField(required=False)
    tour = forms.CharField(required=False)

    def totals(self) -> dict[str, str]:
        """Name what was typed as the rules do."""
        return {"typed_lines": self.cleaned_data["total_notes"], "typed_sum": self.cleaned_data["somme_notes"]}

    def totals_to_sign(self) -> dict[str, str]:
        """Name what was typed, the digest of the summary that was before one's eyes, and whose page that was."""
        return {**self.totals(), "seen": self.cleaned_data["resume"], "turn": self.cleaned_data["tour"]}


def parse_save(body: bytes) -> tuple[UUID, list[TypedLine]]:
    """Read the JSON of one save; raise SaveUnreadable for anything else than the page sends."""
    with _readable():
        sent = json.loads(body)
        return UUID(_text(sent, "save_id")), [_line(mark) for mark in _list(sent, "marks")]


def parse_settled(sent: QueryDict) -> list[dict[str, str]]:
    """Read the lines that were settled, as `settle_line` names them, blank ones left out; raise SaveUnreadable."""
    columns = [sent.getlist(name) for name in SETTLED]
    if len({len(column) for column in columns}) != 1 or any(len(text) > _LONGEST_TEXT for text in chain(*columns)):
        raise SaveUnreadable
    lines = [dict(zip(SETTLED, line, strict=True)) for line in zip(*columns, strict=True)]
    return [line for line in lines if line["value"].strip()]


def parse_referral(body: bytes) -> tuple[str, str, int]:
    """Read the JSON of a line that is referred: its number, what would stand there, how often it was referred before.

    Raise SaveUnreadable.
    """
    with _readable():
        sent = json.loads(body)
        return _text(sent, "number"), _text(sent, "value"), _count(sent, "after")


def parse_taken_back(body: bytes) -> str:
    """Read the JSON of a line that is taken back: its number; raise SaveUnreadable."""
    with _readable():
        return _text(json.loads(body), "number")


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, KeyError, RecursionError):
        raise SaveUnreadable from None


def _line(sent: Mapping[str, object]) -> TypedLine:
    number, value, seen = (_text(sent, key) for key in _LINE_KEYS)
    return TypedLine(number, value, seen, _is_confirmed(sent))


def _is_confirmed(sent: Mapping[str, object]) -> bool:
    value = sent.get("confirmed", False)
    if not isinstance(value, bool):
        raise TypeError("confirmed")
    return value


def _list(sent: Mapping[str, object], key: str) -> list[Any]:
    value = sent[key]
    if not isinstance(value, list):
        raise TypeError(key)
    return value


def _count(sent: Mapping[str, object], key: str) -> int:
    value = sent[key]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(key)
    return value


def _text(sent: Mapping[str, object], key: str) -> str:
    value = sent[key]
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise TypeError(key)
    return value
