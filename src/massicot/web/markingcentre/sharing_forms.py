"""Among whom batches are shared out, as the desk ticks and types it."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.web.shared.fields import set_choices

OTHERS_LENGTH = 2_000


class SharingForm(forms.Form):
    """Who is here: those who are expected, or have batches, and others by their identifiers."""

    here = forms.MultipleChoiceField(label=gettext_lazy("Here"), required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label=gettext_lazy("Others, by identifier"),
        help_text=gettext_lazy("Several between spaces."),
        required=False,
        max_length=OTHERS_LENGTH,
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "here", people)

    @property
    def takers(self) -> list[str]:
        """List who is here, each once."""
        typed = re.split(r"[\s,;]+", self.cleaned_data["others"])
        return list(dict.fromkeys([*self.cleaned_data["here"], *filter(None, typed)]))
