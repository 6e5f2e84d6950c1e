"""What the office types about one batch, and about second keyings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.batches.rules import WORDS, WithdrawalDecision
from massicot.marks.rules import ALL_BATCHES, DECISIONS
from massicot.web.office.batches.wording import ANSWERS, SAYINGS
from massicot.web.shared.fields import CountField, InstantField, ReasonField, set_choices

_LONGEST_TEXT = 40


EVERY, SHARE = "all", "share"


class ToldReasonField(ReasonField):
    """Why the office does something with a batch, in words that its marker reads."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Reason, which the marker reads"),
            help_text=gettext_lazy(
                "No candidate’s name, no candidate number: the marker must not know whose script it is."
            ),
        )


class UnlockForm(forms.Form):
    """Why a locked batch is opened again; `seen` is the signature that its page showed."""

    reason = ToldReasonField()
    seen = forms.CharField(required=False)


class ExtendForm(forms.Form):
    """Until when one batch stays open, and why."""

    closes_at = InstantField(
        label=gettext_lazy("Open until"),
        error_messages={
            "required": gettext_lazy("Choose the day and the hour."),
            "invalid": gettext_lazy("Choose a day and an hour."),
        },
    )
    reason = ToldReasonField()


class LockForm(forms.Form):
    """The control totals of the paper sheet, typed by the office."""

    typed_lines = forms.CharField(
        label=gettext_lazy("Lines with a mark (without AB and CB)"), required=False, max_length=_LONGEST_TEXT
    )
    typed_sum = forms.CharField(label=gettext_lazy("Sum of the marks"), required=False, max_length=_LONGEST_TEXT)


class MarkForm(forms.Form):
    """One mark that the office writes, with what its page showed there."""

    value = forms.CharField(
        label=gettext_lazy("Mark, AB or CB"),
        max_length=_LONGEST_TEXT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "count"}),
        error_messages={"required": gettext_lazy("Type what stands on the paper sheet or the script.")},
    )
    seen = forms.CharField(required=False, max_length=_LONGEST_TEXT, widget=forms.HiddenInput)
    reason = ToldReasonField()


class AnswerForm(forms.Form):
    """What the office answers about a line that a marker referred; `seen` is what its page showed on the line."""

    answer = forms.ChoiceField(
        label=gettext_lazy("What the office answers"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three answers.")},
    )
    reason = ToldReasonField()
    seen = forms.CharField(required=False, max_length=_LONGEST_TEXT)

    def __init__(self, *args: Any, value: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "answer", [(answer, str(ANSWERS[answer]).format(value=value)) for answer in DECISIONS])


class DecideForm(forms.Form):
    """What a withdrawn script is, and why; `seen` is what its page showed."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[(word.value, SAYINGS[word]) for word in WORDS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the four.")},
    )
    seen = forms.ChoiceField(
        choices=[(value, value) for value in map(str, WithdrawalDecision)], widget=forms.HiddenInput
    )
    reason = ReasonField()


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
