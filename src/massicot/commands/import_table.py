"""`massicot import KIND FILE`: tables in, all or nothing."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from massicot.commands.console import actor_of, add_by, now, read_file, say, say_unlisted, write_json_lists
from massicot.core.refused import N_, Refused
from massicot.core.tables import Fault, TableRefused
from massicot.core.tables.faults import Unlisted, unlisted_in
from massicot.core.tables.outcomes import Outcome, check_erasable
from massicot.exams import queries as exams
from massicot.results.services.intake import TABLES, Intake

NAME = "import"
PURPOSE = N_("import a table: institutions, specialties, candidates, markers, unavailability or towns")


class TableNotNamed(Refused):
    sentence = N_("Name the file of {kind} after the kind: the program brings no edition of its own.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("kind", choices=sorted(TABLES))
    parser.add_argument(
        "file",
        nargs="?",
        default="",
        help=gettext("CSV or XLSX; left out, the edition that the program brings of towns"),
    )
    parser.add_argument("--session", required=True, metavar="CODE", help=gettext("code of the session"))
    parser.add_argument("--centre", metavar="UAI", default="", help=gettext("exam centre of a Cyclades list"))
    parser.add_argument(
        "--empty",
        metavar="COLUMN",
        action="append",
        default=[],
        help=gettext("column whose empty cells erase what stood there; once for each"),
    )
    parser.add_argument("--dry-run", action="store_true", help=gettext("tell what would change and write nothing"))
    parser.add_argument("--json", metavar="FILE", help=gettext("write faults and warnings for programs"))
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read a table, import it or show what it would do."""
    session = exams.session_by_code(options.session)
    kind = TABLES[options.kind]
    emptied = check_erasable(options.empty, kind.columns)
    try:
        name, content = _file_of(options.kind, options.file)
        table = kind.read(content, name, session, options.centre.upper())
        act = kind.preview if options.dry_run else kind.take_in
        outcome = act(Intake(session, table, actor_of(options.by), now(), emptied))
    except TableRefused as refusal:
        write_json_lists(options.json, _as_json(refusal.faults, refusal.warnings, refusal.unlisted, 0))
        raise
    for warning in outcome.warnings:
        print(warning.text_in(gettext), file=sys.stderr)
    unlisted = unlisted_in((), outcome.warnings)
    say_unlisted(unlisted)
    erased = kind.count_erasures(outcome)
    _tell(outcome, erased, preview=options.dry_run)
    report = _as_json((), outcome.warnings, unlisted, 0 if options.dry_run else outcome.written)
    write_json_lists(options.json, report | {"erased": erased})
    return 0


def _file_of(kind: str, file: str) -> tuple[str, bytes]:
    """Read the file that was named, or the one that the program brings; raise TableNotNamed where it brings none."""
    if file:
        return Path(file).name, read_file(file)
    edition = TABLES[kind].first_edition
    if edition is None:
        raise TableNotNamed(kind=kind)
    return f"{kind}.csv", edition()


def _tell(outcome: Outcome, erased: Mapping[str, int], *, preview: bool) -> None:
    if preview:
        for change in outcome.changed:
            for name, (before, after) in change.fields.items():
                print(f"{change.key}: {name}: {before} → {after}")
        for name, count in erased.items():
            say(
                N_("{column}: {count} values would be erased; the import asks for --empty {column}."),
                column=name,
                count=count,
            )
    sentence = (
        N_("Nothing is written. The file holds {new} new lines, {changed} changed, {same} unchanged.")
        if preview
        else N_("{new} lines are new, {changed} changed, {same} were there already.")
    )
    say(sentence, new=len(outcome.new), changed=len(outcome.changed), same=outcome.same)


def _as_json(faults: Sequence[Fault], warnings: Sequence[Fault], unlisted: Unlisted, written: int) -> dict[str, Any]:
    return {
        "faults": map(_fault, faults),
        "warnings": map(_fault, warnings),
        "unlisted": asdict(unlisted),
        "written": written,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {**fault._asdict(), "reason": fault.reason.text_in(gettext)}
