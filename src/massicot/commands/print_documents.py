"""`massicot print KIND`: documents on paper, with their manifest."""

import argparse
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from massicot.commands.console import (
    actor_of,
    add_by,
    add_papers,
    anonymity_key,
    now,
    papers_named,
    progress,
    say,
    writing_in,
)
from massicot.core import draws
from massicot.core.refused import N_, Refused
from massicot.results import services as results
from massicot.results.rules.papers import PrintKind

NAME = "print"
PURPOSE = N_("print the documents of a paper as PDF files")


FIRST = {
    PrintKind.LABELS: N_("import the candidates, then draw the numbers with “massicot prepare”"),
    PrintKind.ANONYMITY_LISTS: N_("import the candidates, then draw the numbers with “massicot prepare”"),
    PrintKind.REGISTERS: N_("import the candidates"),
    PrintKind.DESPATCH_NOTES: N_("the exam centres pack their scripts"),
    PrintKind.MARK_SHEETS: N_("the marking centre makes up the batches"),
}
"""What comes before the documents of each kind."""


class NothingToPrint(Refused):
    """Documents asked for before what they tell has happened, or for a centre that has none."""

    sentence = N_("There is nothing of this kind to print yet. First: {first}.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("kind", choices=[kind.value for kind in PrintKind])
    add_papers(parser)
    parser.add_argument("--centre", metavar="UAI", help=gettext("only this centre's documents"))
    parser.add_argument("--out", required=True, metavar="DIR", help=gettext("the folder to write them in"))
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one kind of documents, one file for each centre, parcel or batch."""
    kind, papers = PrintKind(options.kind), papers_named(options)
    key, by, at = anonymity_key(), actor_of(options.by), now()
    orders = [results.PrintRun(paper, key, draws.from_system(), portal_address(), by, at) for paper in papers]
    subjects = [results.subjects_of(paper, kind, options.centre) for paper in papers]
    printed = chain.from_iterable(
        results.print_documents(run=order, kind=kind, subjects=whom)
        for order, whom in zip(orders, subjects, strict=True)
    )
    if not any(subjects):
        raise NothingToPrint(first=gettext(FIRST[kind]))
    with writing_in(options.out):
        total = sum(map(len, subjects))
        count = results.write_documents(Path(options.out), progress(printed, N_("Printing"), total))
    say(N_("{count} documents are in {folder}."), count=count, folder=options.out)
    return 0


def portal_address() -> str:
    """Say what the mark sheets tell to type into the address bar."""
    return f"{settings.MASSICOT_BASE_URL}/saisie/"
