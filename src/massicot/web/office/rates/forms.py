"""What the office types of a rate; what it means is for the rules to judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from massicot.core.refused import Refused
from massicot.expenses.rules.entering import (
    TEXT_LENGTH,
    AmountNotRead,
    RateEndsBeforeIt,
    RateTextMissing,
    RateTyped,
    amounts_of,
    choices_of,
)
from massicot.expenses.rules.rates import AMOUNTS, CHOICES, TITLES
from massicot.expenses.rules.tables import DatedTable
from massicot.web.shared.fields import DayField, ReasonField, set_choices
from massicot.web.shared.outcome import PointingForm

AMOUNT_LENGTH = 12
_AMOUNT = {"inputmode": "decimal", "autocomplete": "off", "class": "count"}


def _is_true(typed: str) -> bool:
    return typed == str(True)


class RateForm(PointingForm):
    """A rate of one table: of which row, its amounts, from which day to which, its text."""

    key = forms.ChoiceField(label=gettext_lazy("Row"))
    since = DayField(label=gettext_lazy("First day"))
    until = DayField(
        label=gettext_lazy("Last day"), help_text=gettext_lazy("Left empty, until a later rate."), required=False
    )
    text = forms.CharField(
        label=gettext_lazy("Text that gives it"),
        help_text=gettext_lazy("Its number and its day, as they are cited."),
        max_length=TEXT_LENGTH,
    )

    def __init__(self, *args: Any, table: DatedTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        # None is chosen beforehand: a rate would be that of the wrong row unseen.
        titles = {row.key: f"{row.key} {row.values.get('title', '')}".strip() for row in table.rows}
        set_choices(self, "key", [("", "–"), *sorted(titles.items())])
        if table.keys == [""]:
            del self.fields["key"]
        for name in amounts_of(table.rows[-1]):
            self.fields[f"amount_{name}"] = forms.CharField(
                label=gettext(AMOUNTS[name]),
                help_text=gettext("In euros."),
                max_length=AMOUNT_LENGTH,
                widget=forms.TextInput(attrs=_AMOUNT),
            )
        for name in choices_of(table.rows[-1]):
            self.fields[f"choice_{name}"] = forms.TypedChoiceField(
                label=gettext(TITLES[table.name]).capitalize(),
                choices=[("", "–"), *((str(value), gettext(words)) for value, words in CHOICES[name].items())],
                coerce=_is_true,
            )
        own = [name for name in self.fields if name.startswith(("amount_", "choice_"))]
        self.order_fields(["key", *own, "since", "until", "text"])

    @property
    def rate(self) -> RateTyped:
        """Give the rate as it was typed."""
        values = self.cleaned_data
        return RateTyped(
            table=self.table.name,
            key=values.get("key", ""),
            amounts=self._typed("amount_"),
            since=values["since"],
            until=values["until"],
            text=values["text"],
            choices=self._typed("choice_"),
        )

    def _typed(self, start: str) -> dict[str, Any]:
        values = self.cleaned_data.items()
        return {name.removeprefix(start): value for name, value in values if name.startswith(start)}

    def fault_at(self, refusal: Refused) -> str:
        if isinstance(refusal, AmountNotRead):
            typed = refusal.values["typed"]
            return next(name for name, value in self.cleaned_data.items() if value == typed)
        if isinstance(refusal, RateTextMissing):
            return "text"
        return "until" if isinstance(refusal, RateEndsBeforeIt) else "since"


class TakeOverForm(forms.Form):
    """Which row of the package is taken over as it is."""

    key = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    since = DayField(widget=forms.HiddenInput)


class RateBackForm(forms.Form):
    """Why a rate is taken back."""

    reason = ReasonField()
