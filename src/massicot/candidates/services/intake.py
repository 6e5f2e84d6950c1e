"""The act of importing a table of candidates, all or nothing, and its preview; the roll counted anew."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from massicot.audit import services as audit
from massicot.candidates.models import Candidate, EarlierIdentity, Entry, KeptMarkSat, ListChange, ListedSeat, RollCell
from massicot.candidates.queries import counts as count_reads
from massicot.candidates.queries import intake
from massicot.candidates.rules import candidate_table, import_plans
from massicot.candidates.rules import intake as intake_rules
from massicot.candidates.rules.attendance import Attendance
from massicot.candidates.rules.candidate_row import NO_CODES, Called, CandidateRow, called_as
from massicot.candidates.rules.candidate_table import CandidateTable
from massicot.candidates.rules.intake import (
    CivilIdentity,
    ImportOutcome,
    ImportPaper,
    ImportPlan,
    NewEntry,
    Sitting,
    count_comers,
    lists_changed,
)
from massicot.candidates.services.day import remove_lines, signed_rooms, void_moved
from massicot.core.actor import Actor
from massicot.core.tables import Fault, Findings
from massicot.core.tables.outcomes import check_erased, count_erased
from massicot.exams import queries as exams
from massicot.exams.queries import Paper, Session
from massicot.exams.rules.sessions import WorkIsDone
from massicot.store.prepared import Question
from massicot.store.writes import insert_rows, reserve_ids

_CELL = ("paper", "centre_uai", "specialty_code", "expected")


def count_roll(paper_ids: Collection[int], centre_uai: str | None = None) -> None:
    """Count whom some papers expect, in one centre or in all; the caller holds the papers, or the centre's entries."""
    within = {"paper_id__in": paper_ids} | ({} if centre_uai is None else {"centre_uai": centre_uai})
    RollCell.objects.filter(**within).delete()
    # Read before the copy begins: one connection does not do both at once.
    insert_rows(RollCell, _CELL, _CELLS.ask(paper_ids=list(paper_ids), uai=centre_uai) if paper_ids else [])


def _cells(paper_ids: Collection[int], uai: str | None) -> QuerySet[Entry, Any]:
    entries = Entry.objects.filter(paper_id__in=paper_ids, is_mark_kept=False)
    if uai is not None:
        entries = entries.filter(centre_uai=uai)
    cells = entries.order_by(*_BY).values_list(*_BY)
    return cells.annotate(expected=Count("pk"))


_BY = ("paper_id", "centre_uai", "specialty_code")
_CELLS: Question[tuple[int, str, str, int]] = Question(_cells)


def note_changed(places: Iterable[tuple[int, str]], at: datetime) -> None:
    """Note that the list of some centres changed: their labels, anonymity lists and registers are printed again."""
    rows = [ListChange(paper_id=paper_id, centre_uai=uai, changed_at=at) for paper_id, uai in sorted(set(places))]
    ListChange.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["paper", "centre_uai"], update_fields=["changed_at"]
    )


UPDATES_AT_ONCE = 500

_CANDIDATE = ("id", "session", "candidate_number", *CivilIdentity._fields, *Called._fields)
_ENTRY = ("candidate", "paper", "is_mark_kept", "attendance", *Sitting._fields)


def preview_candidates(session: Session, table: CandidateTable) -> ImportOutcome:
    """Tell what importing a table would do, and write nothing; raise TableRefused as the import would."""
    rows = exams.papers_of(session)
    papers = intake.papers_facts(rows)
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
    papers = intake.papers_facts(rows)
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
        entered = {paper.code: count_reads.entries_by_tables(paper) for paper in rows}
        fact = intake_rules.CandidatesImported(
            new=len(outcome.new),
            changed=len(outcome.changed),
            same=outcome.same,
            file_sha256=table.sha256,
            erased=erased,
            entered=entered,
        )
        audit.record(subject=f"session:{session.code}", fact=fact, by=by, at=at)
    return outcome


def _plan(session: Session, table: CandidateTable, papers: Sequence[ImportPaper]) -> ImportPlan:
    numbers = {row.candidate_number for row in table.rows}
    return import_plans.plan_import(table, intake.stored_candidates(session, numbers), papers)


def _warnings(session: Session, table: CandidateTable, papers: Sequence[Paper]) -> Sequence[Fault]:
    """Tell what was warned of as the file was read, and what its candidates hardly can be."""
    findings = Findings(table.file)
    findings.warnings.extend(table.warnings)
    sat_on = min((exams.local(paper, paper.starts_at).date() for paper in papers), default=None)
    candidate_table.doubt(table, sat_on, intake.people_entered(session), findings)
    return findings.sorted_warnings()


def _outcome(plan: ImportPlan, warnings: Sequence[Fault], new_entries: Mapping[int, Sequence[int]]) -> ImportOutcome:
    new = [row.candidate_number for row in plan.new]
    return ImportOutcome(new=new, changed=plan.changes, same=plan.same, warnings=warnings, new_entries=new_entries)


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
        (candidate_id, session.pk, row.candidate_number, *intake_rules.person_of(row), *called_as(row))
        for candidate_id, row in zip(candidate_ids, rows, strict=True)
    )
    insert_rows(Candidate, _CANDIDATE, lines)
    return candidate_ids


def _entries_of_new(
    candidate_ids: Iterable[int], rows: Iterable[CandidateRow], papers: Sequence[ImportPaper]
) -> Iterator[tuple[object, ...]]:
    for candidate_id, row in zip(candidate_ids, rows, strict=True):
        for paper_id, is_mark_kept in intake_rules.papers_entered(row, papers):
            yield (candidate_id, paper_id, is_mark_kept, Attendance.NOT_KEYED.value, *intake_rules.sitting_of(row))


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


@transaction.atomic
def delete_candidates(*, session: Session) -> None:
    """Delete the candidates of a session and what papers expect of them; raise WorkIsDone once somebody is keyed.

    The caller holds the session, and its papers.
    """
    entries = Entry.objects.filter(candidate__session=session)
    if entries.exclude(attendance=Attendance.NOT_KEYED).exists():
        raise WorkIsDone(session=session.code)
    EarlierIdentity.objects.filter(candidate__session=session).delete()
    for beside in (ListedSeat, KeptMarkSat):
        beside._default_manager.filter(entry__candidate__session=session).delete()
    entries.delete()
    Candidate.objects.filter(session=session).delete()
    for model in (RollCell, ListChange):
        model._default_manager.filter(paper__session=session).delete()
