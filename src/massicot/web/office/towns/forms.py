"""What the office says of the towns of institutions; whether a code is one of a town is for the rules to judge."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.expenses.rules.town_table import CODE_LENGTH
from massicot.web.shared.fields import set_choices

BETWEEN = " "
"""Between the institution and its code in what is ticked: what is confirmed is what the page showed."""


class TownOfInstitutionForm(forms.Form):
    """The code of the town in which one institution stands."""

    code = forms.CharField(
        label=gettext_lazy("Code of the town"),
        max_length=CODE_LENGTH,
        error_messages={"required": gettext_lazy("Type the code of the town, five signs, as 13055: not the postcode.")},
    )


class ProposalsForm(forms.Form):
    """The institutions whose proposed towns are confirmed: those that are ticked."""

    institutions = forms.MultipleChoiceField(
        label=gettext_lazy("Institutions"),
        error_messages={"required": gettext_lazy("Tick the institutions whose town is the one proposed.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Each is weighed as it was shown: what the list holds by now is for the act to see.
        sent = self.data.getlist("institutions") if hasattr(self.data, "getlist") else []
        set_choices(self, "institutions", [(row, row) for row in sent if row.count(BETWEEN) == 1])

    @property
    def codes(self) -> Mapping[str, str]:
        """Map what was ticked, UAI to code."""
        return dict(row.split(BETWEEN) for row in self.cleaned_data["institutions"])
