"""Absences as the desks write and read them: half-days to tick, kinds, where an absence stands."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.absences.rules import WORDS_LENGTH, AbsenceKind, AbsenceState
from massicot.absences.rules.absences import GIVEN_KINDS, SaidOfAbsence, in_order
from massicot.missions.rules.hours import DayHalf, HalfDay
from massicot.missions.rules.replacements import read_halves, written_halves
from massicot.web.shared import instants
from massicot.web.shared.deposits import DocumentField
from massicot.web.shared.fields import set_choices

KINDS: Mapping[str, Promise | str] = {
    AbsenceKind.ILLNESS: gettext_lazy("illness"),
    AbsenceKind.IMPEDIMENT: gettext_lazy("major impediment"),
    AbsenceKind.FORCE_MAJEURE: gettext_lazy("force majeure"),
    AbsenceKind.OTHER_MISSION: gettext_lazy("another mission"),
    AbsenceKind.STRIKE: gettext_lazy("strike"),
    AbsenceKind.NONE_GIVEN: gettext_lazy("no reason given"),
}
"""How each kind is called where it is chosen and read."""

STANDINGS: Mapping[str, Promise | str] = {
    AbsenceState.ANNOUNCED: gettext_lazy("announced, not answered yet: the convocation holds"),
    AbsenceState.OBSERVED: gettext_lazy("found by the register, and nobody said why"),
    AbsenceState.CONFIRMED: gettext_lazy(
        "confirmed by the head of institution, not answered yet: the convocation holds"
    ),
    AbsenceState.EXEMPTED: gettext_lazy("exempted by the rector"),
    AbsenceState.REFUSED: gettext_lazy("exemption refused by the rector: the convocation holds"),
    AbsenceState.UNJUSTIFIED: gettext_lazy("held to be unjustified"),
    AbsenceState.DEDUCTED: gettext_lazy("unjustified, the deduction is asked for"),
    AbsenceState.WITHDRAWN: gettext_lazy("withdrawn"),
}
"""Where an absence stands, for those who may know all of it."""


class TickedHalvesField(forms.MultipleChoiceField):
    """Half-days to tick; whether a letter still calls to them, and who is away or was there, is asked by the act."""

    def valid_value(self, value: str) -> bool:
        """Take any half-day: whoever sends an old page is told what it became meanwhile."""
        try:
            return len(read_halves(value)) == 1
        except ValueError:
            return False


class AnnounceForm(forms.Form):
    """On which half-days somebody does not come, and why; all of them are ticked to begin with."""

    halves = TickedHalvesField(
        label=gettext_lazy("When"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick the half-days.")},
    )
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Why"),
        choices=[("", gettext_lazy("Choose the reason")), *((kind, KINDS[kind]) for kind in GIVEN_KINDS)],
        coerce=AbsenceKind,
        error_messages={"required": gettext_lazy("Choose the reason; “no reason given” is one.")},
    )
    words = forms.CharField(
        label=gettext_lazy("What the exam office must know"),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Where it reaches you, for example. No medical detail here."),
    )

    document = DocumentField(required=False, label=gettext_lazy("Document, a certificate for example"))

    def __init__(self, *args: Any, halves: Collection[DayHalf], **kwargs: Any) -> None:
        choices = [(written_halves([half]), told_half(half)) for half in in_order(halves)]
        kwargs.setdefault("initial", {"halves": [value for value, _ in choices]})
        super().__init__(*args, **kwargs)
        set_choices(self, "halves", choices)

    @property
    def ticked(self) -> Collection[DayHalf]:
        """Give the half-days that were ticked."""
        return read_halves(" ".join(self.cleaned_data["halves"]))

    @property
    def said(self) -> SaidOfAbsence:
        return SaidOfAbsence(self.cleaned_data["kind"], self.cleaned_data["words"], self.cleaned_data["document"])


def announce_form(halves: Collection[DayHalf], known: Collection[object]) -> AnnounceForm:
    """Ask on which half-days somebody does not come: all are ticked, none once an absence of theirs is known."""
    return AnnounceForm(halves=halves, **({"initial": {}} if known else {}))


class ExplainForm(forms.Form):
    """Why somebody was away whom a register found absent."""

    kind = AnnounceForm.declared_fields["kind"]
    words = AnnounceForm.declared_fields["words"]
    document = AnnounceForm.declared_fields["document"]

    @property
    def said(self) -> SaidOfAbsence:
        return SaidOfAbsence(self.cleaned_data["kind"], self.cleaned_data["words"], self.cleaned_data["document"])


class HandInForm(forms.Form):
    """A document handed in for an absence that is known."""

    document = DocumentField()


class WithdrawAbsenceForm(forms.Form):
    """Why an absence is withdrawn."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say why: it stays in the file of the absence.")},
    )


def told_half(half: DayHalf) -> str:
    """Write a half-day: morning of 1er juin 2017."""
    day, part = half
    words = instants.day(day)
    if part is HalfDay.MORNING:
        return gettext("morning of {day}").format(day=words)
    return gettext("afternoon of {day}").format(day=words)


def told_halves(halves: Iterable[DayHalf]) -> list[str]:
    """Write half-days, a whole day in one: 1er juin 2017, morning of 2 juin 2017."""
    days: dict[date, list[HalfDay]] = {}
    for day, half in in_order(halves):
        days.setdefault(day, []).append(half)
    return [told_half((day, parts[0])) if len(parts) == 1 else instants.day(day) for day, parts in days.items()]
