"""`massicot export KIND`: tables out."""

import argparse

from django.utils.translation import gettext

from massicot.commands.console import actor_of, add_by, add_papers, anonymity_key, now, one_paper, say, write_file
from massicot.core.refused import N_
from massicot.results import services as results
from massicot.results.rules.exports import ExportKind

NAME = "export"
PURPOSE = N_("export a table of a paper as CSV")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("kind", choices=[kind.value for kind in ExportKind])
    add_papers(parser)
    parser.add_argument("--out", required=True, metavar="FILE", help=gettext("the file to write"))
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write one table; nothing is written when it is refused."""
    kind = ExportKind(options.kind)
    paper = one_paper(options)
    key = anonymity_key() if kind is ExportKind.MARKS else None
    table = results.export_table(paper=paper, kind=kind, key=key, by=actor_of(options.by), at=now())
    write_file(options.out, table)
    say(N_("{file} is written."), file=options.out)
    return 0
