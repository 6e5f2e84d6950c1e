"""What is typed as batches are merged, or one is split or unmade."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from massicot.batches.rules import SplitChoice
from massicot.web.shared.fields import CountField, ReasonField, WordField

NUMBERS_LENGTH = 1000
_BETWEEN = re.compile(r"[\s,;]+")
_SCANNED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class BatchReasonForm(forms.Form):
    """Why something is undone."""

    reason = ReasonField()


class MergeForm(forms.Form):
    """The batches that one is merged with, and why."""

    others = WordField(
        label=gettext_lazy("The other batches"),
        help_text=gettext_lazy("Their numbers, 12 13 for example, or their codes, with a space between them."),
        max_length=NUMBERS_LENGTH,
        error_messages={"required": gettext_lazy("Type the number of the other batch, or scan its envelope.")},
    )
    reason = ReasonField()

    @property
    def other_words(self) -> list[str]:
        return [word for word in _BETWEEN.split(self.cleaned_data["others"]) if word]


class SplitForm(forms.Form):
    """Where a batch is split, and why."""

    from_line = CountField(
        label=gettext_lazy("From this line of the mark sheet on"),
        help_text=gettext_lazy("Those before it stay together, this one and those after it go over."),
        required=False,
    )
    chosen = forms.CharField(
        label=gettext_lazy("Or these scripts: last four digits and letter of each"),
        max_length=NUMBERS_LENGTH,
        required=False,
        widget=forms.TextInput(attrs=_SCANNED),
    )
    reason = ReasonField()

    def __init__(self, *args: Any, is_printed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_printed:
            self.fields["from_line"].label = gettext("From this rank on, by number")

    @property
    def choice(self) -> SplitChoice:
        return SplitChoice(self.cleaned_data["from_line"], self.cleaned_data["chosen"])
