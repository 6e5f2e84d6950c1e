"""What the office types of a mission: what it is, its hours, whom it puts on a list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.core.refused import Refused
from massicot.exams.queries import Paper
from massicot.missions.rules import MissionKind, mission_table
from massicot.missions.rules.missions import (
    ACTIVITIES_AT_MOST,
    DISCIPLINE_LENGTH,
    PLACES,
    SKILLS_BETWEEN,
    SKILLS_LENGTH,
    TITLE_LENGTH,
    ActivityValues,
    MissionValues,
    OutsideSchoolYear,
)
from massicot.persons.rules import IDENTIFIER_LENGTH
from massicot.web.shared.fields import CountField, DayField, HourField, ReasonField, UaiField, set_choices
from massicot.web.shared.outcome import PointingForm
from massicot.web.shared.pay_codes import pay_code_choices

KINDS: Mapping[MissionKind, Promise | str] = {
    MissionKind(kind): gettext_lazy(word) for kind, word in mission_table.KINDS.items()
}

BLANK_ROWS = 3
"""Empty rows of hours below those that are given."""

AS_PROPOSED = "as-proposed"
"""The choice of whatever code the session proposes for the kind of mission, not chosen yet when the page is made."""

_ROWS = "rows"


class HoursForm(forms.Form):
    """Hours of one day, or the same of several days on end; a row without a day gives none."""

    title = forms.CharField(label=gettext_lazy("What"), max_length=TITLE_LENGTH, required=False)
    day = DayField(label=gettext_lazy("Day"), required=False)
    last_day = DayField(label=gettext_lazy("Last day"), required=False)
    starts = HourField(label=gettext_lazy("Begins at"), required=False)
    ends = HourField(label=gettext_lazy("Ends at"), required=False)
    place_uai = UaiField(label=gettext_lazy("Elsewhere (UAI)"), required=False)
    is_for_named = forms.BooleanField(label=gettext_lazy("Those named"), required=False)

    def clean_day(self) -> Any:
        """Ask for the day of a row that says anything."""
        return self._require("day", gettext("Give the day."))

    def clean_last_day(self) -> date | None:
        """Refuse days that do not follow one another, and more than a mission has."""
        first: date | None = self.cleaned_data.get("day")
        last: date | None = self.cleaned_data["last_day"]
        if first and last and last < first:
            raise forms.ValidationError(gettext("The last day comes before the first: correct one of them."))
        if first and last and (last - first).days >= ACTIVITIES_AT_MOST:
            raise forms.ValidationError(gettext("These are too many days for one mission: make two of it."))
        return last

    def clean_starts(self) -> Any:
        """Ask for the first hour of a row that says anything."""
        return self._require("starts", gettext("From when?"))

    def clean_ends(self) -> Any:
        """Ask for the last hour of a row that says anything."""
        return self._require("ends", gettext("Until when?"))

    @property
    def is_given(self) -> bool:
        return any(self[name].data for name in self.fields if name != "is_for_named")

    def activities(self, place_uai: str) -> Iterable[ActivityValues]:
        """Build the hours of each day; they are at the place of the mission unless another is given."""
        typed = self.cleaned_data
        if not self.is_given:
            return
        last = typed["last_day"] or typed["day"]
        for rank in range((last - typed["day"]).days + 1):
            yield ActivityValues(
                title=typed["title"],
                day=typed["day"] + timedelta(days=rank),
                starts=typed["starts"],
                ends=typed["ends"],
                place_uai=typed["place_uai"] or place_uai,
                is_for_named=typed["is_for_named"],
            )

    def _require(self, name: str, sentence: str) -> Any:
        value = self.cleaned_data[name]
        if value is None and self.is_given:
            raise forms.ValidationError(sentence)
        return value


class MissionForm(PointingForm):
    """A mission with its rows of hours."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("As its convocations say it. No name and no number of a candidate."),
        max_length=TITLE_LENGTH,
    )
    place_uai = UaiField(label=gettext_lazy("Place (UAI)"))
    needed = CountField(label=gettext_lazy("Persons needed"), min_value=PLACES[0], max_value=PLACES[1])
    reserve = CountField(label=gettext_lazy("Reserve"), max_value=PLACES[1], initial=0)
    discipline = forms.CharField(
        label=gettext_lazy("Discipline"),
        help_text=gettext_lazy("As the pool calls it; empty: any."),
        max_length=DISCIPLINE_LENGTH,
        required=False,
    )
    skills = forms.CharField(
        label=gettext_lazy("Skills"),
        help_text=gettext_lazy("Separated by commas: those who have them come first."),
        max_length=SKILLS_LENGTH,
        required=False,
    )
    pay_code = forms.ChoiceField(
        label=gettext_lazy("Pay code"),
        help_text=gettext_lazy("Without one, the office tells the rate of each mission later."),
        required=False,
    )
    is_outside_meant = forms.BooleanField(
        label=gettext_lazy("A day lies outside the school year, and I mean it"), required=False
    )

    def __init__(self, *args: Any, hours: Sequence[dict[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "pay_code", pay_code_choices(self.initial.get("pay_code", "")))
        count = _rows_sent(self.data) if self.is_bound else len(hours) + BLANK_ROWS
        data = self.data if self.is_bound else None
        self.rows = [
            HoursForm(data, prefix=f"hours{rank}", initial=hours[rank] if rank < len(hours) else None)
            for rank in range(count)
        ]

    def is_valid(self) -> bool:
        """Say whether the mission and all its hours are whole."""
        return all([super().is_valid(), *(row.is_valid() for row in self.rows)])

    def fault_at(self, refusal: Refused) -> str:
        return "is_outside_meant" if isinstance(refusal, OutsideSchoolYear) else ""

    @property
    def values(self) -> MissionValues:
        typed = self.cleaned_data
        skills = (skill.strip() for skill in typed["skills"].split(SKILLS_BETWEEN))
        return MissionValues(
            title=typed["title"],
            place_uai=typed["place_uai"],
            needed=typed["needed"],
            reserve=typed["reserve"],
            pay_code=typed["pay_code"],
            discipline=typed["discipline"],
            skills=tuple(filter(None, skills)),
        )

    @property
    def activities(self) -> list[ActivityValues]:
        return [one for row in self.rows for one in row.activities(self.cleaned_data["place_uai"])]


class NewMissionForm(MissionForm):
    kind = forms.TypedChoiceField(
        label=gettext_lazy("What for"),
        choices=[(kind.value, title) for kind, title in KINDS.items()],
        coerce=MissionKind,
        initial=MissionKind.MARKING,
    )
    paper = forms.ChoiceField(label=gettext_lazy("Paper"), required=False)

    def __init__(self, *args: Any, papers: Iterable[Paper], proposed: Mapping[MissionKind, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposed = proposed
        by_kind = (AS_PROPOSED, gettext("the one that the session proposes for it"))
        set_choices(self, "pay_code", [by_kind, *pay_code_choices()])
        self.fields["pay_code"].initial = AS_PROPOSED
        self.papers = {paper.code: paper for paper in papers}
        titles = [(code, f"{code} – {paper.title}") for code, paper in self.papers.items()]
        set_choices(self, "paper", [("", gettext("none: of the whole session")), *titles])
        self.order_fields(["kind", "paper"])

    @property
    def values(self) -> MissionValues:
        """Take the code that the session proposes for the kind of mission, where no other is chosen."""
        values = super().values
        if values.pay_code != AS_PROPOSED:
            return values
        return replace(values, pay_code=self.proposed.get(self.cleaned_data["kind"], ""))

    @property
    def chosen_paper(self) -> Paper | None:
        return self.papers.get(self.cleaned_data["paper"])


class ChangedMissionForm(MissionForm):
    """A mission as it is to be, from what its page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = ReasonField(
        required=False,
        help_text=gettext_lazy("Asked once somebody is convened and the place or the hours change: letters tell it."),
    )


class SeenMissionForm(forms.Form):
    """An act on a mission as its page showed it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class ProposeForm(forms.Form):
    paper = forms.ChoiceField(label=gettext_lazy("Paper"))
    discipline = forms.CharField(
        label=gettext_lazy("Discipline asked for"),
        help_text=gettext_lazy("As the pool calls it; empty: any."),
        max_length=DISCIPLINE_LENGTH,
        required=False,
    )

    def __init__(self, *args: Any, papers: Iterable[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.papers = {paper.code: paper for paper in papers}
        set_choices(self, "paper", [(code, f"{code} – {paper.title}") for code, paper in self.papers.items()])

    @property
    def chosen_paper(self) -> Paper:
        return self.papers[self.cleaned_data["paper"]]


class PersonForm(forms.Form):
    person = forms.CharField(
        label=gettext_lazy("Identifier"),
        max_length=IDENTIFIER_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "number"}),
        error_messages={"required": gettext_lazy("Type the identifier of the person.")},
    )


class ListedForm(forms.Form):
    assignment = forms.IntegerField(widget=forms.HiddenInput)


class NamedForm(ListedForm):
    """Somebody on a list, and an activity that not everybody keeps."""

    activity = forms.IntegerField(widget=forms.HiddenInput)


class LateCallForm(forms.Form):
    centre = forms.CharField(widget=forms.HiddenInput)
    person = forms.CharField(widget=forms.HiddenInput)


def _rows_sent(data: Any) -> int:
    """Count the rows that a page sent; what it says wrongly is as many as may be."""
    said = str(data.get(_ROWS, ""))
    most = ACTIVITIES_AT_MOST + BLANK_ROWS
    return (
        min(int(said), most) if said.isascii() and said.isdecimal() and len(said) < len(str(most)) + 1 else BLANK_ROWS
    )
