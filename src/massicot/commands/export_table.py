"""`massicot export KIND`: tables out; the people called and who came, of a session or of one of its papers.

Without `--format`, the name of the file says the form: one that ends in `.xlsx` is a book of sheets, any other is CSV.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext

from massicot.absences.queries.absence_table import absence_lines
from massicot.absences.rules import absence_table
from massicot.commands.console import actor_of, add_by, add_papers, now, one_paper, say, write_file
from massicot.core.refused import N_, Refused
from massicot.core.tables_out import write_csv, write_xlsx
from massicot.exams import queries as exams
from massicot.missions.queries.mission_table import mission_lines
from massicot.missions.rules.mission_table import COLUMNS, PeopleExportKind
from massicot.presence.queries.presence_table import presence_lines
from massicot.presence.rules.presence_table import COLUMNS as PRESENCE_COLUMNS
from massicot.presence.rules.presence_table import PresenceExportKind
from massicot.results import services as results
from massicot.results.rules.exports import AFTER_LIFTING, ExportKind, Form
from massicot.store import key_file

TABLES: Mapping[PeopleExportKind, tuple[Sequence[str], Callable[..., Iterable[Any]]]] = {
    PeopleExportKind.MISSIONS: (COLUMNS, mission_lines),
    PeopleExportKind.ABSENCES: (absence_table.COLUMNS, absence_lines),
}
"""The columns and the lines of each table."""

WRITERS = {Form.CSV: write_csv, Form.XLSX: write_xlsx}


class FixedNotOffered(Refused):
    sentence = N_(
        "The table {kind} is written as CSV or XLSX: leave --format out, and let the name of the file end in .csv or "
        ".xlsx."
    )


def export_people(options: argparse.Namespace, form: Form) -> int:
    """Write the table; nothing is written when it is refused."""
    if form not in WRITERS:
        raise FixedNotOffered(kind=options.kind)
    session = exams.session_by_code(options.session)
    paper = exams.paper_by_code(options.session, options.paper) if options.paper is not None else None
    columns, lines = TABLES[PeopleExportKind(options.kind)]
    write_file(options.out, WRITERS[form](columns, lines(session, paper)))
    say(N_("{file} is written."), file=options.out)
    return 0


def export_presence(options: argparse.Namespace, form: Form) -> int:
    """Write the table; nothing is written when it is refused."""
    if form not in WRITERS:
        raise FixedNotOffered(kind=PresenceExportKind.MARKER_PRESENCE.value)
    session = exams.session_by_code(options.session)
    paper = exams.paper_by_code(options.session, options.paper) if options.paper is not None else None
    write_file(options.out, WRITERS[form](PRESENCE_COLUMNS, presence_lines(session, paper)))
    say(N_("{file} is written."), file=options.out)
    return 0


NAME = "export"
PURPOSE = N_("export a table: marks as CSV, fixed width or XLSX, the people called as CSV or XLSX, the others as CSV")

OF_PEOPLE: Mapping[str, Callable[[argparse.Namespace, Form], int]] = {
    **{kind.value: export_people for kind in PeopleExportKind},
    PresenceExportKind.MARKER_PRESENCE.value: export_presence,
}
"""What is exported of people, and by what."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("kind", choices=[*(kind.value for kind in ExportKind), *OF_PEOPLE])
    add_papers(parser)
    parser.add_argument("--out", required=True, metavar="FILE", help=gettext("the file to write"))
    parser.add_argument(
        "--format",
        choices=[form.value for form in Form],
        help=gettext("form of the table; without it, xlsx for a file whose name ends in .xlsx, csv for any other"),
    )
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write one table; nothing is written when it is refused."""
    form = _form(options.format, options.out)
    if options.kind in OF_PEOPLE:
        return OF_PEOPLE[options.kind](options, form)
    kind = ExportKind(options.kind)
    paper = one_paper(options)
    key = key_file.read() if kind in AFTER_LIFTING else None
    table = results.export_table(paper=paper, kind=kind, key=key, by=actor_of(options.by), at=now(), form=form)
    write_file(options.out, table)
    say(N_("{file} is written."), file=options.out)
    return 0


def _form(asked: str | None, out: str) -> Form:
    if asked is not None:
        return Form(asked)
    return Form.XLSX if Path(out).suffix.lower() == ".xlsx" else Form.CSV
