"""How scripts that are set aside are told, and given their end, at the desk that has them and at the office."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from massicot.core.refused import Refused
from massicot.core.wall import TextMayNameCandidate, TextNamesCandidate
from massicot.exams import queries as exams
from massicot.setasides import queries as set_asides
from massicot.setasides import rules
from massicot.setasides.queries import SetAside
from massicot.setasides.rules import Oddity, SlipEnd, SlipOutcome
from massicot.web.shared.fields import NumberField, ReasonField, set_choices
from massicot.web.shared.outcome import PointingForm
from massicot.web.shared.scanned import read_scanned

ODDITIES: dict[str, Promise | str] = {
    Oddity.FOREIGN: gettext_lazy("Foreign: it does not belong where it lay"),
    Oddity.UNREADABLE: gettext_lazy("Unreadable: its label cannot be read"),
    Oddity.NUMBERLESS: gettext_lazy("Without a number: it bears no label"),
    Oddity.DOUBLED: gettext_lazy("There twice: another script has the same number"),
}
ENDINGS: dict[str, Promise | str] = {
    SlipEnd.PARCEL: gettext_lazy("It belongs to a parcel, and is ticked there"),
    SlipEnd.BATCH: gettext_lazy("It belongs to a batch, and is in its envelope"),
    SlipEnd.RETURNED: gettext_lazy("Returned to its exam centre"),
    SlipEnd.FORWARDED: gettext_lazy("Sent to the centre that marks it"),
    SlipEnd.SPARE: gettext_lazy("A spare number was stuck on it, and its exam centre has settled it"),
    SlipEnd.DESTROYED: gettext_lazy("Destroyed as a copy, before a second person"),
    SlipEnd.MISTAKE: gettext_lazy("Set aside by mistake"),
}

ENDING_REFS: dict[str, Promise | str] = {
    SlipEnd.PARCEL: gettext_lazy("code of the parcel, P-…"),
    SlipEnd.BATCH: gettext_lazy("code of the batch, or its number"),
    SlipEnd.RETURNED: gettext_lazy("UAI of that centre"),
    SlipEnd.FORWARDED: gettext_lazy("UAI of that other centre"),
    SlipEnd.SPARE: gettext_lazy("the spare number"),
    SlipEnd.DESTROYED: gettext_lazy("name of the second person"),
}
"""What each end asks for beside it, as its brackets say; a mistake asks for nothing."""

_PERSON_NAMED = (TextNamesCandidate, TextMayNameCandidate)
_ABOUT_THE_END = (rules.EndUnfit, rules.SetAsideEnded)

AddressOf = Callable[[str], str]
"""Gives the page of a slip at one desk."""


@dataclass(frozen=True, slots=True)
class ShownSetAside:
    """One script that is or was set aside, in words, with its page, and the slips that it had before and since."""

    row: SetAside
    oddity: str
    ending: str
    centre: str
    address: str
    before: tuple[str, str] | None = None
    since: tuple[tuple[str, str], ...] = ()

    @property
    def code(self) -> str:
        """Give the parcel, batch, centre or number that its end is about; a name that somebody typed is none."""
        return "" if self.row.ending == SlipEnd.DESTROYED else self.row.ending_ref


class SlipOfNumber(NamedTuple):
    """One slip that a number had: where it lies or lay, what became of it, its page if this desk has one."""

    row: SetAside
    oddity: str
    ending: str
    centre: str
    address: str


class SettleForm(PointingForm):
    """What became of a script, of what, and how it is known."""

    ending = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what became of it.")},
    )
    ref = forms.CharField(
        label=gettext_lazy("Which one: what your answer asks for in brackets"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    number = NumberField(label=gettext_lazy("Its number, if it is known by now"), required=False)
    reason = ReasonField(label=gettext_lazy("How it is known"))

    def __init__(self, *args: Any, row: SetAside, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "settle_%s", **kwargs})
        ends = rules.ENDS[Oddity(row.oddity)]
        set_choices(self, "ending", [(end.value, _asking(end)) for end in ends])
        if row.number:
            del self.fields["number"]

    def fault_at(self, refusal: Refused) -> str:
        if isinstance(refusal, _PERSON_NAMED):
            return "reason"
        if isinstance(refusal, rules.NumberUnlearnt):
            return "number"
        return "ending" if isinstance(refusal, _ABOUT_THE_END) else "ref"

    def clean_ref(self) -> str:
        """Read a batch by the address of its mark sheet as by its code."""
        return read_scanned(self.cleaned_data["ref"])

    @property
    def outcome(self) -> SlipOutcome:
        typed = self.cleaned_data
        return SlipOutcome(SlipEnd(typed["ending"]), typed["ref"], typed["reason"], typed.get("number", ""))


def shown_set_aside(row: SetAside, address_of: AddressOf) -> ShownSetAside:
    """Put one script that is set aside into words, with the slips that it had before and since."""
    before = (row.follows, address_of(row.follows)) if row.follows else None
    since = tuple((code, address_of(code)) for code in set_asides.followed_by(row.code))
    return _show(row, exams.institution_name(row.centre_uai), address_of(row.code), before, since)


def shown_slips(rows: Iterable[SetAside], page_of: Callable[[SetAside], str]) -> list[SlipOfNumber]:
    """Put the slips that a number had into words."""
    listed = list(rows)
    names = exams.institution_names({row.centre_uai for row in listed}) if listed else {}
    return [
        SlipOfNumber(
            row, str(ODDITIES[row.oddity]), _ending(row), names.get(row.centre_uai, row.centre_uai), page_of(row)
        )
        for row in listed
    ]


def slip_chapters(rows: Iterable[SetAside]) -> Iterator[tuple[datetime, str]]:
    """Tell what slips add to the story of a number: each laid, each ended."""
    for row in rows:
        yield row.opened_at, gettext("Set aside under the slip {code}.").format(code=row.code)
        if row.ended_at:
            sentence = gettext("The slip {code} has its end: {ending}.")
            yield row.ended_at, sentence.format(code=row.code, ending=_ending(row).lower())


def shown_list(rows: Iterable[SetAside], address_of: AddressOf) -> list[ShownSetAside]:
    """Put scripts that are set aside into words."""
    listed = list(rows)
    names = exams.institution_names({row.centre_uai for row in listed})
    return [_show(row, names.get(row.centre_uai, row.centre_uai), address_of(row.code)) for row in listed]


def _show(
    row: SetAside,
    centre: str,
    address: str,
    before: tuple[str, str] | None = None,
    since: tuple[tuple[str, str], ...] = (),
) -> ShownSetAside:
    return ShownSetAside(row, str(ODDITIES[row.oddity]), _ending(row), centre, address, before, since)


def _asking(end: SlipEnd) -> str:
    """Word an end with what it asks for."""
    return f"{ENDINGS[end]} ({ENDING_REFS[end]})" if end in ENDING_REFS else str(ENDINGS[end])


def _ending(row: SetAside) -> str:
    return "" if row.is_open else str(ENDINGS[row.ending])
