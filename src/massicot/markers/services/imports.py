"""The act of importing a table of markers, all or nothing, and its preview."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice, product
from typing import Any

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.accounts.queries.accounts import addresses_known
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.tables import Fault, Findings, Table, TableRefused, because
from massicot.core.tables.outcomes import Change, Outcome, check_erased, compare_values, count_erased
from massicot.exams import queries as exams
from massicot.exams.queries import Session
from massicot.markers import queries, rules
from massicot.markers.models import Marker, MarkerPaper
from massicot.markers.rules import (
    COLUMN_OF,
    KNOWS_NAMES,
    WORD_OF_EMPLOYER,
    MarkerRow,
    MarkersImported,
    columns,
    doubt_persons,
    name_faults,
)
from massicot.persons import queries as persons
from massicot.persons import services as person_acts
from massicot.persons.queries import PersonFile, tied_logins
from massicot.persons.services import PersonValues

ROWS_AT_ONCE = 500
_POOL = ("discipline", "papers")
"""What the pool of a session says of a marker; the rest is said of the person, in every session."""


@dataclass(slots=True, kw_only=True)
class _Plan:
    files: Mapping[str, PersonFile]
    pool: Mapping[str, Marker]
    said: dict[str, dict[str, Any]] = field(default_factory=dict)
    new: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    same: int = 0
    warnings: Sequence[Fault] = ()


def preview_markers_unchecked_batches(session: Session, table: Table[MarkerRow], at: datetime) -> Outcome:
    """Tell what importing a table would do, and write nothing; raise TableRefused as the import would.

    Lower service of the preview that looks at the batches they hold.
    """
    _check_side(session, table)
    return _outcome(_plan(session, table, exams.day_of(session, at)))


@transaction.atomic
def import_markers_unchecked_batches(
    *, session: Session, table: Table[MarkerRow], emptied: Collection[str] = (), by: Actor, at: datetime
) -> Outcome:
    """Import a table of markers: new ones added, known ones updated, the others left alone.

    Lower service of the act that looks at the batches they hold. A table that changes nothing leaves no line in the
    journal. Raise TableRefused with each who knows the names, who bears the identifier of somebody else, or whose
    account has another address; ValuesErased with the columns whose values empty cells would erase and that are not
    `emptied`.
    """
    # Two imports wait for one another here, were it into two sessions: a person is one in all of them.
    account_acts.hold_appointments()
    _check_side(session, table)
    exams.hold_papers_at_work(session)
    day = exams.day_of(session, at)
    plan = _plan(session, table, day)
    erased = count_erased(plan.changes, columns(()))
    check_erased(erased, emptied)
    _write(session, plan, day)
    if plan.new or plan.changes:
        fact = MarkersImported(len(plan.new), len(plan.changes), plan.same, table.sha256, erased)
        audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
    return _outcome(plan)


def _check_side(session: Session, table: Table[MarkerRow]) -> None:
    if faults := tuple(_faults(session, table)):
        raise TableRefused(table.file, faults, table.warnings)


def _faults(session: Session, table: Table[MarkerRow]) -> Iterator[Fault]:
    # Few of a pool have an account: only those are looked at one by one.
    logins = addresses_known()
    tied = tied_logins()
    known = [
        (row, line, emails)
        for row, line in zip(table.rows, table.lines, strict=True)
        if (emails := {row.email.strip().lower(), tied.get(row.identifier, "")} & logins)
    ]
    # An address is the person's in every session: those whose pools hold them already are looked at too.
    pools = queries.pools_of([row.identifier for row, _, _ in known])
    for row, line, emails in known:
        codes = {session.code, *(marker.session.code for marker in pools.get(row.identifier, ()))}
        asked = product(sorted(codes), sorted(emails))
        conflicts = filter(None, (queries.side_of_names(code, email) for code, email in asked))
        for conflict in islice(conflicts, 1):
            reason = because(KNOWS_NAMES, paper=conflict.paper)
            yield Fault(table.file, line, COLUMN_OF["email"], row.email, reason)


def _plan(session: Session, table: Table[MarkerRow], day: date) -> _Plan:
    files = persons.files_of([row.identifier for row in table.rows], day)
    if faults := tuple(name_faults(table, files)):
        raise TableRefused(table.file, faults, table.warnings)
    stored = queries.markers_of(session.pk)
    plan = _Plan(files=files, pool={marker.identifier: marker for marker in stored})
    papers = queries.papers_of_markers(session.pk)
    for row in table.rows:
        said = table.values_of(row, COLUMN_OF)
        marker = plan.pool.get(row.identifier)
        before = _before(files.get(row.identifier), marker, papers.get(marker.pk, ()) if marker else ())
        change = compare_values(row.identifier, _for_file(before), _for_file(said), COLUMN_OF) if before else None
        if marker is None and not (change and change.fields.keys() - {COLUMN_OF[name] for name in _POOL}):
            plan.new.append(row.identifier)
        elif change:
            plan.changes.append(change)
        else:
            plan.same += 1
            continue
        plan.said[row.identifier] = said
    plan.warnings = _warnings(table, stored, files)
    return plan


def _before(file: PersonFile | None, marker: Marker | None, papers: tuple[str, ...]) -> dict[str, Any]:
    """Give what is stored of a person by the fields of the table; empty when nobody has the identifier."""
    if file is None:
        return {}
    situation = {name: getattr(file.situation, name, "") for name in person_acts.SITUATION_FIELDS}
    person = {name: getattr(file.person, name) for name in ("identifier", *person_acts.PERSON_FIELDS)}
    pool = {"discipline": marker.discipline if marker else "", "papers": papers}
    return person | situation | pool | {"skills": file.skills}


def _for_file(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give values as the file writes them."""
    kind = {"employer_kind": WORD_OF_EMPLOYER.get(values.get("employer_kind", ""), "")}
    lists = {name: tuple(sorted(values[name])) for name in ("skills", "papers") if name in values}
    return {name: value for name, value in {**values, **kind, **lists}.items() if name in values}


def _write(session: Session, plan: _Plan, day: date) -> None:
    said = {name: PersonValues(values, values.get("skills")) for name, values in plan.said.items()}
    people = person_acts.keep_persons(said=said, known=plan.files, since=day)
    rows = [
        Marker(
            pk=plan.pool[name].pk if name in plan.pool else None,
            session=session,
            person=people[name],
            identifier=name,
            discipline=values["discipline"],
        )
        for name, values in plan.said.items()
    ]
    Marker.objects.bulk_create([row for row in rows if row.pk is None], batch_size=ROWS_AT_ONCE)
    Marker.objects.bulk_update([row for row in rows if row.identifier in plan.pool], ["discipline"], ROWS_AT_ONCE)
    _write_papers(session, {row: plan.said[row.identifier].get("papers") for row in rows})


def _write_papers(session: Session, listed: Mapping[Marker, Sequence[str] | None]) -> None:
    """Write for which papers each marker may be called; None leaves them as they are."""
    ids = {paper.code: paper.pk for paper in exams.papers_of(session)}
    told = {marker: codes for marker, codes in listed.items() if codes is not None}
    MarkerPaper.objects.filter(marker__in=[marker.pk for marker in told]).delete()
    rows = [MarkerPaper(marker=marker, paper_id=ids[code]) for marker, codes in told.items() for code in codes]
    MarkerPaper.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)


def _warnings(table: Table[MarkerRow], stored: Sequence[Marker], files: Mapping[str, PersonFile]) -> Sequence[Fault]:
    findings = Findings(table.file)
    findings.warnings.extend(table.warnings)
    rules.doubt(table, stored, findings)
    doubt_persons(table, files, findings)
    return findings.sorted_warnings()


def _outcome(plan: _Plan) -> Outcome:
    return Outcome(plan.new, plan.changes, plan.same, plan.warnings)
