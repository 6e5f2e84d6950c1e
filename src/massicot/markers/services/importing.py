"""The act of importing a table of markers, all or nothing, and its preview."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.tables import Fault, Findings, Table, TableRefused, because
from massicot.core.tables.outcomes import Change, Outcome, check_erased, compare_values, count_erased
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.markers import queries
from massicot.markers.models import Marker
from massicot.markers.rules import KNOWS_NAMES, MarkersImported, plausibility
from massicot.markers.rules.marker_table import COLUMN_OF, MarkerRow, columns

UPDATES_AT_ONCE = 500
_VALUES = tuple(name for name in MarkerRow._fields if name != "identifier")


@dataclass(slots=True)
class _Plan:
    new: list[Marker] = field(default_factory=list)
    changed: list[Marker] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    same: int = 0
    warnings: Sequence[Fault] = ()


def preview_markers_unchecked_batches(session: Session, table: Table[MarkerRow]) -> Outcome:
    """Tell what importing a table would do, and write nothing; raise TableRefused as the import would.

    Lower service of the preview that looks at the batches they hold.
    """
    _check_side(session, table)
    return _outcome(_plan(session, table))


@transaction.atomic
def import_markers_unchecked_batches(
    *, session: Session, table: Table[MarkerRow], emptied: Collection[str] = (), by: Actor, at: datetime
) -> Outcome:
    """Import a table of markers: new ones added, known ones updated, the others left alone.

    Lower service of the act that looks at the batches they hold. A table that changes nothing leaves no line in the
    journal. Raise TableRefused with each who knows the names, and ValuesErased with the columns whose values empty
    cells would erase and that are not `emptied`.
    """
    account_acts.hold_appointments()
    _check_side(session, table)
    # Nothing of the papers is read: two imports into one session wait for one another here.
    exams.hold_papers_at_work(session)
    plan = _plan(session, table)
    erased = count_erased(plan.changes, columns(()))
    check_erased(erased, emptied)
    Marker.objects.bulk_create(plan.new, batch_size=UPDATES_AT_ONCE)
    Marker.objects.bulk_update(plan.changed, _VALUES, batch_size=UPDATES_AT_ONCE)
    if plan.new or plan.changed:
        fact = MarkersImported(len(plan.new), len(plan.changed), plan.same, table.sha256, erased)
        audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
    return _outcome(plan)


def _check_side(session: Session, table: Table[MarkerRow]) -> None:
    if faults := tuple(_faults(session, table)):
        raise TableRefused(table.file, faults, table.warnings)


def _faults(session: Session, table: Table[MarkerRow]) -> Iterator[Fault]:
    # Few of a pool have an account: only those are looked at one by one.
    logins = set(accounts.emails())
    for row, line in zip(table.rows, table.lines, strict=True):
        email = row.email.strip().lower()
        if email in logins and (conflict := queries.side_of_names(session.code, email)):
            reason = because(KNOWS_NAMES, paper=conflict.paper)
            yield Fault(table.file, line, COLUMN_OF["email"], row.email, reason)


def _plan(session: Session, table: Table[MarkerRow]) -> _Plan:
    plan = _Plan()
    stored = {marker.identifier: marker for marker in queries.markers_of(session.pk)}
    for row in table.rows:
        marker = stored.get(row.identifier)
        if marker is None:
            plan.new.append(Marker(session=session, **row._asdict()))
            continue
        before = {name: getattr(marker, name) for name in MarkerRow._fields}
        said = table.said(row, COLUMN_OF)
        if change := compare_values(row.identifier, before, said, COLUMN_OF):
            plan.changes.append(change)
            plan.changed.append(Marker(pk=marker.pk, session=session, **before | said))
        else:
            plan.same += 1
    plan.warnings = _warnings(table, stored.values())
    return plan


def _warnings(table: Table[MarkerRow], stored: Iterable[Marker]) -> Sequence[Fault]:
    findings = Findings(table.file)
    findings.warnings.extend(table.warnings)
    plausibility.doubt(table, stored, findings)
    return findings.sorted_warnings()


def _outcome(plan: _Plan) -> Outcome:
    return Outcome([marker.identifier for marker in plan.new], plan.changes, plan.same, plan.warnings)
