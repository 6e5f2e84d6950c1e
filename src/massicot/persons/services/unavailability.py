"""Acts on the days on which a person cannot be called: declared, taken back, imported as a table."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.tables import Table
from massicot.core.tables.outcomes import Change, Outcome, compare_values
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.persons.models import Person, Unavailability
from massicot.persons.rules.persons import UnavailabilityKind, subject_of
from massicot.persons.rules.unavailability import (
    WORD_OF_KIND,
    DaysDeclared,
    UnavailabilityDeclared,
    UnavailabilityGone,
    UnavailabilityImported,
    UnavailabilityRow,
    UnavailabilityTakenBack,
    check_days,
    key_of_days,
)
from massicot.store.writes import swap_one


@transaction.atomic
def declare_unavailability(
    *, person: Person, starts_on: date, ends_on: date, kind: UnavailabilityKind, by: Actor, at: datetime
) -> Unavailability:
    """Declare days, both included, on which a person cannot be called.

    Raise EndsBeforeItStarts, LongerThanAYear, DaysDeclared.
    """
    check_days(starts_on, ends_on)
    # A table that declares the same days writes them after it looked: the two wait for one another here.
    account_acts.hold_appointments()
    row, is_new = Unavailability.objects.get_or_create(
        person=person,
        starts_on=starts_on,
        ends_on=ends_on,
        taken_back_at=None,
        defaults={"kind": kind, "declared_by": by.login, "declared_at": at},
    )
    if not is_new:
        raise DaysDeclared(identifier=person.identifier)
    fact = UnavailabilityDeclared(person.identifier, starts_on.isoformat(), ends_on.isoformat())
    audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)
    return row


@transaction.atomic
def take_back_unavailability(*, unavailability: Unavailability, by: Actor, at: datetime) -> None:
    """Say that somebody can be called on days that were declared; the row stays. Raise UnavailabilityGone."""
    rows = Unavailability.objects.filter(pk=unavailability.pk, taken_back_at__isnull=True)
    swap_one(rows, UnavailabilityGone(), taken_back_at=at)
    identifier = unavailability.person.identifier
    days = (unavailability.starts_on.isoformat(), unavailability.ends_on.isoformat())
    audit.record(subject=subject_of(identifier), fact=UnavailabilityTakenBack(identifier, *days), by=by, at=at)


AT_ONCE = 500
Declared = Mapping[tuple[int, str], Unavailability]


def preview_unavailability(table: Table[UnavailabilityRow]) -> Outcome:
    """Tell what importing a table would do, and write nothing."""
    persons = _persons(table)
    return _outcome(table, persons, _declarations_of(persons))


@transaction.atomic
def import_unavailability(*, session: Session, table: Table[UnavailabilityRow], by: Actor, at: datetime) -> Outcome:
    """Import a table of unavailability: days not declared yet are added, a kind told otherwise is put right.

    Days that it does not name stay. A table that changes nothing leaves no line in the journal.
    """
    # Two imports of the same days wait for one another; so does the deletion of the session, whose chain has the line.
    account_acts.hold_appointments()
    exams.hold_papers_at_work(session)
    persons = _persons(table)
    declared = _declarations_of(persons)
    outcome = _outcome(table, persons, declared)
    new = set(outcome.new)
    told = {"declared_by": by.login, "declared_at": at}
    rows = [
        Unavailability(
            person=persons[row.identifier], starts_on=row.starts_on, ends_on=row.ends_on, kind=row.kind, **told
        )
        for row in table.rows
        if row.key in new
    ]
    Unavailability.objects.bulk_create(rows, batch_size=AT_ONCE)
    kinds = {row.key: row for row in table.rows}
    changed = [_put_right(declared, persons, kinds[change.key]) for change in outcome.changed]
    Unavailability.objects.bulk_update(changed, ["kind"], batch_size=AT_ONCE)
    if outcome.written:
        fact = UnavailabilityImported(len(outcome.new), len(outcome.changed), outcome.same, table.sha256)
        audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
    return outcome


def _put_right(declared: Declared, persons: Mapping[str, Person], row: UnavailabilityRow) -> Unavailability:
    found = declared[persons[row.identifier].pk, row.key]
    found.kind = row.kind
    return found


def _persons(table: Table[UnavailabilityRow]) -> dict[str, Person]:
    identifiers = sorted({row.identifier for row in table.rows})
    parts = [identifiers[start : start + AT_ONCE] for start in range(0, len(identifiers), AT_ONCE)]
    return {row.identifier: row for part in parts for row in Person.objects.filter(identifier__in=part)}


def _declarations_of(persons: Mapping[str, Person]) -> Declared:
    names = {person.pk: identifier for identifier, person in persons.items()}
    ids = sorted(names)
    parts = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
    rows = [
        row for part in parts for row in Unavailability.objects.filter(person_id__in=part, taken_back_at__isnull=True)
    ]
    return {(row.person_id, key_of_days(names[row.person_id], row.starts_on, row.ends_on)): row for row in rows}


def _outcome(table: Table[UnavailabilityRow], persons: Mapping[str, Person], declared: Declared) -> Outcome:
    new: list[str] = []
    changed: list[Change] = []
    same = 0
    for row in table.rows:
        found = declared.get((persons[row.identifier].pk, row.key))
        if found is None:
            new.append(row.key)
        elif change := compare_values(row.key, _kind(found.kind), _kind(row.kind)):
            changed.append(change)
        else:
            same += 1
    return Outcome(new, changed, same, table.warnings)


def _kind(kind: str) -> dict[str, object]:
    return {"motif": {str(known): word for known, word in WORD_OF_KIND.items()}[str(kind)]}
