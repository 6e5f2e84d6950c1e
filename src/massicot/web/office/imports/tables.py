"""The tables that the office imports: what each may hold, and what is there already."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from massicot.candidates import queries as candidates
from massicot.candidates.rules import candidate_table
from massicot.candidates.rules.candidate_row import Known
from massicot.core import tables_out
from massicot.core.tables import Column
from massicot.exams import queries as exams
from massicot.exams.rules import institution_table, specialty_table
from massicot.markers import queries as markers
from massicot.markers.rules import marker_table
from massicot.web.office.kinds import TABLES

_COLUMNS: dict[str, Sequence[Column]] = {
    "institutions": institution_table.COLUMNS,
    "specialties": specialty_table.COLUMNS,
    "candidates": candidate_table.columns(Known((), (), ())),
    "markers": marker_table.columns(()),
}


@dataclass(frozen=True, slots=True)
class TableColumns:
    """What a table may hold."""

    kind: str
    title: str
    columns: Sequence[Column]


@dataclass(frozen=True, slots=True)
class Imported:
    """What a session has of each table."""

    session: exams.Session
    institutions: int
    specialties: int
    entries: Sequence[tuple[str, int]]
    markers: int


def columns_of() -> list[TableColumns]:
    """List what each table may hold."""
    return [TableColumns(kind, gettext(title), _COLUMNS[kind]) for kind, title in TABLES.items()]


def blank_table(kind: str) -> bytes:
    """Write a table that has its header line only, to be filled in."""
    return tables_out.write_csv([column.name for column in _COLUMNS[kind]], [])


def imported_so_far(sessions: Sequence[exams.Session]) -> list[Imported]:
    """Count what each session has of each table."""
    ids, papers, institutions = [session.pk for session in sessions], exams.every_paper(), exams.count_institutions()
    specialties, listed = exams.count_specialties(ids), markers.count_markers(ids)
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
