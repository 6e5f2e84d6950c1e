"""What the office types of the money of a session."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from massicot.core.refused import Refused
from massicot.expenses.rules.settings import ClosingDayFar, MoneySettings, seen_of
from massicot.missions.rules import MissionKind, mission_table
from massicot.web.shared.fields import DayField, set_choices
from massicot.web.shared.outcome import PointingForm
from massicot.web.shared.pay_codes import pay_code_choices, tidied

_CODE = "code_"


class MoneyForm(PointingForm):
    """A pay code for each kind of mission, whether blank scripts count, up to which day claims are typed."""

    are_blanks_paid = forms.BooleanField(
        label=gettext_lazy("Blank scripts count among those that are paid"), required=False
    )
    closes_on = DayField(
        label=gettext_lazy("Last day on which claims are typed"),
        help_text=gettext_lazy(
            "Left empty, 31 August of the year of the session. What comes later is not barred by it."
        ),
        required=False,
    )
    seen = forms.CharField(strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, settings: MoneySettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in MissionKind:
            kept = settings.code_for(kind)
            name = f"{_CODE}{kind.value}"
            self.fields[name] = forms.ChoiceField(
                label=gettext(mission_table.KINDS[kind]), initial=tidied(kept), required=False
            )
            set_choices(self, name, pay_code_choices(kept))
        self.initial["are_blanks_paid"] = settings.are_blanks_paid
        self.initial["closes_on"] = settings.closes_on
        self.initial["seen"] = seen_of(settings)
        self.order_fields([f"{_CODE}{kind.value}" for kind in MissionKind])

    @property
    def settings(self) -> MoneySettings:
        """Give the settings as they were typed."""
        told = self.cleaned_data
        return MoneySettings(
            codes={kind: told[f"{_CODE}{kind.value}"] for kind in MissionKind},
            are_blanks_paid=told["are_blanks_paid"],
            closes_on=told["closes_on"],
        )

    def fault_at(self, refusal: Refused) -> str:
        return "closes_on" if isinstance(refusal, ClosingDayFar) else ""
