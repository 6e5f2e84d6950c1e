"""`massicot export KIND`: tables out."""

import argparse
from pathlib import Path

from django.utils.translation import gettext

from massicot.commands.console import actor_of, add_by, add_paper, anonymity_key, now, say
from massicot.core.refused import N_
from massicot.exams import queries as exams
from massicot.results import services as results
from massicot.results.rules.exports import ExportKind

NAME = "export"
PURPOSE = N_("export a table of a paper as CSV")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("kind", choices=[kind.value for kind in ExportKind])
    add_paper(parser)
    parser.add_argument("--out", required=True, metavar="FILE", help=gettext("the file to write"))
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write one table; nothing is written when it is refused."""
    kind = ExportKind(options.kind)
    paper = exams.paper_by_code(options.session, options.paper)
    key = anonymity_key() if kind is ExportKind.MARKS else None
    table = results.export_table(paper=paper, kind=kind, key=key, by=actor_of(options.by), at=now())
    Path(options.out).write_bytes(table)
    say(N_("{file} is written."), file=options.out)
    return 0
