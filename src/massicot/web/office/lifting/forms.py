"""What the office types to lift one script, to find one by name, to draw up a statement."""

from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.results.rules.access import ASKERS
from massicot.results.rules.lifting import CASES, Case
from massicot.web.shared.fields import ReasonField
from massicot.web.shared.forms import CodeProofForm


def _choices(words: Mapping[str, str]) -> list[tuple[str, str | Promise]]:
    """Offer words, none of them chosen before somebody has chosen."""
    return [("", gettext_lazy("Choose")), *((value, gettext_lazy(text)) for value, text in words.items())]


class CodeLastForm(CodeProofForm):
    """A form that ends with a code, which is good once: it is used only when all the rest is right."""

    def clean_code(self) -> str:
        """Leave the code for the next attempt when something else is to be typed again anyway."""
        return "" if self.errors else super().clean_code()


class LiftingForm(CodeProofForm):
    """A paper to be lifted; `seen` is what its page showed, `anew` a proposal in one's own name."""

    seen = forms.CharField(strip=False, required=False, widget=forms.HiddenInput)
    anew = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_anew(self) -> bool:
        """Say whether what another proposed is proposed in one's own name."""
        return "anew" in self.data


class ScriptLiftingForm(CodeLastForm):
    """One script to be lifted."""

    field_order = ("case", "reason", "code")

    case = forms.TypedChoiceField(
        coerce=Case,
        label=gettext_lazy("Case"),
        choices=_choices(CASES),
        error_messages={"required": gettext_lazy("Say which case it is.")},
    )
    reason = ReasonField(help_text=gettext_lazy("It stands in the journal beside the number: write no name."))


class IncidentsAskForm(forms.Form):
    """Whether the candidate of a script has an incident: a press of a button."""


class ScriptConfirmationForm(CodeProofForm):
    """One script that another proposed to lift; `seen` is the proposal that its page showed."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class WithdrawalForm(forms.Form):
    """A proposal to be withdrawn."""

    reason = ReasonField()


class AccessForm(CodeLastForm):
    """Who asks to see a script."""

    field_order = ("asked_by", "code")

    asked_by = forms.ChoiceField(
        label=gettext_lazy("Asked by"),
        choices=_choices(ASKERS),
        error_messages={"required": gettext_lazy("Say who asks: the journal keeps it.")},
    )


class StatementForm(forms.Form):
    """A statement to be drawn up; the first one needs no reason."""

    seen = forms.IntegerField(min_value=0, max_value=32_000, widget=forms.HiddenInput)
    reason = ReasonField(
        required=False, help_text=gettext_lazy("It is printed on the statement: write no number of a script.")
    )
