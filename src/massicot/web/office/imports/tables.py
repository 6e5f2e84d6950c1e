"""The tables that the office imports: what each may hold, and what is there already."""

from collections.abc import Sequence
from dataclasses import dataclass

from massicot.candidates import queries as candidates
from massicot.core import tables_out
from massicot.exams import queries as exams
from massicot.markers import queries as markers
from massicot.results.services.intake import TableKind


@dataclass(frozen=True, slots=True)
class Imported:
    """What a session has of each table."""

    session: exams.Session
    institutions: int
    specialties: int
    entries: Sequence[tuple[str, int]]
    markers: int


def blank_table(kind: TableKind) -> bytes:
    """Write a table that has its header line only, to be filled in."""
    return tables_out.write_csv([column.name for column in kind.columns], [])


def imported_so_far(sessions: Sequence[exams.Session]) -> list[Imported]:
    """Count what each session has of each table."""
    ids = [session.pk for session in sessions]
    papers = exams.papers_at_work()
    institutions = exams.count_institutions()
    specialties = exams.count_specialties(ids)
    listed = markers.count_markers(ids)
    entries = candidates.count_expected([paper.pk for paper in papers])
    return [
        Imported(
            session=session,
            institutions=institutions,
            specialties=specialties[session.pk],
            entries=[(paper.code, entries[paper.pk]) for paper in papers if paper.session_id == session.pk],
            markers=listed[session.pk],
        )
        for session in sessions
    ]
