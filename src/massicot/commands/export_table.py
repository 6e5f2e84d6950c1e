"""`massicot export KIND`: tables out.

Without `--format`, the name of the file says the form: one that ends in `.xlsx` is a book of sheets, any other is CSV.
"""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from django.utils.translation import gettext

from massicot.commands import export_missions, export_presence
from massicot.commands.console import actor_of, add_by, add_papers, now, one_paper, say, write_file
from massicot.core.refused import N_
from massicot.missions.rules.mission_table import PeopleExportKind
from massicot.presence.rules.presence_table import PresenceExportKind
from massicot.results import services as results
from massicot.results.rules.exports import AFTER_LIFTING, ExportKind, Form
from massicot.store import key_file

NAME = "export"
PURPOSE = N_("export a table: marks as CSV, fixed width or XLSX, the people called as CSV or XLSX, the others as CSV")

OF_PEOPLE: Mapping[str, Callable[[argparse.Namespace, Form], int]] = {
    **{kind.value: export_missions.run for kind in PeopleExportKind},
    PresenceExportKind.MARKER_PRESENCE.value: export_presence.run,
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
