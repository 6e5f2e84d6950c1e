"""The staff of an institution who are convened: by day, and who has still to be told."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from massicot.absences.queries import halves_away_from
from massicot.core.actor import Role
from massicot.documents import french
from massicot.documents.convocations import day_ranges
from massicot.exams import queries as exams
from massicot.missions import services
from massicot.missions.queries import setting
from massicot.missions.queries.calls import halves_called
from massicot.missions.queries.convocations import Convocation, facts_of
from massicot.missions.queries.staff import letters_of_staff
from massicot.missions.rules import ConvocationAct, ConvocationState
from massicot.missions.rules.hours import DayHalf, half_days
from massicot.web.shared.access import actor_of, require_role, scopes_of
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.away import told_halves
from massicot.web.shared.fields import set_choices
from massicot.web.shared.numbers import Grouped


class ToldForm(forms.Form):
    """Whose convocation the head has told them of."""

    codes = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick those whom you have told.")},
    )

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "codes", [(code, code) for code in codes])


@dataclass(frozen=True, slots=True)
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


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.SCHOOL)
def convened(request: HttpRequest, uai: str) -> HttpResponse:
    """Show who of the staff is convened, by day; note whom the head has told."""
    if uai not in scopes_of(request, Role.SCHOOL):
        raise Http404
    now = timezone.now()
    letters = letters_of_staff(uai, now)
    away = halves_away_from([letter.assignment_id for letter in letters])
    rows = [_row(letter, away.get(letter.assignment_id, ())) for letter in letters]
    waiting = [row.code for row in rows if row.waits]
    form = ToldForm(request.POST if request.method == "POST" else None, codes=waiting)
    told: list[int] = []

    def act() -> None:
        told.append(services.tell_convocation(codes=form.cleaned_data["codes"], by=actor_of(request), at=now))

    if form.is_bound and succeeds(form, act):
        sentence = ngettext("{n} person is noted as told.", "{n} persons are noted as told.", told[0])
        return done(request, sentence.format(n=Grouped(told[0])), reverse("school:convened", args=[uai]))
    page = {
        "uai": uai,
        "school": exams.institution_name(uai),
        "rows": rows,
        "days": _by_day(letters, away, now),
        "waiting": len(waiting),
        "is_known": any(row.is_known for row in rows if not row.is_cancelled),
        "telephones": _telephones(letters),
        "form": form,
        "nobody": gettext("Nobody of your staff is convened at present."),
    }
    return render(request, "school/convened.html", page, status=REFUSED if form.is_bound else 200)


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
    written = setting.letter_of(letter)
    places = {place.uai: place.name for place in written.places}
    ranges = day_ranges(written.lines)
    return ConvenedRow(
        letter.code,
        written.name,
        written.mission,
        [row.words for row in ranges],
        ", ".join(dict.fromkeys(places[row.first.place] for row in ranges)),
        letter.starts_at,
        letter.is_known,
        letter.is_absent,
        told_halves(absent),
        len(absent) < len(called),
        letter.state == ConvocationState.CANCELLED,
        letter.standing == ConvocationAct.TOLD_BY_HEAD,
    )
