"""What the office types of an absence."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from massicot.absences.rules import NAME_LENGTH, REFERENCE_LENGTH, VisitResult
from massicot.absences.rules.absences import in_order
from massicot.absences.rules.life import DecisionTyped, VisitTyped
from massicot.missions.rules.hours import DayHalf
from massicot.missions.rules.replacements import read_halves, written_halves
from massicot.web.shared.away import told_half
from massicot.web.shared.fields import DayField, set_choices

RESULTS: Mapping[str, Promise | str] = {
    VisitResult.JUSTIFIED: gettext_lazy("the absence is justified"),
    VisitResult.NOT_JUSTIFIED: gettext_lazy("the absence is not justified"),
    VisitResult.NOT_DONE: gettext_lazy("the visit could not be made"),
}


class RectorForm(forms.Form):
    """A decision of the rector: in whose name, of which day, under which reference."""

    in_name_of = forms.CharField(
        label=gettext_lazy("In whose name"),
        max_length=NAME_LENGTH,
        help_text=gettext_lazy("As the decision is signed: “For the rector, the secretary general”, for example."),
        error_messages={"required": gettext_lazy("Type in whose name the decision was taken.")},
    )
    decided_on = DayField(label=gettext_lazy("Decision dated"))
    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        max_length=REFERENCE_LENGTH,
        error_messages={"required": gettext_lazy("Type the reference of the decision.")},
    )

    @property
    def typed(self) -> DecisionTyped:
        return DecisionTyped(
            self.cleaned_data["in_name_of"], self.cleaned_data["decided_on"], self.cleaned_data["reference"]
        )


class GrantForm(RectorForm):
    """An exemption, of all the half-days of the absence unless some are unticked."""

    halves = forms.MultipleChoiceField(
        label=gettext_lazy("Exempted from"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick the half-days from which the rector exempts.")},
    )

    def __init__(self, *args: Any, halves: Collection[DayHalf], **kwargs: Any) -> None:
        choices = [(written_halves([half]), told_half(half)) for half in in_order(halves)]
        kwargs.setdefault("initial", {"halves": [value for value, _ in choices]})
        super().__init__(*args, **kwargs)
        set_choices(self, "halves", choices)

    @property
    def ticked(self) -> Collection[DayHalf]:
        return read_halves(" ".join(self.cleaned_data["halves"]))


class VisitForm(forms.Form):
    result = forms.TypedChoiceField(
        label=gettext_lazy("Result"),
        choices=[(result.value, RESULTS[result]) for result in VisitResult],
        coerce=VisitResult,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what came of it.")},
    )
    visited_on = DayField(label=gettext_lazy("On"))

    @property
    def typed(self) -> VisitTyped:
        return VisitTyped(self.cleaned_data["result"], self.cleaned_data["visited_on"])


class DeductionForm(forms.Form):
    """Whether the absence is referred for discipline besides."""

    is_referred = forms.TypedChoiceField(
        label=gettext_lazy("Discipline"),
        choices=[
            ("non", gettext_lazy("the deduction alone")),
            ("oui", gettext_lazy("referred for discipline besides")),
        ],
        coerce="oui".__eq__,
        widget=forms.RadioSelect,
        initial="non",
    )


class TakeAnswerBackForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why the answer is taken back"),
        max_length=200,
        help_text=gettext_lazy("For example: a certificate came."),
        error_messages={"required": gettext_lazy("Say why: it stays in the file of the absence.")},
    )
