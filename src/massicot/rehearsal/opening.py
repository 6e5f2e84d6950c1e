"""First act: a session is opened, its tables imported, its numbers drawn, its papers printed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from massicot.anonymity import services as anonymity
from massicot.batches import services as batches
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.core import draws
from massicot.core.keys import Key
from massicot.core.refused import N_
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules import RouteKind
from massicot.exams.rules.institution_table import read_institutions
from massicot.exams.rules.session_plan import SessionPlan
from massicot.exams.rules.specialty_table import read_specialties
from massicot.markers.rules import read_markers
from massicot.rehearsal.tables import RehearsalTables
from massicot.rehearsal.world import CASEWORKER, Faults, Watch, World, appoint_centres, appoint_office, calendar_of
from massicot.results import services as results
from massicot.results.rules.papers import PrintKind


def open_session(
    plan: SessionPlan,
    tables: RehearsalTables,
    *,
    key: Key,
    seed: int,
    faults: Faults,
    folder: Path,
    portal_address: str,
    watch: Watch[Any],
) -> World:
    """Create the session, import its tables, confirm the key, draw the numbers."""
    calendar = calendar_of(plan.papers[0], ZoneInfo(plan.time_zone))
    at = calendar.prepared
    appoint_office(at)
    session = exam_acts.create_session(plan=plan, is_rehearsal=True, by=CASEWORKER, at=at)
    import_tables(session, tables, at)
    anonymity.confirm_key(key=key, by=CASEWORKER, at=at)
    paper = exams.paper_by_code(plan.code, plan.papers[0].code)
    anonymity.prepare(
        paper=paper, key=key, draw=draws.from_seed(seed, "numbers"), by=CASEWORKER, at=at + timedelta(hours=1)
    )
    paper = exams.paper_by_code(plan.code, plan.papers[0].code)
    centres = marking_centres(plan)
    appoint_centres(list(results.subjects_of(paper, PrintKind.REGISTERS)), centres, at)
    return World(
        paper=paper,
        key=key,
        seed=seed,
        calendar=calendar,
        faults=faults,
        folder=folder,
        portal_address=portal_address,
        marking_centres=centres,
        marking_centre=centres[0],
        watch=watch,
    )


def import_tables(session: Any, tables: RehearsalTables, at: datetime) -> None:
    """Import the four tables by the same door as everybody's files."""
    by = CASEWORKER
    institutions = read_institutions(tables.institutions, "institutions.csv")
    exam_acts.import_institutions(session=session, table=institutions, by=by, at=at)
    specialties = read_specialties(tables.specialties, "specialties.csv")
    exam_acts.import_specialties(session=session, table=specialties, by=by, at=at)
    candidates = read_candidates(
        tables.candidates,
        "candidates.csv",
        centres=exams.exam_centre_uais(session),
        specialties=exams.specialty_labels(session.pk).keys(),
        papers=[paper.code for paper in exams.papers_of(session)],
    )
    anonymity.import_candidates(session=session, table=candidates, key=None, by=by, at=at)
    codes = [paper.code for paper in exams.papers_of(session)]
    pool = read_markers(tables.markers, "markers.csv", institutions=exams.institution_names(), papers=codes)
    batches.import_markers(session=session, table=pool, by=by, at=at)


def marking_centres(plan: SessionPlan) -> list[str]:
    """List where the on-site routes lead."""
    on_site = (route.destination_uai for route in plan.papers[0].routes if route.kind is RouteKind.ON_SITE)
    return list(dict.fromkeys(on_site))


def print_for_centres(world: World) -> None:
    """Print labels, anonymity lists and registers of every centre."""
    for kind, label in (
        (PrintKind.LABELS, N_("Label sheets")),
        (PrintKind.ANONYMITY_LISTS, N_("Anonymity lists")),
        (PrintKind.REGISTERS, N_("Attendance registers")),
    ):
        print_kind(world, kind, label)


def print_kind(world: World, kind: PrintKind, label: str, at: datetime | None = None) -> None:
    """Print all the documents of one kind into the rehearsal's folder, before the paper unless it is said when."""
    run = results.PrintRun(
        paper=world.paper,
        key=world.key,
        draw=world.draw(kind),
        portal_address=world.portal_address,
        by=CASEWORKER,
        at=at or world.calendar.prepared,
    )
    subjects = results.subjects_of(world.paper, kind)
    documents = results.print_documents(run=run, kind=kind, subjects=subjects)
    results.write_documents(world.folder, world.watch(documents, label, len(subjects)))


def centres_of(world: World) -> Sequence[str]:
    return results.subjects_of(world.paper, PrintKind.REGISTERS)
