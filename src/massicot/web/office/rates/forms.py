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
)
from massicot.expenses.rules.rates import AMOUNTS
from massicot.expenses.rules.tables import DatedTable
from massicot.web.shared.fields import DayField, ReasonField, set_choices
from massicot.web.shared.outcome import PointingForm

AMOUNT_LENGTH = 12
_AMOUNT = {"inputmode": "decimal", "autocomplete": "off", "class": "count"}


class RateForm(PointingForm):
    """A rate of one table: of which row, its amounts, from which day to which, its text."""

    key = forms.ChoiceField(label=gettext_lazy("Row"), required=False)
    since = DayField(label=gettext_lazy("From"))
    until = DayField(
        label=gettext_lazy("To"), help_text=gettext_lazy("Left empty, until a later rate."), required=False
    )
    text = forms.CharField(
        label=gettext_lazy("Text that gives it"),
        help_text=gettext_lazy("Its number and its day, as they are cited."),
        max_length=TEXT_LENGTH,
    )

    def __init__(self, *args: Any, table: DatedTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        set_choices(self, "key", [(key, key) for key in table.keys])
        if table.keys == [""]:
            del self.fields["key"]
        for name in amounts_of(table.rows[-1]):
            self.fields[f"amount_{name}"] = forms.CharField(
                label=gettext(AMOUNTS[name]),
                help_text=gettext("In euros."),
                max_length=AMOUNT_LENGTH,
                widget=forms.TextInput(attrs=_AMOUNT),
            )
        amounts = [name for name in self.fields if name.startswith("amount_")]
        self.order_fields(["key", *amounts, "since", "until", "text"])

    @property
    def rate(self) -> RateTyped:
        """Give the rate as it was typed."""
        told = self.cleaned_data
        amounts = {name.removeprefix("amount_"): value for name, value in told.items() if name.startswith("amount_")}
        return RateTyped(
            table=self.table.name,
            key=told.get("key", ""),
            amounts=amounts,
            since=told["since"],
            until=told["until"],
            text=told["text"],
        )

    def fault_at(self, refusal: Refused) -> str:
        if isinstance(refusal, AmountNotRead):
            typed = refusal.values["typed"]
            return next(name for name, value in self.cleaned_data.items() if value == typed)
        if isinstance(refusal, RateTextMissing):
            return "text"
        return "until" if isinstance(refusal, RateEndsBeforeIt) else "since"


class RateBackForm(forms.Form):
    """Why a rate is taken back."""

    reason = ReasonField()
