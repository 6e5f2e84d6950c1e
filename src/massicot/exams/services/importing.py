"""Acts that supply a session with its tables of institutions and specialties, and their previews."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.tables import Table, outcomes
from massicot.core.tables.outcomes import Outcome
from massicot.exams import queries
from massicot.exams.models import Institution, Paper, Session, Specialty
from massicot.exams.rules import institution_table, specialty_lateness, specialty_table
from massicot.exams.rules.specialty_lateness import PaperTold
from massicot.exams.services.wall import check_both_sides_everywhere


@dataclass(frozen=True, slots=True)
class TableImported:
    """A table was imported."""

    kind: str
    new: int
    changed: int
    same: int
    file_sha256: str


@transaction.atomic
def import_institutions(*, session: Session, table: Table[Any], by: Actor, at: datetime) -> Outcome:
    """Import the table of institutions: new ones added, known ones updated, the others left alone.

    Raise BothSidesOfTheWall when a new one, in a session that names no exam centre, makes two roles meet.
    """
    account_acts.hold_appointments()
    outcome = preview_institutions(table)
    _upsert(Institution, "uai", {}, outcome, table)
    if outcome.new:
        check_both_sides_everywhere()
    fact = TableImported("institutions", len(outcome.new), len(outcome.changed), outcome.same, table.sha256)
    audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
    return outcome


@transaction.atomic
def import_specialties(*, session: Session, table: Table[Any], by: Actor, at: datetime) -> Outcome:
    """Import the table of a session's specialties.

    Raise TableRefused with every line that moves a specialty to another academy too late, and write nothing then.
    """
    outcome = _specialties_outcome(session, table, queries.hold_papers(session), at)
    _upsert(Specialty, "code", {"session_id": session.pk}, outcome, table)
    fact = TableImported("specialties", len(outcome.new), len(outcome.changed), outcome.same, table.sha256)
    audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
    return outcome


def preview_institutions(table: Table[Any]) -> Outcome:
    """Tell what importing a table of institutions would do, without writing."""
    stored = {row.uai: vars(row) for row in Institution.objects.all()}
    return outcomes.compare_rows("uai", stored, _values(table), institution_table.COLUMN_OF)


def preview_specialties(session: Session, table: Table[Any], at: datetime) -> Outcome:
    """Tell what importing a table of specialties would do, without writing; raise TableRefused as the import would."""
    return _specialties_outcome(session, table, queries.papers_of(session), at)


def _specialties_outcome(session: Session, table: Table[Any], papers: Sequence[Paper], at: datetime) -> Outcome:
    facts = [PaperTold(paper.code, paper.starts_at, paper.prepared_at is not None) for paper in papers]
    specialty_lateness.check_academies(table, queries.academies_of(session.pk), facts, at)
    stored = {row.code: vars(row) for row in Specialty.objects.filter(session=session)}
    return outcomes.compare_rows("code", stored, _values(table), specialty_table.COLUMN_OF)


def _upsert(model: type[models.Model], key: str, scope: Mapping[str, Any], outcome: Outcome, table: Table[Any]) -> None:
    by_key = {str(row[key]): row for row in _values(table)}
    model._default_manager.bulk_create(model(**scope, **by_key[name]) for name in outcome.new)
    for change in outcome.changed:
        model._default_manager.filter(**scope, **{key: change.key}).update(**by_key[change.key])


def _values(table: Table[Any]) -> list[Mapping[str, Any]]:
    return [row._asdict() for row in table.rows]
