"""Acts on where a session takes place: its tables of institutions and specialties, its exam centres."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import models, transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.audit.rules import Fact
from massicot.core.actor import Actor
from massicot.core.refused import N_
from massicot.core.tables import Table, TableColumn, outcomes
from massicot.core.tables.outcomes import Outcome
from massicot.exams.models import ExamCentre, Institution, Paper, Session, Specialty
from massicot.exams.queries import institutions, routes
from massicot.exams.queries.sessions import check_at_work, hold_papers_at_work, hold_session, papers_of
from massicot.exams.rules import institution_table, specialty_table
from massicot.exams.rules import sessions as rules
from massicot.exams.rules.specialty_table import PaperTold
from massicot.exams.services.sessions import check_both_sides_everywhere


@dataclass(frozen=True, slots=True)
class CentresAdded(Fact):
    journal_word = N_("exam centres added")
    centres: Collection[str]


@dataclass(frozen=True, slots=True)
class CentreRemoved(Fact):
    journal_word = N_("exam centre taken out")
    centre: str


@transaction.atomic
def add_centres(
    *, session: Session, centres: Mapping[str, str], entered: Collection[str], by: Actor, at: datetime
) -> None:
    """Name exam centres (UAI → name); `entered` lists where somebody is entered already.

    Raise CentreAlreadyNamed, CentreHasEntries when the first ones named leave such a place out, or BothSidesOfTheWall.
    """
    named = _hold_named(session)
    for uai in centres:
        if uai in named:
            raise rules.CentreAlreadyNamed(centre=uai)
    rules.check_centres(named | centres.keys(), entered)
    for uai, name in centres.items():
        Institution.objects.get_or_create(uai=uai, defaults={"name": name})
    ExamCentre.objects.bulk_create(ExamCentre(session=session, uai=uai) for uai in centres)
    check_both_sides_everywhere()
    audit.record(subject=f"session:{session.code}", fact=CentresAdded(sorted(centres)), by=by, at=at)


@transaction.atomic
def remove_centre(*, session: Session, uai: str, entered: Collection[str], by: Actor, at: datetime) -> None:
    """Take an exam centre out; raise CentreNotNamed, CentreHasEntries or BothSidesOfTheWall."""
    named = _hold_named(session)
    if uai not in named:
        raise rules.CentreNotNamed(centre=uai)
    rules.check_nobody_entered(uai, entered)
    ExamCentre.objects.filter(session=session, uai=uai).delete()
    check_both_sides_everywhere()
    audit.record(subject=f"session:{session.code}", fact=CentreRemoved(uai), by=by, at=at)


def _hold_named(session: Session) -> set[str]:
    # Two who name the first centres at once would each see none: they wait for one another on the session.
    account_acts.hold_appointments()
    hold_session(session)
    check_at_work(session)
    return institutions.named_centre_uais(session)


_Values = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableImported(Fact):
    journal_word = N_("table imported")
    kind: str
    new: int
    changed: int
    same: int
    file_sha256: str
    erased: Mapping[str, int]
    """How many values empty cells took away, by column; each was confirmed."""


@transaction.atomic
def import_institutions(
    *, session: Session, table: Table[Any], emptied: Collection[str] = (), by: Actor, at: datetime
) -> Outcome:
    """Import the table of institutions: new ones added, known ones updated, the others left alone.

    A column that is not in the file leaves every value; an empty cell erases one in the columns `emptied` only. Raise
    ValuesErased for any other, and BothSidesOfTheWall when a new one, in a session that names no exam centre, makes two
    roles meet.
    """
    account_acts.hold_appointments()
    hold_papers_at_work(session)  # whose chain of the journal gets the line: nobody deletes it meanwhile
    outcome = preview_institutions(table)
    fact = _fact("institutions", table, outcome, institution_table.COLUMNS, emptied)
    _upsert(Institution, "uai", {}, outcome, _values(table, institution_table.COLUMN_OF))
    if outcome.new:
        check_both_sides_everywhere()
    audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
    return outcome


@transaction.atomic
def import_specialties(
    *, session: Session, table: Table[Any], emptied: Collection[str] = (), by: Actor, at: datetime
) -> Outcome:
    """Import the table of a session's specialties.

    Raise TableRefused with every line that moves a specialty to another academy too late, and ValuesErased with the
    columns whose values empty cells would erase and that are not `emptied`; write nothing then.
    """
    outcome = _specialties_outcome(session, table, hold_papers_at_work(session), at)
    fact = _fact("specialties", table, outcome, specialty_table.COLUMNS, emptied)
    values = _values(table, specialty_table.COLUMN_OF)
    _upsert(Specialty, "code", {"session_id": session.pk}, outcome, values)
    audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
    return outcome


def preview_institutions(table: Table[Any]) -> Outcome:
    """Tell what importing a table of institutions would do, without writing."""
    stored = {row.uai: vars(row) for row in Institution.objects.all()}
    values = _values(table, institution_table.COLUMN_OF)
    return replace(outcomes.compare_rows("uai", stored, values, institution_table.COLUMN_OF), warnings=table.warnings)


def preview_specialties(session: Session, table: Table[Any], at: datetime) -> Outcome:
    """Tell what importing a table of specialties would do, without writing; raise TableRefused as the import would."""
    return _specialties_outcome(session, table, papers_of(session), at)


def _fact(
    kind: str, table: Table[Any], outcome: Outcome, columns: Sequence[TableColumn], emptied: Collection[str]
) -> TableImported:
    """Tell what an import does; raise ValuesErased when it would erase more than was confirmed."""
    erased = outcomes.count_erased(outcome.changed, columns)
    outcomes.check_erased(erased, emptied)
    return TableImported(
        kind=kind,
        new=len(outcome.new),
        changed=len(outcome.changed),
        same=outcome.same,
        file_sha256=table.sha256,
        erased=erased,
    )


def _specialties_outcome(session: Session, table: Table[Any], papers: Sequence[Paper], at: datetime) -> Outcome:
    facts = [PaperTold(paper.code, paper.starts_at, paper.prepared_at is not None) for paper in papers]
    specialty_table.check_academies(table, routes.academies_of(session.pk), facts, at)
    stored = {row.code: vars(row) for row in Specialty.objects.filter(session=session)}
    values = _values(table, specialty_table.COLUMN_OF)
    return replace(outcomes.compare_rows("code", stored, values, specialty_table.COLUMN_OF), warnings=table.warnings)


def _upsert(model: type[models.Model], key: str, scope: Mapping[str, Any], outcome: Outcome, values: _Values) -> None:
    by_key = {str(row[key]): row for row in values}
    model._default_manager.bulk_create(model(**scope, **by_key[name]) for name in outcome.new)
    for change in outcome.changed:
        model._default_manager.filter(**scope, **{key: change.key}).update(**by_key[change.key])


def _values(table: Table[Any], column_of: Mapping[str, str]) -> _Values:
    """Give what the file says of each line: nothing of a column that it has not."""
    return [table.values_of(row, column_of) for row in table.rows]
