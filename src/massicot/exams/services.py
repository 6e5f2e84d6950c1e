"""Writes of sessions: created, supplied with institutions and specialties; people appointed."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.accounts.queries import Account
from massicot.audit import services as audit
from massicot.core.actor import Actor, Role
from massicot.core.tables import Table
from massicot.exams import queries, rules
from massicot.exams.models import ExamCentre, Institution, Paper, Route, Session, Specialty
from massicot.exams.rules import institution_table, outcomes, specialty_table
from massicot.exams.rules.outcomes import Outcome
from massicot.exams.rules.session_plan import PaperPlan, SessionPlan
from massicot.store.swap import swap_one


@dataclass(frozen=True, slots=True)
class SessionCreated:
    """A session was created."""

    code: str
    papers: Sequence[str]


@dataclass(frozen=True, slots=True)
class TableImported:
    """A table was imported."""

    kind: str
    new: int
    changed: int
    same: int
    file_sha256: str


@transaction.atomic
def create_session(*, plan: SessionPlan, is_rehearsal: bool, by: Actor, at: datetime) -> Session:
    """Create a session with its papers, routes and centres; raise SessionExists or BothSidesOfTheWall."""
    account_acts.hold_appointments()
    if Session.objects.filter(code=plan.code).exists():
        raise rules.SessionExists(code=plan.code)
    session = Session.objects.create(
        code=plan.code,
        title=plan.title,
        authority=plan.authority,
        year=plan.year,
        time_zone=plan.time_zone,
        is_rehearsal=is_rehearsal,
    )
    for paper in plan.papers:
        _create_paper(session, paper)
    for uai, name in plan.centres.items():
        Institution.objects.get_or_create(uai=uai, defaults={"name": name})
    ExamCentre.objects.bulk_create(ExamCentre(session=session, uai=uai) for uai in plan.exam_centres)
    _check_both_sides_everywhere()
    fact = SessionCreated(plan.code, [paper.code for paper in plan.papers])
    audit.record(subject=f"session:{plan.code}", fact=fact, by=by, at=at)
    return session


@transaction.atomic
def import_institutions(*, session: Session, table: Table[Any], by: Actor, at: datetime) -> Outcome:
    """Import the table of institutions: new ones added, known ones updated, the others left alone.

    Raise BothSidesOfTheWall when a new one, in a session that names no exam centre, makes two roles meet.
    """
    account_acts.hold_appointments()
    outcome = preview_institutions(table)
    _upsert(Institution, "uai", {}, outcome, table)
    if outcome.new:
        _check_both_sides_everywhere()
    fact = TableImported("institutions", len(outcome.new), len(outcome.changed), outcome.same, table.sha256)
    audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
    return outcome


@transaction.atomic
def import_specialties(*, session: Session, table: Table[Any], by: Actor, at: datetime) -> Outcome:
    """Import the table of a session's specialties."""
    outcome = preview_specialties(session, table)
    _upsert(Specialty, "code", {"session_id": session.pk}, outcome, table)
    fact = TableImported("specialties", len(outcome.new), len(outcome.changed), outcome.same, table.sha256)
    audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
    return outcome


@transaction.atomic
def mark_prepared(*, paper: Paper, at: datetime) -> None:
    """Take the right to draw a paper's numbers, once; raise AlreadyPrepared."""
    undrawn = Paper.objects.filter(pk=paper.pk, prepared_at__isnull=True)
    swap_one(undrawn, rules.AlreadyPrepared(paper=paper.code), prepared_at=at)


@transaction.atomic
def appoint(*, email: str, role: Role, scope: str, by: Actor, at: datetime) -> Account:
    """Give a person a role over a scope; raise BothSidesOfTheWall when they would hold names and numbers."""
    account_acts.hold_appointments()
    _check_one_side(email, role, scope, accounts.appointments_of(email.strip().lower()))
    return account_acts.give_role(email=email, role=role, scope=scope, by=by, at=at)


def _create_paper(session: Session, plan: PaperPlan) -> None:
    values = dataclasses.asdict(plan)
    scale = values.pop("scale")
    routes = values.pop("routes")
    paper = Paper.objects.create(
        session=session,
        lowest_hundredths=scale["lowest"],
        highest_hundredths=scale["highest"],
        step_hundredths=scale["step"],
        digits=scale["digits"],
        **values,
    )
    for route in routes:
        academies = route.pop("steering_academies")
        Route.objects.bulk_create(Route(paper=paper, steering_academy=academy, **route) for academy in academies)


def _upsert(model: type[models.Model], key: str, scope: Mapping[str, Any], outcome: Outcome, table: Table[Any]) -> None:
    by_key = {str(row[key]): row for row in _values(table)}
    model._default_manager.bulk_create(model(**scope, **by_key[name]) for name in outcome.new)
    for change in outcome.changed:
        model._default_manager.filter(**scope, **{key: change.key}).update(**by_key[change.key])


def preview_institutions(table: Table[Any]) -> Outcome:
    """Tell what importing a table of institutions would do, without writing."""
    stored = {row.uai: vars(row) for row in Institution.objects.all()}
    return outcomes.compare_rows("uai", stored, _values(table), institution_table.COLUMN_OF)


def preview_specialties(session: Session, table: Table[Any]) -> Outcome:
    """Tell what importing a table of specialties would do, without writing."""
    stored = {row.code: vars(row) for row in Specialty.objects.filter(session=session)}
    return outcomes.compare_rows("code", stored, _values(table), specialty_table.COLUMN_OF)


def _values(table: Table[Any]) -> list[Mapping[str, Any]]:
    return [row._asdict() for row in table.rows]


def _check_one_side(email: str, role: Role, scope: str, held: Sequence[tuple[Role, str]]) -> None:
    conflict = queries.conflict_of(role, scope, held)
    if conflict is not None:
        raise rules.BothSidesOfTheWall(email=email, other=conflict.other, paper=conflict.paper)


def _check_both_sides_everywhere() -> None:
    # A new session, or a new centre, can make two harmless roles meet: nobody may find that out on the day.
    for email in accounts.emails():
        held = accounts.appointments_of(email)
        for role, scope in held:
            _check_one_side(email, role, scope, [other for other in held if other != (role, scope)])
