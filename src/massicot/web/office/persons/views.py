"""The pool and its persons: all of them in one list, one on their page, one entered by hand."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from massicot.core.actor import Role
from massicot.exams import queries as exams
from massicot.markers import services as marker_acts
from massicot.markers.queries.staff import persons_of_pool
from massicot.persons import queries as persons
from massicot.persons.queries import Person
from massicot.persons.queries.absence import Unavailability, unavailability_of
from massicot.persons.queries.lists import among, person_called, person_rows, situations_told, standing
from massicot.persons.rules import SKILL_LENGTH, situation_on
from massicot.persons.rules.identity import PersonDraft
from massicot.persons.rules.skills import read_skills
from massicot.web.office.persons.forms import (
    AddressForm,
    AskedForm,
    CallForm,
    EnterForm,
    NameForm,
    PoolForm,
    PoolSessionForm,
    SituationForm,
)
from massicot.web.office.persons.shown import PersonSheet, person_sheet, pool_lines
from massicot.web.shared.access import actor_of, require_role
from massicot.web.shared.acting import REFUSED, done, succeeds
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import Filter, ListColumn, asks_for_part, is_taken_away, listing_of, take_away

COLUMNS = (
    ListColumn("name", gettext_lazy("Name"), order_by="surname"),
    ListColumn("identifier", gettext_lazy("Identifier")),
    ListColumn("institution", gettext_lazy("Institution"), order_by="institution_uai"),
    ListColumn("sessions", gettext_lazy("Pools"), order_by=""),
    ListColumn("email", gettext_lazy("E-mail")),
    ListColumn("telephone", gettext_lazy("Telephone"), order_by=""),
    ListColumn("state", gettext_lazy("State"), order_by="set_aside_at"),
)
STANDINGS = (
    ("non", gettext_lazy("may be called")),
    ("oui", gettext_lazy("set aside")),
    ("adresse", gettext_lazy("asks for another address")),
)


@require_safe
@require_role(Role.OFFICE)
def all_persons(request: HttpRequest) -> HttpResponse:
    """List whoever may be called, in all sessions or in one."""
    sessions = [(session.code, session.title) for session in exams.sessions_at_work()]
    listing = listing_of(
        request,
        gettext("pool"),
        COLUMNS,
        person_rows(timezone.localdate()),
        search=("identifier", "email", person_called),
        filters=[
            Filter("vivier", gettext_lazy("Pool"), sessions, field=lambda code: among(persons_of_pool(code))),
            Filter("ecartes", gettext_lazy("State"), STANDINGS, field=standing),
        ],
        display=pool_lines,
    )
    if is_taken_away(request):
        return take_away(request, listing)
    part = "office/persons/all_persons.html#listing" if asks_for_part(request) else "office/persons/all_persons.html"
    return render(request, part, {"listing": listing, "has_sessions": bool(sessions)})


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.OFFICE)
def enter_person(request: HttpRequest) -> HttpResponse:
    """Enter a person by hand, in the pool of a session."""
    sessions = exams.sessions_at_work()
    form = EnterForm(request.POST if request.method == "POST" else None, sessions=sessions)
    entered: list[Person] = []
    if form.is_bound and succeeds(form, lambda: entered.append(_enter(request, form))):
        (person,) = entered
        sentence = gettext("{name} is entered, and in the pool of {session}.")
        told = sentence.format(name=form.name, session=form.cleaned_data["session"])
        return done(request, told, reverse("office:person_file", args=[person.pk]))
    return render(request, "office/persons/enter_person.html", {"form": form}, status=REFUSED if form.is_bound else 200)


def _enter(request: HttpRequest, form: EnterForm) -> Person:
    typed = form.cleaned_data
    return marker_acts.enter_person(
        draft=PersonDraft(typed["identifier"], form.name, typed["email"].lower(), typed["telephone"]),
        situation=form.situation,
        place=marker_acts.PoolPlace(exams.session_by_code(typed["session"]), typed["discipline"]),
        skills=read_skills(typed["skills"], SKILL_LENGTH),
        by=actor_of(request),
        at=timezone.now(),
    )


def person_or_404(_request: HttpRequest, person_id: int) -> Person:
    """Fetch the person of an address."""
    person = persons.person_by_id(person_id)
    if person is None:
        raise Http404
    return person


def unavailability_or_404(_request: HttpRequest, person_id: int, absence_id: int) -> Unavailability:
    """Fetch the days of an address on which its person cannot be called, taken back or not."""
    row = unavailability_of(person_id, absence_id)
    if row is None:
        raise Http404
    return row


def page_of_person(_request: HttpRequest, person: Person, _refused: Forms) -> dict[str, Any]:
    """Gather what the page of a person shows."""
    sheet = person_sheet(person, timezone.localdate())
    shares_address = not person.double_of and any(row.shares_address for row in sheet.alike)
    page = {"sheet": sheet, "person": person, "shares_address": shares_address}
    return {**page, **_sessions(sheet), **_filled_forms(sheet)}


def _filled_forms(sheet: PersonSheet) -> Forms:
    """Make the forms of the page of a person that begin with what stands now."""
    person = sheet.person
    sessions = _sessions(sheet)
    name = {field: getattr(person, field) for field in ("civility", "surname", "first_name")}
    seen = {f"seen_{field}": value for field, value in name.items()}
    present = situation_on(situations_told(person.pk), timezone.localdate())
    situation = {field: getattr(present, field, None) for field in ("institution_uai", "employer_kind", "employer")}
    home = {field: getattr(present, field, "") for field in ("home_town", "home_insee_code")}
    agent = {None: "", True: "oui", False: "non"}[getattr(present, "is_state_agent", None)]
    return {
        "name_form": NameForm(initial=name | seen, auto_id="name_%s"),
        "address_form": AddressForm(initial={"seen": person.email, "email": person.asked_email}, auto_id="address_%s"),
        "asked_form": AskedForm(initial={"seen": person.asked_email}, auto_id="asked_%s"),
        "call_form": CallForm(initial={"seen": person.telephone, "telephone": person.telephone}, auto_id="call_%s"),
        "situation_form": SituationForm(
            initial=situation | home | {"is_state_agent": agent, "since": timezone.localdate()},
            auto_id="situation_%s",
        ),
        "access_form": PoolSessionForm(auto_id="access_%s", sessions=sessions["own_sessions"]),
        "tie_form": PoolSessionForm(auto_id="tie_%s", sessions=sessions["own_sessions"]),
        "pool_form": PoolForm(auto_id="pool_%s", sessions=sessions["other_sessions"]),
    }


def _sessions(sheet: PersonSheet) -> dict[str, Any]:
    """Tell the sessions at work whose pool holds a person from the others."""
    own = {marker.session_id for marker in sheet.places}
    at_work = exams.sessions_at_work()
    return {
        "own_sessions": [session for session in at_work if session.pk in own],
        "other_sessions": [session for session in at_work if session.pk not in own],
    }
