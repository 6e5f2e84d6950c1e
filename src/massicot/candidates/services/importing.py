"""The act of importing a table of candidates, all or nothing, and its preview."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.candidates import queries, rules
from massicot.candidates.models import Candidate, Entry
from massicot.candidates.rules import (
    Attendance,
    CivilIdentity,
    ImportOutcome,
    ImportPaper,
    ImportPlan,
    NewEntry,
    Sitting,
    candidate_table,
    plausibility,
)
from massicot.candidates.rules.candidate_row import NO_CODES, CandidateRow
from massicot.candidates.rules.candidate_table import CandidateTable
from massicot.candidates.rules.intake import count_comers, lists_changed
from massicot.candidates.rules.naming import Called, called_as
from massicot.candidates.services.holding import remove_lines
from massicot.candidates.services.relisting import note_changed
from massicot.candidates.services.roll import count_roll
from massicot.candidates.services.signing import signed_rooms, void_moved
from massicot.core.actor import Actor
from massicot.core.tables import Fault, Findings
from massicot.core.tables.outcomes import check_erased, count_erased
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Session
from massicot.store.bulk import insert_rows, reserve_ids

UPDATES_AT_ONCE = 500

_CANDIDATE = ("id", "session", "candidate_number", *CivilIdentity._fields, *Called._fields)
_ENTRY = ("candidate", "paper", "is_mark_kept", "attendance", *Sitting._fields)


def preview_candidates(session: Session, table: CandidateTable) -> ImportOutcome:
    """Tell what importing a table would do, and write nothing; raise TableRefused as the import would."""
    rows = exams.papers_of(session)
    papers = queries.papers_facts(rows)
    plan = _plan(session, table, papers)
    warnings = _warnings(session, table, rows)
    return replace(_outcome(plan, warnings, {}), comers=count_comers(plan, papers))


@transaction.atomic
def import_candidates_unnumbered(
    *, session: Session, table: CandidateTable, emptied: Collection[str] = (), by: Actor, at: datetime
) -> ImportOutcome:
    """Import a table of candidates; raise TableRefused with every line that comes too late, and write nothing then.

    Raise ValuesErased with the columns whose values empty cells would erase and that are not `emptied`, or
    NotedAtSeat or NamedInReport. Entries that are new to a prepared paper are named in the outcome: the outer act
    gives them spare numbers. A table that changes nothing leaves no line in the journal.
    """
    rows = exams.hold_papers_at_work(session)
    papers = queries.papers_facts(rows)
    plan = _plan(session, table, papers)
    erased = count_erased(plan.changes, candidate_table.columns(NO_CODES))
    check_erased(erased, emptied)
    warnings = _warnings(session, table, rows)
    signed = signed_rooms([paper.pk for paper in rows])
    outcome = _outcome(plan, warnings, _write(session, plan, papers))
    void_moved(signed)
    note_changed(lists_changed(plan, papers), at)
    if outcome.written:
        count_roll([paper.pk for paper in rows])
        entered = {paper.code: queries.entries_by_tables(paper) for paper in rows}
        counts = (len(outcome.new), len(outcome.changed), outcome.same)
        fact = rules.CandidatesImported(*counts, table.sha256, erased, entered)
        audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
    return outcome


def _plan(session: Session, table: CandidateTable, papers: Sequence[ImportPaper]) -> ImportPlan:
    numbers = {row.candidate_number for row in table.rows}
    return rules.plan_import(table, queries.stored_candidates(session, numbers), papers)


def _warnings(session: Session, table: CandidateTable, papers: Sequence[Paper]) -> Sequence[Fault]:
    """Tell what was warned of as the file was read, and what its candidates hardly can be."""
    findings = Findings(table.file)
    findings.warnings.extend(table.warnings)
    sat_on = min((exams.local(paper, paper.starts_at).date() for paper in papers), default=None)
    plausibility.doubt(table, sat_on, queries.people_entered(session), findings)
    return findings.sorted_warnings()


def _outcome(plan: ImportPlan, warnings: Sequence[Fault], new_entries: Mapping[int, Sequence[int]]) -> ImportOutcome:
    new = [row.candidate_number for row in plan.new]
    return ImportOutcome(new, plan.changes, plan.same, warnings, new_entries)


def _write(session: Session, plan: ImportPlan, papers: Sequence[ImportPaper]) -> dict[int, list[int]]:
    """Write a plan and return the entries that are newly expected at each prepared paper."""
    remove_lines(plan.removed)
    _update_persons(plan.persons)
    entries = [
        Entry(pk=update.entry_id, is_mark_kept=update.is_mark_kept, **update.sitting._asdict())
        for update in plan.updated
    ]
    Entry.objects.bulk_update(entries, (*Sitting._fields, "is_mark_kept"), batch_size=UPDATES_AT_ONCE)
    candidate_ids = _insert_candidates(session, plan.new)
    insert_rows(Entry, _ENTRY, _entries_of_new(candidate_ids, plan.new, papers))
    insert_rows(Entry, _ENTRY, _entries_added(plan.added))
    return {
        paper.paper_id: _newly_expected(plan, candidate_ids, paper.paper_id) for paper in papers if paper.is_prepared
    }


def _insert_candidates(session: Session, rows: Sequence[CandidateRow]) -> Sequence[int]:
    candidate_ids = reserve_ids(Candidate, len(rows))
    lines = (
        (candidate_id, session.pk, row.candidate_number, *rules.person_of(row), *called_as(row))
        for candidate_id, row in zip(candidate_ids, rows, strict=True)
    )
    insert_rows(Candidate, _CANDIDATE, lines)
    return candidate_ids


def _entries_of_new(
    candidate_ids: Iterable[int], rows: Iterable[CandidateRow], papers: Sequence[ImportPaper]
) -> Iterator[tuple[object, ...]]:
    for candidate_id, row in zip(candidate_ids, rows, strict=True):
        for paper_id, is_mark_kept in rules.papers_entered(row, papers):
            yield (candidate_id, paper_id, is_mark_kept, Attendance.NOT_KEYED.value, *rules.sitting_of(row))


def _entries_added(added: Iterable[NewEntry]) -> Iterator[tuple[object, ...]]:
    for entry in added:
        yield (entry.candidate_id, entry.paper_id, entry.is_mark_kept, Attendance.NOT_KEYED.value, *entry.sitting)


def _newly_expected(plan: ImportPlan, new_candidates: Sequence[int], paper_id: int) -> list[int]:
    candidates = [*new_candidates, *(entry.candidate_id for entry in plan.added if entry.paper_id == paper_id)]
    added = Entry.objects.filter(paper_id=paper_id, is_mark_kept=False, candidate_id__in=candidates)
    given_up = (entry.entry_id for entry in plan.updated if entry.is_newly_expected and entry.paper_id == paper_id)
    return [*added.order_by("pk").values_list("pk", flat=True), *given_up]


def _update_persons(persons: Sequence[tuple[int, CivilIdentity]]) -> None:
    candidates = [
        Candidate(pk=candidate_id, **person._asdict(), **called_as(person)._asdict())
        for candidate_id, person in persons
    ]
    Candidate.objects.bulk_update(candidates, (*CivilIdentity._fields, *Called._fields), batch_size=UPDATES_AT_ONCE)
