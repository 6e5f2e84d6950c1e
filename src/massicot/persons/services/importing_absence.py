"""The act of importing a table of unavailability, all or nothing, and its preview."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.tables import Table
from massicot.core.tables.outcomes import Change, Outcome, compare_values
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.persons.models import Person, Unavailability
from massicot.persons.rules.absence import UnavailabilityImported
from massicot.persons.rules.unavailability_table import WORD_OF_KIND, UnavailabilityRow, key_of_days

AT_ONCE = 500
Declared = Mapping[tuple[int, str], Unavailability]


def preview_unavailability(table: Table[UnavailabilityRow]) -> Outcome:
    """Tell what importing a table would do, and write nothing."""
    persons = _persons(table)
    return _outcome(table, persons, _declared(persons))


@transaction.atomic
def import_unavailability(*, session: Session, table: Table[UnavailabilityRow], by: Actor, at: datetime) -> Outcome:
    """Import a table of unavailability: days not declared yet are added, a kind told otherwise is put right.

    Days that it does not name stay. A table that changes nothing leaves no line in the journal.
    """
    # Two imports of the same days wait for one another; so does the deletion of the session, whose chain has the line.
    account_acts.hold_appointments()
    exams.hold_papers_at_work(session)
    persons = _persons(table)
    declared = _declared(persons)
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


def _declared(persons: Mapping[str, Person]) -> Declared:
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
