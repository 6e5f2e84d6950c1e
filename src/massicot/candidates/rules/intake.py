"""Intake: what a table of candidates adds to a session and changes in it.

One line of the table is one candidate and one entry per paper: all the papers of the session when none is named, and
those whose mark is kept from an earlier session, where the candidate is not expected. A table may hold a part of the
candidates: those that it does not name are left alone. What a line may no longer change is told in `lateness`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from massicot.candidates.rules.candidate_row import CandidateRow
from massicot.core.tables.outcomes import Change, Outcome

PERSON_COLUMNS = ("nom_famille", "nom_usage", "prenoms", "date_naissance", "uai_origine")
SITTING_COLUMNS = ("uai_centre", "specialite", "salle", "place", "amenagement")


class Person(NamedTuple):
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
    """One stored entry."""

    entry_id: int
    paper_id: int
    attendance: str
    is_mark_kept: bool
    sitting: Sitting


class StoredCandidate(NamedTuple):
    """One stored candidate and all of their entries."""

    candidate_id: int
    candidate_number: str
    person: Person
    entries: Sequence[StoredEntry]


class Wanted(NamedTuple):
    """What one line asks for; `kept` maps its papers to whether the mark is kept."""

    candidate_number: str
    person: Person
    sitting: Sitting
    kept: Mapping[int, bool]


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


@dataclass(slots=True)
class ImportPlan:
    """All that a table will write, once it has no fault."""

    new: Sequence[CandidateRow] = ()
    persons: list[tuple[int, Person]] = field(default_factory=list)
    added: list[NewEntry] = field(default_factory=list)
    updated: list[EntryUpdate] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    same: int = 0


@dataclass(frozen=True, slots=True)
class ImportOutcome(Outcome):
    """What an import did, and the expected entries that it added to each prepared paper: they need a spare number."""

    new_entries: Mapping[int, Sequence[int]] = field(default_factory=dict)
    comers: Mapping[tuple[int, str, str], int] = field(default_factory=dict)
    """Those whom it makes expected at a paper that is prepared, by paper, centre and specialty."""


@dataclass(frozen=True, slots=True)
class CandidatesImported:
    """A table of candidates was imported; no name is told, and the file by its SHA-256.

    `entered` counts whom the tables make expected from then on, by paper and specialty: with those who came off the
    list, the first source of the ladder's first rung.
    """

    new: int
    changed: int
    same: int
    file_sha256: str
    entered: Mapping[str, Mapping[str, int]]


person_of: Callable[[CandidateRow], tuple[Any, ...]] = attrgetter(*Person._fields)
sitting_of: Callable[[CandidateRow], tuple[Any, ...]] = attrgetter(*Sitting._fields)


def papers_entered(row: CandidateRow, papers: Iterable[ImportPaper]) -> Iterator[tuple[int, bool]]:
    """Go through the papers of one line, each with whether its mark is kept."""
    for paper in papers:
        is_mark_kept = paper.code in row.kept
        if is_mark_kept or not row.papers or paper.code in row.papers:
            yield paper.paper_id, is_mark_kept


def wanted_of(row: CandidateRow, papers: Iterable[ImportPaper]) -> Wanted:
    """Tell what one line asks for."""
    kept = dict(papers_entered(row, papers))
    return Wanted(row.candidate_number, Person(*person_of(row)), Sitting(*sitting_of(row)), kept)


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
