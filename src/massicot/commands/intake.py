"""Tables in: how each kind is read, what importing it would do, and the import itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from massicot.anonymity import queries as anonymity_queries
from massicot.anonymity import services as anonymity
from massicot.batches import services as batches
from massicot.candidates import services as candidates
from massicot.candidates.rules import ImportOutcome
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.core.actor import Actor
from massicot.core.tables import Table
from massicot.core.tables.outcomes import Outcome
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules.institution_table import read_institutions
from massicot.exams.rules.specialty_table import read_specialties
from massicot.markers.rules.marker_table import read_markers
from massicot.store import key_file


@dataclass(frozen=True, slots=True)
class Intake:
    """One table to be imported into one session."""

    session: Any
    table: Table[Any]
    by: Actor
    at: datetime


def read(kind: str, content: bytes, name: str, session: Any, centre: str) -> Table[Any]:
    """Read a table of one kind; raise TableRefused with every fault."""
    return _READ[kind](content, name, session, centre)


def preview(kind: str, intake: Intake) -> Outcome:
    """Tell what importing a table would do, and write nothing; raise TableRefused as the import would."""
    return _PREVIEW[kind](intake)


def names(kind: str, table: Table[Any]) -> dict[str, str]:
    """Say what each line of a table is called, by its key: the name of an institution, of a person, of a specialty."""
    key, name = _NAMED[kind]
    return {key(row): name(row) for row in table.rows}


def numbers_wanted(intake: Intake, outcome: Outcome) -> list[tuple[str, str, int]]:
    """Count by paper and centre the numbers that candidates will take who come after the draw."""
    if not isinstance(outcome, ImportOutcome) or not outcome.comers:
        return []
    return anonymity_queries.numbers_wanted(intake.session, outcome.comers)


def import_it(kind: str, intake: Intake) -> Outcome:
    """Import a table, all or nothing; raise TableRefused with what the rules refuse."""
    return _IMPORT[kind](intake)


def _read_institutions(content: bytes, name: str, _session: Any, _centre: str) -> Table[Any]:
    return read_institutions(content, name)


def _read_specialties(content: bytes, name: str, _session: Any, _centre: str) -> Table[Any]:
    return read_specialties(content, name)


def _read_candidates(content: bytes, name: str, session: Any, centre: str) -> Table[Any]:
    return read_candidates(
        content,
        name,
        centres=exams.exam_centre_uais(session),
        specialties=exams.specialty_labels(session.pk).keys(),
        papers=[paper.code for paper in exams.papers_of(session)],
        centre=centre,
    )


def _read_markers(content: bytes, name: str, _session: Any, _centre: str) -> Table[Any]:
    return read_markers(content, name, institutions=exams.institution_names())


_READ: dict[str, Callable[[bytes, str, Any, str], Table[Any]]] = {
    "institutions": _read_institutions,
    "specialties": _read_specialties,
    "candidates": _read_candidates,
    "markers": _read_markers,
}

_NAMED: dict[str, tuple[Callable[[Any], str], Callable[[Any], str]]] = {
    "institutions": (attrgetter("uai"), attrgetter("name")),
    "specialties": (attrgetter("code"), attrgetter("label")),
    "candidates": (attrgetter("candidate_number"), lambda row: f"{row.usual_name or row.surname} {row.first_names}"),
    "markers": (attrgetter("identifier"), lambda row: f"{row.surname} {row.first_name}"),
}

_PREVIEW: dict[str, Callable[[Intake], Outcome]] = {
    "institutions": lambda one: exam_acts.preview_institutions(one.table),
    "specialties": lambda one: exam_acts.preview_specialties(one.session, one.table, one.at),
    "candidates": lambda one: candidates.preview_candidates(one.session, one.table),
    "markers": lambda one: batches.preview_markers(one.session, one.table),
}

_IMPORT: dict[str, Callable[[Intake], Outcome]] = {
    "institutions": lambda one: exam_acts.import_institutions(
        session=one.session, table=one.table, by=one.by, at=one.at
    ),
    "specialties": lambda one: exam_acts.import_specialties(session=one.session, table=one.table, by=one.by, at=one.at),
    "candidates": lambda one: anonymity.import_candidates(
        session=one.session, table=one.table, key=key_file.read_if_there(), by=one.by, at=one.at
    ),
    "markers": lambda one: batches.import_markers(session=one.session, table=one.table, by=one.by, at=one.at),
}

KINDS = tuple(sorted(_READ))
"""The kinds of tables that can be imported."""
