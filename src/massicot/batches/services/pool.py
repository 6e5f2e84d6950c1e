"""The act of importing markers beside the batches that they hold, and its preview."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from django.db import transaction

from massicot.batches import queries
from massicot.batches.rules.pool import HOLDS_BATCHES
from massicot.core.actor import Actor
from massicot.core.tables import Fault, Table, TableRefused, because
from massicot.core.tables.outcomes import Outcome
from massicot.exams.queries import Session
from massicot.markers import services as markers
from massicot.markers.rules.marker_table import COLUMN_OF, MarkerRow

_SCHOOL = COLUMN_OF["institution_uai"]


def preview_markers(session: Session, table: Table[MarkerRow]) -> Outcome:
    """Tell what importing a table would do, and write nothing; raise TableRefused as the import would."""
    outcome = markers.preview_markers_unchecked_batches(session, table)
    _check_schools(session, table, outcome)
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
    _check_schools(session, table, outcome)
    return outcome


def _check_schools(session: Session, table: Table[MarkerRow], outcome: Outcome) -> None:
    moved = {change.key: change.fields[_SCHOOL] for change in outcome.changed if _SCHOOL in change.fields}
    codes = queries.held_batches(session.pk, moved)
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
