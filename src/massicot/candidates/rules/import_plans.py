"""What an import of candidates would do, line by line, and what it may no longer change.

Numbers are drawn for a centre and a specialty. After `prepare`, neither may change for a candidate who was numbered,
nor may they leave the paper, by its list or by a kept mark; who comes later takes a spare number (contract.md §3). A
register that was keyed gives nobody up, and a day that was closed takes nobody in. Rooms, seats and names may change
until then. So may the institution of origin: at the closing each script is given what tells its own school's markers,
which would not follow.

Who a candidate is may be misspelt, and one mistake of it is corrected at any time; but once a register says whether
they came, a line in which two of surname, first names and date of birth are others names somebody else.

Planning of an import: a table beside what is stored, line by line.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from massicot.candidates.rules.attendance import Attendance
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
from massicot.core.refused import N_
from massicot.core.tables import Findings, Reason, because
from massicot.core.tables.outcomes import Change, compare_values

CHANGED_AFTER_PREPARE = N_(
    "The numbers of {paper} are drawn: this can no longer change from {before}. Put {before} back and import again."
)
LEFT_AFTER_PREPARE = N_(
    "The numbers of {paper} are drawn: this candidate can no longer leave it. Enter the paper again and import again."
)
LEFT_AFTER_KEYING = N_(
    "The register of {paper} is keyed at {centre}: this candidate can no longer leave it. Put the paper and the centre "
    "back and import again."
)
IS_SOMEBODY_ELSE = N_(
    "The register of {paper} says already whether this candidate came, and this line names somebody else: put back who "
    "it was and import again. If it is one person, wrongly entered, correct it on the page “Who a candidate is”."
)
DAY_IS_CLOSED = N_(
    "The day of {paper} is closed at {centre}: its candidates can no longer change. Leave this line out, or open the "
    "day again first."
)

SITS_ELSEWHERE = N_(
    "On the day of {paper} this candidate was seated elsewhere than {centre} expected them: the list can no longer "
    "change it. Put back what stood there, or leave this line out."
)
ORIGIN_AFTER_CLOSING = N_(
    "The day of {paper} is closed at {centre}, and with it who may not mark this candidate: the institution of origin "
    "can no longer change. Put back what stood there, leave the column out of the file, or open the day again first."
)

MISTAKES = 1
"""How many of surname, first names and date of birth may be wrong of one and the same person."""


class LateChange(NamedTuple):
    """One change that comes too late: the column that makes it, and why it cannot be."""

    column: str
    reason: Reason


def late_changes(
    wanted: Wanted, person: CivilIdentity | None, entries: Sequence[StoredEntry], papers: Mapping[int, ImportPaper]
) -> Iterator[LateChange]:
    """Go through what one line comes too late for, beside who its candidate is (None: nobody yet) and their entries."""
    keyed = [papers[entry.paper_id].code for entry in entries if entry.attendance != Attendance.NOT_KEYED]
    if person is not None and keyed:
        yield from _somebody_else(wanted.person, person, keyed[0])
    if person is not None and wanted.person.origin_uai != person.origin_uai:
        yield from _origin_changed(entries, papers)
    for paper_id in wanted.kept.keys() - {entry.paper_id for entry in entries}:
        yield from _after_closing(papers[paper_id], {wanted.sitting.centre_uai})
    for entry in entries:
        is_moved = entry.sitting != wanted.sitting_beside(entry.sitting)
        if is_moved or wanted.kept.get(entry.paper_id) != entry.is_mark_kept:
            paper = papers[entry.paper_id]
            if entry.sits_elsewhere:
                yield from _changed_elsewhere(wanted, entry, paper)
            else:
                yield from _late_change(wanted, entry, paper)


def _somebody_else(wanted: CivilIdentity, stored: CivilIdentity, paper: str) -> Iterator[LateChange]:
    marks = (
        ("nom_famille", wanted.surname, stored.surname),
        ("prenoms", wanted.first_names, stored.first_names),
        ("date_naissance", wanted.born_on, stored.born_on),
    )
    changed = [column for column, after, before in marks if after != before]
    if len(changed) > MISTAKES:
        yield from (LateChange(column, because(IS_SOMEBODY_ELSE, paper=paper)) for column in changed)


def _origin_changed(entries: Sequence[StoredEntry], papers: Mapping[int, ImportPaper]) -> Iterator[LateChange]:
    for entry in entries:
        paper, centre = papers[entry.paper_id], entry.sitting.centre_uai
        if not entry.is_mark_kept and centre in paper.closed_centres:
            yield LateChange("uai_origine", because(ORIGIN_AFTER_CLOSING, paper=paper.code, centre=centre))


def _late_change(wanted: Wanted, entry: StoredEntry, paper: ImportPaper) -> Iterator[LateChange]:
    closed = list(_after_closing(paper, {wanted.sitting.centre_uai, entry.sitting.centre_uai}))
    yield from closed
    if closed or entry.is_mark_kept:
        return
    if wanted.kept.get(paper.paper_id) is not False:
        yield from _late_departure("conservations" if paper.paper_id in wanted.kept else "epreuves", entry, paper)
    elif paper.is_prepared:
        yield from _late_move(wanted.sitting, entry.sitting, paper)
    elif wanted.sitting.centre_uai != entry.sitting.centre_uai:
        yield from _late_departure("uai_centre", entry, paper)


def _changed_elsewhere(wanted: Wanted, entry: StoredEntry, paper: ImportPaper) -> Iterator[LateChange]:
    reason = because(SITS_ELSEWHERE, paper=paper.code, centre=entry.sitting.centre_uai)
    cells = zip(SITTING_COLUMNS, entry.sitting, wanted.sitting_beside(entry.sitting), strict=True)
    changed = [column for column, before, after in cells if before != after]
    yield from (LateChange(column, reason) for column in changed or ["conservations"])


def _late_move(wanted: Sitting, stored: Sitting, paper: ImportPaper) -> Iterator[LateChange]:
    moves = (
        ("uai_centre", stored.centre_uai, wanted.centre_uai),
        ("specialite", stored.specialty_code, wanted.specialty_code),
    )
    for column, before, after in moves:
        if before != after:
            yield LateChange(column, because(CHANGED_AFTER_PREPARE, paper=paper.code, before=before))


def _late_departure(column: str, entry: StoredEntry, paper: ImportPaper) -> Iterator[LateChange]:
    if paper.is_prepared:
        yield LateChange(column, because(LEFT_AFTER_PREPARE, paper=paper.code))
    elif entry.attendance != Attendance.NOT_KEYED:
        yield LateChange(column, because(LEFT_AFTER_KEYING, paper=paper.code, centre=entry.sitting.centre_uai))


def _after_closing(paper: ImportPaper, centres: set[str]) -> Iterator[LateChange]:
    for centre in sorted(paper.closed_centres & centres):
        yield LateChange("uai_centre", because(DAY_IS_CLOSED, paper=paper.code, centre=centre))


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
    plan.relisted.update(_lists_to_renew(wanted, stored))
    for entry in stored.entries:
        if entry.paper_id not in wanted.kept:
            plan.removed.append(entry.entry_id)
        elif wanted.kept[entry.paper_id] != entry.is_mark_kept or wanted.sitting_beside(entry.sitting) != entry.sitting:
            plan.updated.append(_update(wanted, entry))
    for paper_id in sorted(wanted.kept.keys() - kept_of(stored).keys()):
        plan.added.append(NewEntry(stored.candidate_id, paper_id, wanted.kept[paper_id], wanted.sitting))
    plan.changes.append(_change(wanted, stored, papers))


def _lists_to_renew(wanted: Wanted, stored: StoredCandidate) -> Iterator[tuple[int, str]]:
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
    told = [
        _choose_change([(one[at], other[at]) for one, other in seated], here) for at, here in enumerate(wanted.sitting)
    ]
    before = _cells(stored.person, Sitting(*(one for one, _ in told)), kept_of(stored), papers)
    after = _cells(wanted.person, Sitting(*(other for _, other in told)), wanted.kept, papers)
    return compare_values(wanted.candidate_number, before, after) or Change(wanted.candidate_number, {})


def _choose_change(cells: Iterable[tuple[str, str]], unchanged: str) -> tuple[str, str]:
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
