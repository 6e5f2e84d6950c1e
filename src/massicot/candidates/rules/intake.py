"""Intake: what a table of candidates adds to a session and changes in it.

One line of the table is one candidate and one entry per paper: all the papers of the session when none is named, and
those whose mark is kept from an earlier session, where the candidate is not expected. A table may hold a part of the
candidates: those that it does not name are left alone. What a line may no longer change is told in `import_plans`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from massicot.audit.rules import Fact
from massicot.candidates.rules.candidate_row import CandidateRow
from massicot.core.refused import N_
from massicot.core.tables.outcomes import Change, Outcome

PERSON_COLUMNS = ("nom_famille", "nom_usage", "prenoms", "date_naissance", "uai_origine")
SITTING_COLUMNS = ("uai_centre", "specialite", "salle", "place", "amenagement")


class CivilIdentity(NamedTuple):
    """Who a candidate is."""

    surname: str
    usual_name: str
    first_names: str
    born_on: date
    origin_uai: str


class Sitting(NamedTuple):
    """Where a candidate sits, and for what."""

    centre_uai: str
    specialty_code: str
    room: str
    seat: str
    arrangement: str


class StoredEntry(NamedTuple):
    """One stored entry as the list has it; `sits_elsewhere`: its candidate was seated in another room or centre."""

    entry_id: int
    paper_id: int
    attendance: str
    is_mark_kept: bool
    sitting: Sitting
    sits_elsewhere: bool = False


class StoredCandidate(NamedTuple):
    candidate_id: int
    candidate_number: str
    person: CivilIdentity
    entries: Sequence[StoredEntry]


@dataclass(frozen=True)
class Said:
    """What a table says of each candidate, by the columns that it has: of anything else, what is stored stays."""

    person: Sequence[str]
    sitting: Sequence[str]
    lists_papers: bool
    lists_kept: bool

    @cached_property
    def person_of(self) -> Callable[[CandidateRow | CivilIdentity], tuple[Any, ...]]:
        return attrgetter(*self.person)

    @cached_property
    def sitting_of(self) -> Callable[[CandidateRow | Sitting], tuple[Any, ...]]:
        return attrgetter(*self.sitting)


class Wanted(NamedTuple):
    """What one line asks for, where it says so; `kept` maps its papers to whether the mark is kept."""

    candidate_number: str
    person: CivilIdentity
    sitting: Sitting
    kept: Mapping[int, bool]
    said: Said

    def sitting_beside(self, stored: Sitting) -> Sitting:
        """Tell where the candidate will sit at a paper where they sit already."""
        said = self.said
        return stored._replace(**dict(zip(said.sitting, said.sitting_of(self.sitting), strict=True)))


@dataclass(frozen=True, slots=True)
class ImportPaper:
    """What decides whether a table may still change a paper: its numbers drawn, its day closed in some centres."""

    paper_id: int
    code: str
    is_prepared: bool = False
    closed_centres: frozenset[str] = frozenset()


class NewEntry(NamedTuple):
    """An entry to be added for a stored candidate."""

    candidate_id: int
    paper_id: int
    is_mark_kept: bool
    sitting: Sitting


class EntryUpdate(NamedTuple):
    """A stored entry with its values to come; newly expected when a kept mark is given up."""

    entry_id: int
    paper_id: int
    is_mark_kept: bool
    sitting: Sitting
    is_newly_expected: bool


@dataclass(slots=True, kw_only=True)
class ImportPlan:
    """All that a table will write, once it has no fault."""

    new: Sequence[CandidateRow] = ()
    persons: list[tuple[int, CivilIdentity]] = field(default_factory=list)
    added: list[NewEntry] = field(default_factory=list)
    updated: list[EntryUpdate] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    relisted: set[tuple[int, str]] = field(default_factory=set)
    """Papers and centres whose register says something else of a known candidate."""
    same: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome(Outcome):
    """What an import did, and the expected entries that it added to each prepared paper: they need a spare number."""

    new_entries: Mapping[int, Sequence[int]] = field(default_factory=dict)
    comers: Mapping[tuple[int, str, str], int] = field(default_factory=dict)
    """Those whom it makes expected at a paper that is prepared, by paper, centre and specialty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidatesImported(Fact):
    """A table of candidates was imported; no name is told, and the file by its SHA-256.

    `erased` counts by column the values that empty cells took away, each column confirmed. `entered` counts whom the
    tables make expected from then on, by paper and specialty: with those who came off the list, the first source of the
    ladder's first rung.
    """

    journal_word = N_("candidates imported")
    new: int
    changed: int
    same: int
    file_sha256: str
    erased: Mapping[str, int]
    entered: Mapping[str, Mapping[str, int]]


person_of: Callable[[CandidateRow | CivilIdentity], tuple[Any, ...]] = attrgetter(*CivilIdentity._fields)
sitting_of: Callable[[CandidateRow | Sitting], tuple[Any, ...]] = attrgetter(*Sitting._fields)


def said_by(columns: Collection[str]) -> Said:
    return Said(
        tuple(name for name, column in zip(CivilIdentity._fields, PERSON_COLUMNS, strict=True) if column in columns),
        tuple(name for name, column in zip(Sitting._fields, SITTING_COLUMNS, strict=True) if column in columns),
        "epreuves" in columns,
        "conservations" in columns,
    )


def papers_entered(row: CandidateRow, papers: Iterable[ImportPaper]) -> Iterator[tuple[int, bool]]:
    """Go through the papers of one line, each with whether its mark is kept."""
    for paper in papers:
        is_mark_kept = paper.code in row.kept
        if is_mark_kept or not row.papers or paper.code in row.papers:
            yield paper.paper_id, is_mark_kept


def papers_wanted(
    row: CandidateRow, papers: Iterable[ImportPaper], said: Said, stored: Mapping[int, bool]
) -> dict[int, bool]:
    """Map the papers of a known candidate to whether the mark will be kept; `stored` maps those of now.

    Without a list of papers they stay entered where they are; without a list of kept marks those stay kept.
    """
    if said.lists_papers and said.lists_kept:
        return dict(papers_entered(row, papers))
    wanted = {}
    for paper in papers:
        is_kept = paper.code in row.kept if said.lists_kept else stored.get(paper.paper_id, False)
        is_listed = not row.papers or paper.code in row.papers if said.lists_papers else paper.paper_id in stored
        if is_kept or is_listed:
            wanted[paper.paper_id] = is_kept
    return wanted


def wanted_of_new(row: CandidateRow, papers: Iterable[ImportPaper], said: Said) -> Wanted:
    """Tell what one line asks for a candidate whom nobody knows yet."""
    kept = dict(papers_entered(row, papers))
    return Wanted(row.candidate_number, CivilIdentity(*person_of(row)), Sitting(*sitting_of(row)), kept, said)


def wanted_of(row: CandidateRow, stored: StoredCandidate, papers: Iterable[ImportPaper], said: Said) -> Wanted:
    """Tell what one line asks for a known candidate; what it does not say stays as it is."""
    person = stored.person._replace(**dict(zip(said.person, said.person_of(row), strict=True)))
    sitting = next((entry.sitting for entry in stored.entries), Sitting(*sitting_of(row)))
    sitting = sitting._replace(**dict(zip(said.sitting, said.sitting_of(row), strict=True)))
    kept = papers_wanted(row, papers, said, kept_of(stored))
    return Wanted(row.candidate_number, person, sitting, kept, said)


def kept_of(stored: StoredCandidate) -> dict[int, bool]:
    """Map the papers of a stored candidate to whether the mark is kept."""
    return {entry.paper_id: entry.is_mark_kept for entry in stored.entries}


def lists_changed(plan: ImportPlan, papers: Sequence[ImportPaper]) -> set[tuple[int, str]]:
    """List papers that are prepared and centres whose register, labels or list of names a plan changes."""
    prepared = {paper.paper_id for paper in papers if paper.is_prepared}
    comers = {(paper_id, centre) for paper_id, centre, _ in count_comers(plan, papers)}
    return {(paper_id, centre) for paper_id, centre in plan.relisted | comers if paper_id in prepared}


def count_comers(plan: ImportPlan, papers: Sequence[ImportPaper]) -> Counter[tuple[int, str, str]]:
    """Count whom a plan makes expected at papers that are prepared, by paper, centre and specialty."""
    prepared = {paper.paper_id: paper for paper in papers if paper.is_prepared}
    sittings = [
        *(
            (paper_id, Sitting(*sitting_of(row)))
            for row in plan.new
            for paper_id, is_mark_kept in papers_entered(row, prepared.values())
            if not is_mark_kept
        ),
        *((entry.paper_id, entry.sitting) for entry in plan.added if not entry.is_mark_kept),
        *((update.paper_id, update.sitting) for update in plan.updated if update.is_newly_expected),
    ]
    return Counter((paper_id, to.centre_uai, to.specialty_code) for paper_id, to in sittings if paper_id in prepared)
