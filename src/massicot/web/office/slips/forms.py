"""What is typed of scripts to fetch: which one, who has them, which of them are there or are not."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.shelves.rules.slips import RoundTicks
from massicot.web.shared.fields import ReasonField, WordField, set_choices
from massicot.web.shared.named import NamedField, read_named

TYPED_LENGTH = 40


class SlipNumberForm(forms.Form):
    """One script, by its number."""

    number = WordField(
        label=gettext_lazy("Anonymity number"),
        help_text=gettext_lazy("Scan its label, or type its number; of one in the list, the end is enough: 5678K."),
        max_length=TYPED_LENGTH,
        error_messages={"required": gettext_lazy("Say which script: scan its label, or type its number.")},
    )


class SlipReasonForm(SlipNumberForm):
    """One script, and why something is said of it."""

    reason = ReasonField()


class TicksForm(forms.Form):
    """Which scripts of a list: all, all but some, or only those that are scanned."""

    but = NamedField(label=gettext_lazy("All but…"), help_text=gettext_lazy("Numbers, or their ends. Empty: all."))
    only = NamedField(
        label=gettext_lazy("Or only these"),
        help_text=gettext_lazy("Scan them one after the other, or type their numbers."),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def ticks(self) -> RoundTicks:
        """Give what was ticked, and the numbers on the page from which it was."""
        typed = self.cleaned_data
        return RoundTicks(read_named(typed["only"]), read_named(typed["but"]), typed["shown"].split())


class FetchForm(TicksForm):
    """Who has the scripts that are out of their boxes now, and which these are."""

    holder = forms.ChoiceField(
        label=gettext_lazy("Who has them"),
        error_messages={"required": gettext_lazy("Say which of you has the scripts.")},
    )

    field_order = ("holder", "but", "only", "shown")

    def __init__(self, *args: Any, holders: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "holder", [("", gettext_lazy("Choose")), *((login, login) for login in holders)])
