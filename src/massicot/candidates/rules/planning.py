"""Planning of an import: a table beside what is stored, line by line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from massicot.candidates.rules.candidate_row import CandidateRow
from massicot.candidates.rules.candidate_table import CandidateTable
from massicot.candidates.rules.intake import (
    PERSON_COLUMNS,
    SITTING_COLUMNS,
    CivilIdentity,
    EntryUpdate,
    ImportPaper,
    ImportPlan,
    NewEntry,
    Said,
    Sitting,
    StoredCandidate,
    StoredEntry,
    Wanted,
    kept_of,
    papers_wanted,
    said_by,
    wanted_of,
    wanted_of_new,
)
from massicot.candidates.rules.lateness import LateChange, late_changes
from massicot.core.tables import Findings
from massicot.core.tables.outcomes import Change, compare_values

COLUMNS = (*PERSON_COLUMNS, *SITTING_COLUMNS, "epreuves", "conservations")


def plan_import(table: CandidateTable, stored: Iterable[StoredCandidate], papers: Sequence[ImportPaper]) -> ImportPlan:
    """Compare a table with what is stored; raise TableRefused with every line that comes too late."""
    plan = ImportPlan()
    by_id = {paper.paper_id: paper for paper in papers}
    findings = Findings(table.file)
    findings.warnings.extend(table.warnings)
    said = said_by(table.columns)
    places = {row.candidate_number: place for place, row in enumerate(table.rows)}
    for candidate in stored:
        place = places.pop(candidate.candidate_number)
        if not _is_same(table.rows[place], candidate, papers, said):
            wanted = wanted_of(table.rows[place], candidate, papers, said)
            late = late_changes(wanted, candidate.person, candidate.entries, by_id)
            _tell_late(table.lines[place], wanted, late, by_id, findings)
            _add_changes(wanted, candidate, by_id, plan)
    plan.new = [table.rows[place] for place in places.values()]
    plan.same = len(table.rows) - len(plan.new) - len(plan.changes)
    if any(paper.closed_centres for paper in papers):
        for place in places.values():
            wanted = wanted_of_new(table.rows[place], papers, said)
            _tell_late(table.lines[place], wanted, late_changes(wanted, None, (), by_id), by_id, findings)
    if findings.faults:
        findings.refuse()
    return plan


def _is_same(row: CandidateRow, stored: StoredCandidate, papers: Sequence[ImportPaper], said: Said) -> bool:
    # The way of most lines of a table imported again: no tuple is made but what is compared.
    if said.person_of(row) != said.person_of(stored.person):
        return False
    sitting = said.sitting_of(row)
    if any(said.sitting_of(entry.sitting) != sitting for entry in stored.entries):
        return False
    kept = kept_of(stored)
    return papers_wanted(row, papers, said, kept) == kept


def _tell_late(
    line: int, wanted: Wanted, late: Iterable[LateChange], papers: Mapping[int, ImportPaper], findings: Findings
) -> None:
    for column, reason in late:
        cells = _cells(wanted.person, wanted.sitting, wanted.kept, papers)
        findings.fault(line, column, cells[column], reason)


def _add_changes(wanted: Wanted, stored: StoredCandidate, papers: Mapping[int, ImportPaper], plan: ImportPlan) -> None:
    if wanted.person != stored.person:
        plan.persons.append((stored.candidate_id, wanted.person))
    plan.relisted.update(_relisted(wanted, stored))
    for entry in stored.entries:
        if entry.paper_id not in wanted.kept:
            plan.removed.append(entry.entry_id)
        elif wanted.kept[entry.paper_id] != entry.is_mark_kept or wanted.sitting_beside(entry.sitting) != entry.sitting:
            plan.updated.append(_update(wanted, entry))
    for paper_id in sorted(wanted.kept.keys() - kept_of(stored).keys()):
        plan.added.append(NewEntry(stored.candidate_id, paper_id, wanted.kept[paper_id], wanted.sitting))
    plan.changes.append(_change(wanted, stored, papers))


def _relisted(wanted: Wanted, stored: StoredCandidate) -> Iterator[tuple[int, str]]:
    # No register and no list says where a candidate comes from.
    is_renamed = wanted.person._replace(origin_uai="") != stored.person._replace(origin_uai="")
    for entry in stored.entries:
        is_moved = wanted.sitting_beside(entry.sitting) != entry.sitting
        if not entry.is_mark_kept and (is_renamed or is_moved):
            yield entry.paper_id, entry.sitting.centre_uai


def _update(wanted: Wanted, entry: StoredEntry) -> EntryUpdate:
    is_mark_kept = wanted.kept[entry.paper_id]
    is_newly_expected = entry.is_mark_kept and not is_mark_kept
    return EntryUpdate(
        entry.entry_id, entry.paper_id, is_mark_kept, wanted.sitting_beside(entry.sitting), is_newly_expected
    )


def _change(wanted: Wanted, stored: StoredCandidate, papers: Mapping[int, ImportPaper]) -> Change:
    """Tell a changed line by the columns of the table, as they were and as they will be."""
    seated = [(entry.sitting, wanted.sitting_beside(entry.sitting)) for entry in stored.entries]
    told = [_told([(one[at], other[at]) for one, other in seated], here) for at, here in enumerate(wanted.sitting)]
    before = _cells(stored.person, Sitting(*(one for one, _ in told)), kept_of(stored), papers)
    after = _cells(wanted.person, Sitting(*(other for _, other in told)), wanted.kept, papers)
    return compare_values(wanted.candidate_number, before, after) or Change(wanted.candidate_number, {})


def _told(cells: Iterable[tuple[str, str]], unchanged: str) -> tuple[str, str]:
    """Choose which change of a cell is told, where a candidate sits otherwise at another paper: one that erases."""
    changed = [(before, after) for before, after in cells if before != after]
    return max(changed, key=lambda cell: bool(cell[0]), default=(unchanged, unchanged))


def _cells(
    person: CivilIdentity, sitting: Sitting, kept: Mapping[int, bool], papers: Mapping[int, ImportPaper]
) -> dict[str, str]:
    """Write a line as the table does."""
    surname, usual_name, first_names, born_on, origin_uai = person
    entered = " ".join(paper.code for paper_id, paper in papers.items() if kept.get(paper_id) is False)
    kept_codes = " ".join(paper.code for paper_id, paper in papers.items() if kept.get(paper_id))
    identity = (surname, usual_name, first_names, f"{born_on:%d/%m/%Y}", origin_uai)
    return dict(zip(COLUMNS, (*identity, *sitting, entered, kept_codes), strict=True))
