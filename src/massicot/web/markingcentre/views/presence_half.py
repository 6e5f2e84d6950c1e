"""The list of one half-day, keyed beside the paper that people signed: by exceptions, or letter by letter."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from massicot.absences import queries as absences
from massicot.core.actor import Role
from massicot.persons.queries import Person
from massicot.presence import queries, services
from massicot.presence.queries import HalfDaySheet
from massicot.presence.queries.uncalled import person_typed
from massicot.presence.rules import Presence
from massicot.presence.rules.keying import letter_code
from massicot.web.markingcentre.presence_access import RegisterHalf, half_or_404
from massicot.web.markingcentre.presence_forms import (
    LetterReadForm,
    PresenceForm,
    PresenceHoursForm,
    RegisterReasonForm,
    SignaturesForm,
    UncalledForm,
)
from massicot.web.markingcentre.presence_shown import SAID, TITLES, left_before, name_shown, shown_lines
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, see, succeeds


@require_safe
@require_role(Role.MARKING_CENTRE)
def half_register(request: HttpRequest, uai: str, session: str, day: str, half: str) -> HttpResponse:
    """Show the list of a half-day, made for the signed paper beside it."""
    return _page(request, half_or_404(request, uai, session, day, half))


@require_POST
@require_role(Role.MARKING_CENTRE)
def key_presence(request: HttpRequest, uai: str, session: str, day: str, half: str) -> HttpResponse:
    """Say of one person that they are present, absent, or neither again."""
    place = half_or_404(request, uai, session, day, half)
    form = PresenceForm(request.POST)

    def act() -> None:
        typed = form.cleaned_data
        _acted(request, place, services.key_presence, person_id=typed["person"], seen=typed["seen"], word=typed["word"])

    if succeeds(form, act):
        return see(f"{place.address('half_register')}#line-{form.cleaned_data['person']}")
    return _page(request, place, presence=form)


@require_POST
@require_role(Role.MARKING_CENTRE)
def read_letter(request: HttpRequest, uai: str, session: str, day: str, half: str) -> HttpResponse:
    """Say present whoever the letter that was scanned calls here."""
    place = half_or_404(request, uai, session, day, half)
    form = LetterReadForm(request.POST)
    read: list[tuple[Person, bool]] = []

    def act() -> None:
        code = letter_code(form.cleaned_data["code"])
        read.append(_acted(request, place, services.read_letter, code=code))

    if succeeds(form, act):
        person, is_double = read[0]
        sentence = gettext("{person} was present already.") if is_double else gettext("{person} is present.")
        name = f"{person.surname} {person.first_name}"
        return done(request, sentence.format(person=name), place.address("half_register"))
    return _page(request, place, letter=form)


@require_POST
@require_role(Role.MARKING_CENTRE)
def add_uncalled(request: HttpRequest, uai: str, session: str, day: str, half: str) -> HttpResponse:
    """Add somebody who came without being called."""
    place = half_or_404(request, uai, session, day, half)
    form = UncalledForm(request.POST)
    added: list[Person] = []

    def act() -> None:
        added.append(person_typed(place.place.session, form.cleaned_data["who"], place.day))
        _acted(request, place, services.add_uncalled, person=added[0])

    if succeeds(form, act):
        name = f"{added[0].surname} {added[0].first_name}"
        sentence = gettext("{person} is on the list, as somebody who came without being called.").format(person=name)
        return done(request, sentence, f"{place.address('half_register')}#line-{added[0].pk}")
    return _page(request, place, uncalled=form)


@require_POST
@require_role(Role.MARKING_CENTRE)
def note_hours(request: HttpRequest, uai: str, session: str, day: str, half: str) -> HttpResponse:
    """Note at what hour somebody came late or left early."""
    place = half_or_404(request, uai, session, day, half)
    form = PresenceHoursForm(request.POST, people=_people(_sheet(place)))

    def act() -> None:
        typed = dict(form.cleaned_data)
        _acted(request, place, services.note_presence_hours, person_id=typed.pop("person"), **typed)

    if succeeds(form, act):
        address = f"{place.address('half_register')}#line-{form.cleaned_data['person']}"
        return done(request, gettext("The hours are noted."), address)
    return _page(request, place, hours=form)


@require_POST
@require_role(Role.MARKING_CENTRE)
def confirm_half(request: HttpRequest, uai: str, session: str, day: str, half: str) -> HttpResponse:
    """Say of all the others that they were present, or that they did not come."""
    place = half_or_404(request, uai, session, day, half)
    form = SignaturesForm(request.POST)
    if succeeds(form, lambda: _acted(request, place, services.confirm_half_day, others=form.said)):
        sentence = gettext("{half}: keyed, {n} signatures.")
        message = sentence.format(half=TITLES[place.half], n=form.cleaned_data["signatures"])
        return done(request, message, place.place.address("day_register", place.day.isoformat()))
    return _page(request, place, signatures=form)


@require_POST
@require_role(Role.MARKING_CENTRE)
def take_back_half(request: HttpRequest, uai: str, session: str, day: str, half: str) -> HttpResponse:
    """Take the confirmation of a half-day back, with a reason."""
    place = half_or_404(request, uai, session, day, half)
    form = RegisterReasonForm(request.POST)
    if succeeds(form, lambda: _acted(request, place, services.take_back_half_day, reason=form.cleaned_data["reason"])):
        sentence = gettext("The confirmation is taken back: all the others are to be keyed again.")
        return done(request, sentence, place.address("half_register"))
    return _page(request, place, taking_back=form)


def _acted(request: HttpRequest, place: RegisterHalf, act: Callable[..., Any], **said: Any) -> Any:
    return act(**place.subject, **said, by=actor_of(request), at=timezone.now())


def _sheet(place: RegisterHalf) -> HalfDaySheet:
    return queries.day_sheet(place.place.session, place.place.uai, place.day).half(place.half)


def _people(sheet: HalfDaySheet) -> list[tuple[int, str]]:
    return [(row.person.pk, name_shown(row)) for row in sheet.rows if row.presence is Presence.PRESENT]


def _page(request: HttpRequest, place: RegisterHalf, **refused: forms.Form) -> HttpResponse:
    """Show the list, and the form that was refused on it as it was typed."""
    day = queries.day_sheet(place.place.session, place.place.uai, place.day)
    sheet = day.half(place.half)
    forms_of_page: dict[str, forms.Form] = {
        "letter": LetterReadForm(),
        "uncalled": UncalledForm(),
        "hours": PresenceHoursForm(people=_people(sheet)),
        "signatures": SignaturesForm(),
        "taking_back": RegisterReasonForm(),
    }
    page = {
        "place": place.place,
        "marked": place.place.marked,
        "here": place,
        "title": TITLES[place.half],
        "day": place.day,
        "is_sent": day.is_sent,
        "sheet": sheet,
        "lines": shown_lines(sheet, _away(place), left_before(day, place.half)),
        "to_key": SAID[Presence.UNKNOWN],
        "is_refused": bool(refused),
        **forms_of_page,
        **refused,
        "other_refusals": _other_refusals(refused, day_is_sent=day.is_sent),
    }
    return render(request, "markingcentre/half_register.html", page, status=REFUSED if refused else 200)


def _other_refusals(refused: dict[str, forms.Form], *, day_is_sent: bool) -> list[forms.Form]:
    """List the forms that were refused, and of which the page has no place of their own as it stands."""
    return [form for name, form in refused.items() if name == "presence" or day_is_sent]


def _away(place: RegisterHalf) -> set[int]:
    """List who is announced absent from this half-day, by person."""
    rows = absences.away_at(place.place.session.pk, place.place.uai, place.day)
    return {row.person for row in rows if row.half is place.half}
