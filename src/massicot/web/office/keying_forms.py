"""What the office types about second keyings: the share of a paper's batches, and why one is taken out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.marks.rules import ALL_BATCHES
from massicot.web.shared.fields import CountField, ReasonField

EVERY, SHARE = "all", "share"


class AskForm(forms.Form):
    """Which batches are typed twice: all of them, or a share drawn at random; `seen` is what the page showed."""

    which = forms.ChoiceField(
        label=gettext_lazy("Which batches are typed twice"),
        choices=[(EVERY, gettext_lazy("All of them")), (SHARE, gettext_lazy("A share, drawn at random"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose all the batches, or a share of them.")},
    )
    percent = CountField(label=gettext_lazy("Share, in batches of a hundred"), required=False, max_value=ALL_BATCHES)
    seen = forms.IntegerField(min_value=0, max_value=ALL_BATCHES, widget=forms.HiddenInput)

    def clean_percent(self) -> int | None:
        """Read all the batches as a share of a hundred."""
        percent: int | None = self.cleaned_data["percent"]
        if self.cleaned_data.get("which") == EVERY:
            return ALL_BATCHES
        if percent is None:
            raise forms.ValidationError(gettext_lazy("Type the share in figures: 10 takes one batch of ten."))
        return percent


class EndForm(forms.Form):
    """Why the second keying of a paper ends; `seen` is the share that the page showed."""

    reason = ReasonField()
    seen = forms.IntegerField(min_value=0, max_value=ALL_BATCHES, widget=forms.HiddenInput)


class ReleaseForm(forms.Form):
    """Why one batch is typed once; its page asks for the reasons of other acts too."""

    reason = ReasonField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_release_%s", **kwargs})
