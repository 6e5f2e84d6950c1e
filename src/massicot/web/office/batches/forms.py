"""What the office types about one batch, and about second keyings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.batches.rules import WORDS, WithdrawalDecision
from massicot.marks.rules import ALL_BATCHES, DECISIONS, ReferralAnswer
from massicot.web.shared.fields import CountField, InstantField, ReasonField, set_choices

_LONGEST_TEXT = 40

EVERY, SHARE = "all", "share"

ANSWERS: Mapping[str, Promise | str] = {
    ReferralAnswer.MARKER_RIGHT: gettext_lazy(
        "The marker is right, the register is wrong: {value} is saved under the marker’s name."
    ),
    ReferralAnswer.REGISTER_RIGHT: gettext_lazy("The register is right: the marker types what it allows."),
    ReferralAnswer.WITHDRAWN: gettext_lazy(
        "Nobody can say now: the script leaves the batch and waits, put aside, for your word; the batch can be locked."
    ),
}

SAYINGS: Mapping[str, Promise | str] = {
    WithdrawalDecision.WRITTEN: gettext_lazy(
        "It is a written script: the marking centre puts it in a batch again, to be marked."
    ),
    WithdrawalDecision.BLANK: gettext_lazy(
        "It is a blank script: the marking centre puts it in a batch again, for a CB."
    ),
    WithdrawalDecision.PLACEHOLDER: gettext_lazy(
        "Its candidate was absent: the marking centre puts it in a batch again, for an AB."
    ),
    WithdrawalDecision.KEPT: gettext_lazy(
        "It stays aside (fraud, lost identity): the ladder shows it as being in no batch."
    ),
}
"""What the office may say of a script that it withdrew from its batch."""


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


class SessionInstantField(InstantField):
    """An instant on the clock of a session."""

    zone: ZoneInfo

    def to_python(self, value: Any) -> datetime | None:
        """Read it."""
        with timezone.override(self.zone):
            return super().to_python(value)


class ExtendForm(forms.Form):
    """Until when one batch stays open, and why."""

    closes_at = SessionInstantField(
        label=gettext_lazy("Open until"),
        error_messages={
            "required": gettext_lazy("Choose the day and the hour."),
            "invalid": gettext_lazy("Choose a day and an hour."),
        },
    )
    reason = ToldReasonField()

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("SessionInstantField", self.fields["closes_at"]).zone = zone


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

    answer = forms.TypedChoiceField(
        coerce=ReferralAnswer,
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

    decision = forms.TypedChoiceField(
        coerce=WithdrawalDecision,
        label=gettext_lazy("What is it?"),
        choices=[(word.value, SAYINGS[word]) for word in WORDS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the four.")},
    )
    seen = forms.TypedChoiceField(
        coerce=WithdrawalDecision,
        choices=[(value, value) for value in map(str, WithdrawalDecision)],
        widget=forms.HiddenInput,
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
    """Why one batch is typed once."""

    reason = ReasonField()
