"""`massicot import KIND FILE`: tables in, all or nothing."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from massicot.anonymity import services as anonymity
from massicot.candidates import services as candidates
from massicot.candidates.rules.candidate_table import read_candidates
from massicot.commands.console import actor_of, add_by, key_if_there, now, read_file, say, write_json
from massicot.core.actor import Actor
from massicot.core.refused import N_
from massicot.core.tables import Fault, Table, TableRefused
from massicot.exams import queries as exams
from massicot.exams import services as exam_acts
from massicot.exams.rules.institution_table import read_institutions
from massicot.exams.rules.outcomes import Outcome
from massicot.exams.rules.specialty_table import read_specialties
from massicot.markers import services as markers
from massicot.markers.rules.marker_table import read_markers

NAME = "import"
PURPOSE = N_("import a table: institutions, specialties, candidates or markers")


@dataclass(frozen=True, slots=True)
class Intake:
    """One table to be imported into one session."""

    session: Any
    table: Table[Any]
    by: Actor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("kind", choices=sorted(_READ))
    parser.add_argument("file", help=gettext("CSV or XLSX"))
    parser.add_argument("--session", required=True, metavar="CODE", help=gettext("code of the session"))
    parser.add_argument("--centre", metavar="UAI", default="", help=gettext("exam centre of a Cyclades list"))
    parser.add_argument("--dry-run", action="store_true", help=gettext("tell what would change and write nothing"))
    parser.add_argument("--json", metavar="FILE", help=gettext("write faults and warnings for programs"))
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read a table, import it or show what it would do."""
    session = exams.session_by_code(options.session)
    try:
        table = _READ[options.kind](read_file(options.file), Path(options.file).name, session, options.centre.upper())
        intake = Intake(session, table, actor_of(options.by))
        outcome = (_PREVIEW if options.dry_run else _IMPORT)[options.kind](intake)
    except TableRefused as refusal:
        write_json(options.json, _as_json(refusal.faults, refusal.warnings, 0))
        raise
    for warning in table.warnings:
        print(warning.told(gettext), file=sys.stderr)
    _tell(outcome, preview=options.dry_run)
    write_json(options.json, _as_json((), table.warnings, 0 if options.dry_run else outcome.written))
    return 0


def _tell(outcome: Outcome, *, preview: bool) -> None:
    if preview:
        for change in outcome.changed:
            for name, (before, after) in change.fields.items():
                print(f"{change.key}: {name}: {before} → {after}")
    sentence = (
        N_("Nothing is written. The file holds {new} new lines, {changed} changed, {same} unchanged.")
        if preview
        else N_("{new} lines are new, {changed} changed, {same} were there already.")
    )
    say(sentence, new=len(outcome.new), changed=len(outcome.changed), same=outcome.same)


def _as_json(faults: Sequence[Fault], warnings: Sequence[Fault], written: int) -> dict[str, Any]:
    return {
        "faults": [_fault(one) for one in faults],
        "warnings": [_fault(one) for one in warnings],
        "written": written,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {**fault._asdict(), "reason": fault.reason.told(gettext)}


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

_PREVIEW: dict[str, Callable[[Intake], Outcome]] = {
    "institutions": lambda one: exam_acts.preview_institutions(one.table),
    "specialties": lambda one: exam_acts.preview_specialties(one.session, one.table),
    "candidates": lambda one: candidates.preview_candidates(one.session, one.table),
    "markers": lambda one: markers.preview_markers(one.session, one.table),
}

_IMPORT: dict[str, Callable[[Intake], Outcome]] = {
    "institutions": lambda one: exam_acts.import_institutions(
        session=one.session, table=one.table, by=one.by, at=now()
    ),
    "specialties": lambda one: exam_acts.import_specialties(session=one.session, table=one.table, by=one.by, at=now()),
    "candidates": lambda one: anonymity.import_candidates(
        session=one.session, table=one.table, key=key_if_there(), by=one.by, at=now()
    ),
    "markers": lambda one: markers.import_markers(session=one.session, table=one.table, by=one.by, at=now()),
}
