"""What a marking centre says of somebody who is not there: that they are absent, or are there after all."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from massicot.absences.rules.absences import NotExpectedHere
from massicot.absences.rules.life import AbsenceMoved
from massicot.missions.queries.expected import ExpectedPerson
from massicot.missions.rules.hours import DayHalf
from massicot.missions.rules.replacements import read_halves

_MOVED = gettext_lazy("This list is not as the page showed it: look at it again.")


class AbsentForm(forms.Form):
    """One person, by their letter, on one half-day."""

    code = forms.CharField(max_length=20, error_messages={"required": _MOVED})
    half = forms.CharField(max_length=20, error_messages={"required": _MOVED})

    def __init__(self, *args: Any, expected: Mapping[DayHalf, Sequence[ExpectedPerson]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_half(self) -> DayHalf:
        """Read the half-day of the page."""
        try:
            (half,) = read_halves(self.cleaned_data["half"])
        except ValueError:
            raise forms.ValidationError(_MOVED) from None
        return half

    @property
    def halves(self) -> list[DayHalf]:
        """List the one half-day."""
        return [self.cleaned_data["half"]]

    @property
    def assignment_id(self) -> int:
        """Give what the person is called for; raise NotExpectedHere."""
        there = {one.letter.code: one.letter for one in self.expected.get(self.cleaned_data["half"], ())}
        letter = there.get(self.cleaned_data["code"])
        if letter is None:
            raise NotExpectedHere
        return letter.assignment_id


class ExpectAgainForm(forms.Form):
    """An absence that the centre had announced."""

    absence = forms.IntegerField(min_value=1, max_value=2**63 - 1, error_messages={"required": _MOVED})

    def __init__(self, *args: Any, own: Collection[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own

    @property
    def own_absence(self) -> int:
        """Give it; raise AbsenceMoved of one that this centre did not announce."""
        absence: int = self.cleaned_data["absence"]
        if absence not in self.own:
            raise AbsenceMoved
        return absence
