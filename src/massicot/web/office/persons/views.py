"""The pool and its persons: all of them in one list, one on their page, one entered by hand."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from massicot.exams import queries as exams
from massicot.markers.queries import persons_of_pool
from massicot.persons import queries as persons
from massicot.persons.queries import (
    Person,
    Unavailability,
    among,
    person_called,
    person_rows,
    situations_told,
    standing,
    unavailability_of,
)
from massicot.persons.rules import situation_on
from massicot.web.office.persons.forms import (
    AddressForm,
    AskedForm,
    CallForm,
    NameForm,
    PoolForm,
    PoolSessionForm,
    SituationForm,
)
from massicot.web.office.persons.shown import PersonSheet, person_sheet, pool_lines
from massicot.web.shared.acts import Forms
from massicot.web.shared.listing import Filter, ListColumn, listing_of

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


def page_of_pool(request: HttpRequest, _found: None, _refused: Forms) -> dict[str, Any]:
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
    return {"listing": listing, "has_sessions": bool(sessions)}


def page_of_entering(_request: HttpRequest, _found: None, _refused: Forms) -> dict[str, Any]:
    """Enter a person by hand, in the pool of a session: its form says all."""
    return {}


def person_or_404(_request: HttpRequest, person_id: int) -> Person:
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
