"""What the office types of an incident."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.roomreports.rules import MOVES, TEXT_LENGTH, FollowUp
from massicot.web.office.incidents.wording import STANDINGS
from massicot.web.shared.fields import ReasonField, set_choices


class FollowUpForm(forms.Form):
    """The office's word on an incident, and why; beside the word that its page showed."""

    word = forms.ChoiceField(
        label=gettext_lazy("What is done with it"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what is done with it.")},
    )
    reason = ReasonField(
        label=gettext_lazy("Why, or what was learnt"),
        help_text=gettext_lazy("It is kept beside the candidate: write no number of a script."),
        max_length=TEXT_LENGTH,
    )
    seen = forms.TypedChoiceField(
        choices=[(word.value, word.value) for word in FollowUp], coerce=FollowUp, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, standing: FollowUp, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"seen": standing}, **kwargs})
        set_choices(self, "word", [(word.value, title) for word, title in STANDINGS.items() if word in MOVES[standing]])
