"""Persons as the office reads them: a line of the pool, and all that is known of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from massicot.exams import queries as exams
from massicot.markers.queries import Marker, pools_of_person, sessions_by_person
from massicot.missions.queries.letters import standing_letters
from massicot.persons import queries as persons
from massicot.persons.queries import Alike, Person, persons_alike, situations_told, unavailabilities_of
from massicot.persons.rules import EmployerKind, situation_on
from massicot.web.office.convocations.shown import STANDINGS
from massicot.web.office.persons.forms import SituationBackForm
from massicot.web.shared.absence import told_absence
from massicot.web.shared.employers import EMPLOYERS, STATE_AGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolLine:
    identifier: str
    name: str
    address: str
    institution: str
    email: str
    telephone: str
    sessions: str
    state: str


def pool_lines(rows: Sequence[Any]) -> list[PoolLine]:
    """Show some persons, each with the institution of the day that the list was asked for."""
    names = exams.institution_names({row.institution_uai for row in rows if row.institution_uai})
    sessions = sessions_by_person([row.pk for row in rows])
    return [
        PoolLine(
            identifier=row.identifier,
            name=f"{row.surname} {row.first_name}",
            address=reverse("office:person_file", args=[row.pk]),
            institution=names.get(row.institution_uai, row.institution_uai or ""),
            email=row.email,
            telephone=row.telephone,
            sessions=", ".join(sessions.get(row.pk, ())),
            state=_state(row),
        )
        for row in rows
    ]


def _state(row: Person) -> str:
    if row.set_aside_at is not None:
        return gettext("set aside")
    if row.asked_email:
        return gettext("asks for another address")
    return gettext("signs in") if row.account_id is not None else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSituation:
    """One situation: since when, where, employed by whom, living where; whether it holds today."""

    since: date
    institution: str
    employer: str
    home: str
    is_present: bool
    back_form: SituationBackForm | None


@dataclass(frozen=True, slots=True)
class ShownAbsence:
    """Days on which the person cannot be called."""

    row_id: int
    words: str
    declared_by: str


@dataclass(frozen=True, slots=True)
class ShownAlike:
    """Somebody who may be the same human, and why."""

    name: str
    address: str
    why: str
    shares_address: bool
    """Whether neither can sign in: a double is nobody of their own."""


@dataclass(frozen=True, slots=True)
class ShownCall:
    """One letter that calls the person, or called them: for what, and what became of it."""

    code: str
    title: str
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSheet:
    person: Person
    name: str
    situations: list[ShownSituation]
    skills: tuple[str, ...]
    absences: list[ShownAbsence]
    places: list[Marker]
    alike: list[ShownAlike]
    calls: list[ShownCall]


def person_sheet(person: Person, today: date) -> PersonSheet:
    return PersonSheet(
        person=person,
        name=" ".join(filter(None, (person.civility, person.first_name, person.surname))),
        situations=_situations(person, today),
        skills=persons.skills_of([person.pk]).get(person.pk, ()),
        absences=[
            ShownAbsence(row.pk, told_absence(row), row.declared_by)
            for row in unavailabilities_of([person.pk]).get(person.pk, ())
        ],
        places=pools_of_person(person.pk),
        alike=[_shown_alike(row) for row in persons_alike(person)],
        calls=[
            ShownCall(row.code, row.assignment.mission.title, str(STANDINGS[row.standing]))
            for row in standing_letters(person.pk)
        ],
    )


def _shown_alike(row: Alike) -> ShownAlike:
    other = row.person
    reasons = (
        (row.is_double, gettext("set aside as a double of this person")),
        (row.has_same_name, gettext("same name")),
        (row.has_same_address, gettext("same address")),
    )
    return ShownAlike(
        f"{other.first_name} {other.surname} ({other.identifier})",
        reverse("office:person_file", args=[other.pk]),
        ", ".join(words for is_so, words in reasons if is_so),
        row.has_same_address and not row.is_double,
    )


def _situations(person: Person, today: date) -> list[ShownSituation]:
    rows = situations_told(person.pk)
    present = situation_on(rows, today)
    names = exams.institution_names({row.institution_uai for row in rows if row.institution_uai})
    return [
        ShownSituation(
            since=row.since,
            institution=f"{names.get(row.institution_uai, '')} ({row.institution_uai})" if row.institution_uai else "",
            employer=_employer(row),
            home=" ".join(filter(None, (row.home_insee_code, row.home_town))),
            is_present=row == present,
            back_form=SituationBackForm(initial={"since": row.since}, auto_id=f"back_{row.pk}_%s")
            if len(rows) > 1
            else None,
        )
        for row in rows
    ]


def _employer(row: persons.Situation) -> str:
    kind = str(EMPLOYERS[EmployerKind(row.employer_kind)]) if row.employer_kind else ""
    agent = "" if row.is_state_agent is None else str(STATE_AGENT[row.is_state_agent])
    return ", ".join(filter(None, (kind, row.employer, agent)))
