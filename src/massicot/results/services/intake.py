"""Tables that come in: how each kind is called and read, what importing it would do, and the import itself."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from massicot.anonymity import queries as anonymity_queries
from massicot.anonymity import services as anonymity
from massicot.batches import services as batches
from massicot.candidates import services as candidates
from massicot.candidates.rules import ImportOutcome, candidate_table
from massicot.candidates.rules.candidate_row import NO_CODES
from massicot.core.actor import Actor
from massicot.core.refused import N_
from massicot.core.tables import Table, TableColumn
from massicot.core.tables.outcomes import Outcome, count_erased
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules import institution_table, specialty_table
from massicot.expenses import services as expense_acts
from massicot.expenses.rules import first_towns, town_table
from massicot.markers import rules
from massicot.persons import services as person_acts
from massicot.persons.queries import known_identifiers
from massicot.persons.rules import unavailability
from massicot.store import key_file


@dataclass(frozen=True, slots=True)
class Intake:
    """One table to be imported into one session; `emptied` are the columns whose empty cells may erase values."""

    session: exams.Session
    table: Table[Any]
    by: Actor
    at: datetime
    emptied: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableKind:
    """One kind of table: how it is called, what it may hold, how it is read, what importing it does."""

    title: str
    columns: Sequence[TableColumn]
    read: Callable[[bytes, str, exams.Session, str], Table[Any]]
    """Read a file of that name, for one session and one exam centre; raise TableRefused with every fault."""
    key_of: Callable[[Any], str]
    name_of: Callable[[Any], str]
    """What a line is called: the name of an institution, of a person, of a specialty."""
    preview: Callable[[Intake], Outcome]
    """Tell what importing it would do, and write nothing; raise TableRefused as the import would."""
    take_in: Callable[[Intake], Outcome]
    """Import it, all or nothing; raise TableRefused with what the rules refuse."""
    first_edition: Callable[[], bytes] | None = None
    """The file that the package brings of it, where it brings one."""

    def count_erasures(self, outcome: Outcome) -> dict[str, int]:
        """Count by column the values that importing it would erase."""
        return count_erased(outcome.changed, self.columns)

    def names(self, table: Table[Any]) -> dict[str, str]:
        """Say what each line of a table is called, by its key."""
        return {self.key_of(row): self.name_of(row) for row in table.rows}


def numbers_wanted(intake: Intake, outcome: Outcome) -> list[tuple[str, str, int]]:
    """Count by paper and centre the numbers that candidates will take who come after the draw."""
    if not isinstance(outcome, ImportOutcome) or not outcome.comers:
        return []
    return anonymity_queries.numbers_wanted(intake.session, outcome.comers)


def _read_institutions(content: bytes, name: str, _session: exams.Session, _centre: str) -> Table[Any]:
    return institution_table.read_institutions(content, name)


def _read_specialties(content: bytes, name: str, _session: exams.Session, _centre: str) -> Table[Any]:
    return specialty_table.read_specialties(content, name)


def _read_candidates(content: bytes, name: str, session: exams.Session, centre: str) -> Table[Any]:
    return candidate_table.read_candidates(
        content,
        name,
        centres=exams.exam_centre_uais(session),
        specialties=exams.specialty_labels(session.pk).keys(),
        papers=[paper.code for paper in exams.papers_of(session)],
        centre=centre,
    )


def _read_markers(content: bytes, name: str, session: exams.Session, _centre: str) -> Table[Any]:
    papers = [paper.code for paper in exams.papers_of(session)]
    return rules.read_markers(content, name, institutions=exams.institution_names(), papers=papers)


def _read_towns(content: bytes, name: str, _session: exams.Session, _centre: str) -> Table[Any]:
    return town_table.read_towns(content, name)


def _read_unavailability(content: bytes, name: str, _session: exams.Session, _centre: str) -> Table[Any]:
    return unavailability.read_unavailability(content, name, identifiers=known_identifiers())


TABLES: Mapping[str, TableKind] = {
    "institutions": TableKind(
        title=N_("institutions"),
        columns=institution_table.COLUMNS,
        read=_read_institutions,
        key_of=attrgetter("uai"),
        name_of=attrgetter("name"),
        preview=lambda intake: exam_acts.preview_institutions(intake.table),
        take_in=lambda intake: exam_acts.import_institutions(
            session=intake.session, table=intake.table, emptied=intake.emptied, by=intake.by, at=intake.at
        ),
    ),
    "specialties": TableKind(
        title=N_("specialties"),
        columns=specialty_table.COLUMNS,
        read=_read_specialties,
        key_of=attrgetter("code"),
        name_of=attrgetter("label"),
        preview=lambda intake: exam_acts.preview_specialties(intake.session, intake.table, intake.at),
        take_in=lambda intake: exam_acts.import_specialties(
            session=intake.session, table=intake.table, emptied=intake.emptied, by=intake.by, at=intake.at
        ),
    ),
    "candidates": TableKind(
        title=N_("candidates"),
        columns=candidate_table.columns(NO_CODES),
        read=_read_candidates,
        key_of=attrgetter("candidate_number"),
        name_of=lambda row: f"{row.usual_name or row.surname} {row.first_names}",
        preview=lambda intake: candidates.preview_candidates(intake.session, intake.table),
        take_in=lambda intake: anonymity.import_candidates(
            session=intake.session,
            table=intake.table,
            emptied=intake.emptied,
            key=key_file.read_if_there(),
            by=intake.by,
            at=intake.at,
        ),
    ),
    "markers": TableKind(
        title=N_("markers"),
        columns=rules.columns(()),
        read=_read_markers,
        key_of=attrgetter("identifier"),
        name_of=lambda row: f"{row.surname} {row.first_name}",
        preview=lambda intake: batches.preview_markers(intake.session, intake.table, intake.at),
        take_in=lambda intake: batches.import_markers(
            session=intake.session, table=intake.table, emptied=intake.emptied, by=intake.by, at=intake.at
        ),
    ),
    "unavailability": TableKind(
        title=N_("unavailability"),
        columns=unavailability.columns(),
        read=_read_unavailability,
        key_of=attrgetter("key"),
        name_of=attrgetter("identifier"),
        preview=lambda intake: person_acts.preview_unavailability(intake.table),
        take_in=lambda intake: person_acts.import_unavailability(
            session=intake.session, table=intake.table, by=intake.by, at=intake.at
        ),
    ),
    "towns": TableKind(
        title=N_("towns"),
        columns=town_table.COLUMNS,
        read=_read_towns,
        key_of=attrgetter("key"),
        name_of=attrgetter("name"),
        preview=lambda intake: expense_acts.preview_towns(intake.table),
        take_in=lambda intake: expense_acts.import_towns(
            table=intake.table, emptied=intake.emptied, by=intake.by, at=intake.at
        ),
        first_edition=first_towns.first_towns,
    ),
}
"""Each kind of table, in the order in which they are imported."""
