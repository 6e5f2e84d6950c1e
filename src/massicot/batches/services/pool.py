"""Acts on the pool beside the batches that its markers hold: the import with its preview, a situation by hand."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from django.db import transaction

from massicot.batches.queries import hands as queries
from massicot.batches.rules.hands import HOLDS_BATCHES, HeldBatchesThere, SchoolWhileHolding
from massicot.core.actor import Actor
from massicot.core.tables import Fault, Table, TableRefused, because
from massicot.core.tables.outcomes import Outcome
from massicot.exams.queries import Session
from massicot.markers import services as markers
from massicot.markers.rules import COLUMN_OF, MarkerRow
from massicot.persons import services as person_acts
from massicot.persons.queries import Person
from massicot.persons.rules.persons import SituationDraft

_SCHOOL = COLUMN_OF["institution_uai"]


def preview_markers(session: Session, table: Table[MarkerRow], at: datetime) -> Outcome:
    """Tell what importing a table would do, and write nothing; raise TableRefused as the import would."""
    outcome = markers.preview_markers_unchecked_batches(session, table, at)
    _check_schools(table, outcome)
    return outcome


@transaction.atomic
def import_markers(
    *, session: Session, table: Table[MarkerRow], emptied: Collection[str] = (), by: Actor, at: datetime
) -> Outcome:
    """Import a table of markers; raise TableRefused with each who changes school while they hold a batch.

    Raise ValuesErased with the columns whose values empty cells would erase and that are not `emptied`.
    """
    outcome = markers.import_markers_unchecked_batches(session=session, table=table, emptied=emptied, by=by, at=at)
    # Looked at once the rows are written: whoever hands a batch out to one of them waits, or was here before.
    _check_schools(table, outcome)
    return outcome


@transaction.atomic
def change_situation(
    *, person: Person, since: date, situation: SituationDraft, today: date, by: Actor, at: datetime
) -> None:
    """Say where a person teaches and lives from a day on; raise as `persons` does.

    Raise SchoolWhileHolding when the school of a day up to `today` changes while they hold a batch: own pupils were
    looked for with that of the hand-out. One that begins later is of no batch that is out.
    """
    before = person_acts.change_situation_unchecked_batches(
        person=person, since=since, situation=situation, by=by, at=at
    )
    if since <= today and before != situation.institution_uai:
        _check_holds_none(person, before)


@transaction.atomic
def take_back_situation(*, person: Person, since: date, reason: str, today: date, by: Actor, at: datetime) -> None:
    """Take away a situation that was told by mistake; raise as `persons` does, or SchoolWhileHolding."""
    before, after = person_acts.take_back_situation_unchecked_batches(
        person=person, since=since, reason=reason, by=by, at=at
    )
    if since <= today and before != after:
        _check_holds_none(person, before)


@transaction.atomic
def take_out_of_pool_unchecked_missions(*, person: Person, session: Session, by: Actor, at: datetime) -> None:
    """Take a person out of the pool of a session; lower service of the act that looks at the lists of missions.

    Raise OutsideSession, SessionIsArchived, or HeldBatchesThere where they hold, or held, batches of the session: what
    they did is known under their place in the pool.
    """
    gone = markers.take_out_of_pool_unchecked_batches(person=person, session=session, by=by, at=at)
    # Looked at once the row is gone: whoever hands a batch out to them waits, or was here before.
    if codes := queries.batches_ever_with(session.pk, gone):
        raise HeldBatchesThere(marker=gone, session=session.code, codes=", ".join(codes))


def _check_holds_none(person: Person, before: str) -> None:
    # Looked at once the row is written: whoever hands a batch out to them waits, or was here before.
    if codes := queries.held_in_any_session([person.identifier]).get(person.identifier):
        raise SchoolWhileHolding(marker=person.identifier, codes=", ".join(codes), before=before or "–")


def _check_schools(table: Table[MarkerRow], outcome: Outcome) -> None:
    moved = {change.key: change.fields[_SCHOOL] for change in outcome.changed if _SCHOOL in change.fields}
    codes = queries.held_in_any_session(moved)
    if codes:
        raise TableRefused(table.file, tuple(_faults(table, moved, codes)), table.warnings)


def _faults(
    table: Table[MarkerRow], moved: Mapping[str, tuple[str, str]], by_marker: Mapping[str, list[str]]
) -> Iterator[Fault]:
    for row, line in zip(table.rows, table.lines, strict=True):
        if row.identifier in by_marker:
            before, after = moved[row.identifier]
            codes = ", ".join(by_marker[row.identifier])
            reason = because(HOLDS_BATCHES, marker=row.identifier, codes=codes, before=before)
            yield Fault(table.file, line, _SCHOOL, after, reason)
