"""The staff of an institution who are convened: by day, and who has still to be told."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from massicot.absences.queries import halves_away_from
from massicot.documents import french
from massicot.documents.convocations import day_ranges
from massicot.exams import queries as exams
from massicot.missions.queries import printing
from massicot.missions.queries.convocations import Convocation, facts_of
from massicot.missions.queries.letters import halves_called, letters_of_staff
from massicot.missions.rules import ConvocationAct, ConvocationState
from massicot.missions.rules.hours import DayHalf, half_days
from massicot.web.shared.acts import Forms
from massicot.web.shared.away import told_halves
from massicot.web.shared.fields import set_choices


class ToldForm(forms.Form):
    """Whose convocation the head has told them of."""

    codes = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick those whom you have told.")},
    )

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "codes", [(code, code) for code in codes])


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvenedRow:
    """One of the staff, and one mission to which they are convened."""

    code: str
    name: str
    mission: str
    days: list[str]
    place: str
    starts_at: datetime
    is_known: bool
    is_absent: bool
    """Whether they are announced absent, and nobody has answered."""
    away: list[str]
    """The half-days of it on which they do not come, whatever was answered."""
    comes: bool
    """Whether any other is left."""
    is_cancelled: bool
    is_told: bool
    """Whether they are known to know by the word of somebody else alone, which may be taken back."""

    @property
    def waits(self) -> bool:
        """Say whether the head has still to tell them."""
        return not self.is_known and not self.is_absent and not self.is_cancelled


@dataclass(frozen=True, slots=True)
class ConvenedOnDay:
    """One of the staff on one day: what their letter calls them to, at what hours and where."""

    name: str
    hours: str
    place: str
    absent: str
    """What is announced of that day; empty where they are expected all of it."""


def codes_waiting(uai: str) -> list[str]:
    """List the letters of the staff of which the head has still to tell."""
    letters = letters_of_staff(uai, timezone.now())
    return [row.code for row in _rows(letters, _away(letters)) if row.waits]


def page_of_convened(_request: HttpRequest, uai: str, _refused: Forms) -> dict[str, Any]:
    """Gather who of the staff is convened, by day, and who has still to be told."""
    now = timezone.now()
    letters = letters_of_staff(uai, now)
    away = _away(letters)
    rows = _rows(letters, away)
    waiting = [row.code for row in rows if row.waits]
    return {
        "uai": uai,
        "school": exams.institution_name(uai),
        "rows": rows,
        "days": _by_day(letters, away, now),
        "waiting": len(waiting),
        "is_known": any(row.is_known for row in rows if not row.is_cancelled),
        "telephones": _telephones(letters),
        "form": ToldForm(codes=waiting),
        "nobody": gettext("Nobody of your staff is convened at present."),
    }


def _away(letters: Sequence[Any]) -> Mapping[int, Collection[DayHalf]]:
    return halves_away_from([letter.assignment_id for letter in letters])


def _rows(letters: Sequence[Any], away: Mapping[int, Collection[DayHalf]]) -> list[ConvenedRow]:
    return [_row(letter, away.get(letter.assignment_id, ())) for letter in letters]


def _by_day(
    letters: Sequence[Any], away: Mapping[int, Collection[DayHalf]], now: datetime
) -> list[tuple[date, list[ConvenedOnDay]]]:
    """Say who of the staff is not there on which day to come, and where they are; cancelled letters call nobody."""
    by_day: dict[date, list[ConvenedOnDay]] = defaultdict(list)
    for letter in sorted(letters, key=_in_the_list):
        if letter.state == ConvocationState.CANCELLED:
            continue
        facts = facts_of(letter)
        for slot in sorted(facts.slots, key=lambda slot: slot.starts):
            if slot.ends > now:
                hours = f"{french.hour(slot.starts)} – {french.hour(slot.ends)}"
                place = facts.place_of(slot).name
                absent = _told_absent(half_days(slot.starts, slot.ends), away.get(letter.assignment_id, ()))
                row = ConvenedOnDay(facts.person.name, hours, place, absent)
                by_day[slot.starts.date()].append(row)
    return sorted(by_day.items())


def _in_the_list(letter: Any) -> tuple[str, str, datetime, int]:
    person = letter.assignment.person
    return person.surname, person.first_name, letter.starts_at, letter.pk


def _told_absent(halves: Sequence[DayHalf], away: Collection[DayHalf]) -> str:
    """Say that somebody does not come on some half-days, or on which of them."""
    absent = [half for half in halves if half in away]
    if not absent:
        return ""
    if len(absent) == len(halves):
        return gettext("announced absent")
    return gettext("announced absent: {days}").format(days=", ".join(told_halves(absent)))


def _telephones(letters: Sequence[Convocation]) -> list[str]:
    told = (facts_of(letter).office.telephone for letter in letters)
    return list(dict.fromkeys(filter(None, told)))


def _row(letter: Any, away: Collection[DayHalf]) -> ConvenedRow:
    called = halves_called(facts_of(letter))
    absent = [half for half in called if half in away]
    written = printing.letter_of(letter)
    places = {place.uai: place.name for place in written.places}
    ranges = day_ranges(written.lines)
    return ConvenedRow(
        code=letter.code,
        name=written.name,
        mission=written.mission,
        days=[row.words for row in ranges],
        place=", ".join(dict.fromkeys(places[row.first.place] for row in ranges)),
        starts_at=letter.starts_at,
        is_known=letter.is_known,
        is_absent=letter.is_absent,
        away=told_halves(absent),
        comes=len(absent) < len(called),
        is_cancelled=letter.state == ConvocationState.CANCELLED,
        is_told=letter.standing == ConvocationAct.TOLD_BY_HEAD,
    )
