"""`massicot print KIND`: documents on paper, with their manifest."""

import argparse
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from massicot.commands.console import actor_of, add_by, add_paper, anonymity_key, now, progress, say
from massicot.core import draws
from massicot.core.refused import N_
from massicot.exams import queries as exams
from massicot.results import services as results
from massicot.results.rules.papers import PrintKind

NAME = "print"
PURPOSE = N_("print the documents of a paper as PDF files")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("kind", choices=[kind.value for kind in PrintKind])
    add_paper(parser)
    parser.add_argument("--centre", metavar="UAI", help=gettext("only this centre's documents"))
    parser.add_argument("--out", required=True, metavar="DIR", help=gettext("the folder to write them in"))
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one kind of documents, one file for each centre, parcel or batch."""
    kind = PrintKind(options.kind)
    paper = exams.paper_by_code(options.session, options.paper)
    order = results.PrintRun(paper, anonymity_key(), draws.from_system(), portal_address(), actor_of(options.by), now())
    subjects = results.subjects_of(paper, kind, options.centre)
    printed = results.print_documents(run=order, kind=kind, subjects=subjects)
    count = results.write_documents(Path(options.out), progress(printed, N_("Printing"), len(subjects)))
    say(N_("{count} documents are in {folder}."), count=count, folder=options.out)
    return 0


def portal_address() -> str:
    """Say what the mark sheets tell to type into the address bar."""
    return f"{settings.MASSICOT_BASE_URL}/saisie/"
