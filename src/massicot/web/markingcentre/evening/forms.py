"""What is typed as the roll is called in the evening, and ticked in the morning."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.web.markingcentre.hands.forms import SeenForm
from massicot.web.shared.fields import ReasonField, WordField, set_choices


class StaysField(forms.MultipleChoiceField):
    """Batches that are ticked, each with the last hand-out that its line showed: B-BTS-2017-CGE-0007/12."""

    default_error_messages = {
        "invalid_choice": gettext_lazy("Some of these batches do not go out again: look at the list as it is now."),
    }

    def valid_value(self, value: str) -> bool:
        """Accept what a line of this list sends."""
        code, _, stay = value.rpartition("/")
        return stay.isdecimal() and super().valid_value(code)


class NotReturnedForm(SeenForm):
    """A batch that was not given back this evening."""

    code = WordField(max_length=60, widget=forms.HiddenInput)
    reason = ReasonField(label=gettext_lazy("Why it was not given back"))


class ReissueForm(forms.Form):
    """The batches that go out again this morning."""

    codes = StaysField(required=False)

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "codes", [(code, code) for code in codes])

    def clean_codes(self) -> dict[str, int]:
        """Map each batch to the hand-out that was shown."""
        parted = (choice.rpartition("/") for choice in self.cleaned_data["codes"])
        return {code: int(stay) for code, _, stay in parted}
