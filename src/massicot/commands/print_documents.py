"""`massicot print KIND`: documents on paper, with their manifest; those of a paper, and those of people.

`massicot print convocations`: letters that hold, one file for each institution, to be handed out on paper. Whoever has
no institution, or is of none since they are retired or from outside, has a file of their own.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext, ngettext

from massicot.commands.console import actor_of, add_by, add_papers, now, papers_named, progress, say, writing_in
from massicot.core import draws
from massicot.core.refused import N_, Refused
from massicot.documents.convocations import make_convocations
from massicot.documents.marker_register import make_marker_register
from massicot.exams import queries as exams
from massicot.marks import queries as marks
from massicot.missions.queries import printing
from massicot.missions.queries.expected import places_expected
from massicot.missions.queries.printing import PrintTarget
from massicot.missions.rules import letters
from massicot.presence.queries.registers import register_document
from massicot.presence.rules.registers import RegisterOrder
from massicot.results import services as results
from massicot.results.rules.papers import PeoplePrintKind, PrintedFile, PrintKind
from massicot.store import key_file

CONVOCATIONS = PeoplePrintKind.CONVOCATIONS


class NobodyConvened(Refused):
    sentence = N_(
        "No convocation holds here: convene people first, or leave --paper and --centre out to print those of the "
        "whole session."
    )


class EveryLetterMailed(Refused):
    sentence = N_(
        "Every convocation has left by mail, or will: there is nobody to print one for. With --everybody, they are all "
        "printed."
    )


def print_convocations(options: argparse.Namespace) -> int:
    """Print the letters of a session, one file for each institution and for each person who has none."""
    session = exams.session_by_code(options.session)
    paper = exams.paper_by_code(options.session, options.paper) if options.paper is not None else None
    rows = printing.printable_letters(session.pk, now(), paper_id=paper.pk if paper else None, uai=options.centre)
    chosen = rows if options.everybody else printing.without_mail(rows)
    targets = printing.targets_of(chosen)
    if not targets:
        raise EveryLetterMailed if rows.exists() else NobodyConvened
    about = session.code if paper is None else paper.code
    with writing_in(options.out):
        printed = progress(_letters(chosen, targets, about), N_("Printing"), len(targets))
        count = results.write_documents(Path(options.out), printed)
    say(N_("{count} documents are in {folder}."), count=count, folder=options.out)
    return 0


def _letters(rows: printing.Letters, targets: Sequence[PrintTarget], about: str) -> Iterator[PrintedFile]:
    for target in targets:
        own = printing.letters_for(rows, target.uai, target.person)
        # An identifier may hold any sign, and the code of a letter none that a file's name cannot.
        name = target.uai or letters.first_code(own[0].code)
        content = make_convocations(printing.letters_of(own), name)
        yield PrintedFile(f"{CONVOCATIONS}-{about}-{name}.pdf", CONVOCATIONS, target.subject, content)


MARKER_REGISTERS = PeoplePrintKind.MARKER_REGISTERS


class NobodyExpected(Refused):
    sentence = N_(
        "No convocation calls anybody there: convene people first, or leave --centre out to print the registers of the "
        "whole session."
    )


def print_registers(options: argparse.Namespace) -> int:
    """Print the registers of a session, one file for each place."""
    session = exams.session_by_code(options.session)
    places = [uai for uai in places_expected(session.pk) if options.centre in (None, uai)]
    if not places:
        raise NobodyExpected
    order = RegisterOrder.MISSION if options.by_mission else RegisterOrder.NAME
    with writing_in(options.out):
        printed = progress(_registers(session, places, order), N_("Printing"), len(places))
        count = results.write_documents(Path(options.out), printed)
    say(N_("{count} documents are in {folder}."), count=count, folder=options.out)
    return 0


def _registers(session: exams.Session, places: Sequence[str], order: RegisterOrder) -> Iterator[PrintedFile]:
    for uai in places:
        content = make_marker_register(register_document(session, uai, order))
        yield PrintedFile(f"{MARKER_REGISTERS}-{session.code}-{uai}.pdf", MARKER_REGISTERS, uai, content)


NAME = "print"
PURPOSE = N_("print the documents of a paper, or of the people called, as PDF files")


class NothingToPrint(Refused):
    sentence = N_("There is nothing of this kind to print yet. First: {first}.")


class NotPrintedAgain(Refused):
    sentence = N_("Nothing was printed. With --never-printed, only the mark sheets that nobody has yet are printed.")


OF_PEOPLE: Mapping[str, Callable[[argparse.Namespace], int]] = {
    PeoplePrintKind.CONVOCATIONS: print_convocations,
    PeoplePrintKind.MARKER_REGISTERS: print_registers,
}
"""What is printed of people, and by what."""

YES = N_("yes")
"""What a person types to have sheets printed again."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the words of this verb."""
    parser.add_argument("kind", choices=[kind.value for kind in (*PrintKind, *PeoplePrintKind)])
    add_papers(parser)
    parser.add_argument("--centre", metavar="UAI", help=gettext("only this centre's or institution's documents"))
    parser.add_argument("--out", required=True, metavar="DIR", help=gettext("the folder to write them in"))
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--never-printed", action="store_true", help=gettext("of mark sheets, only those that were never printed")
    )
    which.add_argument(
        "--again", action="store_true", help=gettext("print mark sheets again without asking on a terminal")
    )
    which.add_argument(
        "--everybody",
        action="store_true",
        help=gettext("of convocations, also those that have left by mail, or will"),
    )
    which.add_argument(
        "--by-mission", action="store_true", help=gettext("of marker registers, one mission after the other")
    )
    add_by(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one kind of documents, one file for each centre, parcel or batch."""
    if options.kind in OF_PEOPLE:
        return OF_PEOPLE[options.kind](options)
    kind = PrintKind(options.kind)
    papers = papers_named(options)
    key = key_file.read()
    by = actor_of(options.by)
    at = now()
    subjects = [results.subjects_of(paper, kind, options.centre) for paper in papers]
    if not any(subjects):
        raise NothingToPrint(first=gettext(results.DOCUMENTS[kind].first))
    printings: Mapping[str, int] = {}
    if kind is PrintKind.MARK_SHEETS:
        printings = marks.printings_among(list(chain.from_iterable(subjects)))
        subjects = _sheets(options, subjects, printings)
    orders = [
        results.PrintRun(
            paper=paper,
            key=key,
            draw=draws.from_system(),
            portal_address=portal_address(),
            by=by,
            at=at,
            printings=printings,
        )
        for paper in papers
    ]
    printed = chain.from_iterable(
        results.print_documents(run=order, kind=kind, subjects=whom)
        for order, whom in zip(orders, subjects, strict=True)
    )
    with writing_in(options.out):
        total = sum(map(len, subjects))
        count = results.write_documents(Path(options.out), progress(printed, N_("Printing"), total))
    say(N_("{count} documents are in {folder}."), count=count, folder=options.out)
    return 0


def _sheets(
    options: argparse.Namespace, subjects: Sequence[Sequence[str]], printings: Mapping[str, int]
) -> list[Sequence[str]]:
    """Say which mark sheets are printed, and tell of those that somebody has; raise NotPrintedAgain."""
    if options.never_printed:
        return [[code for code in whom if not printings[code]] for whom in subjects]
    if before := sum(count > 0 for count in printings.values()):
        _tell_of_void(before, asks=sys.stdin.isatty() and not options.again)
    return list(subjects)


def _tell_of_void(before: int, *, asks: bool) -> None:
    """Say how many sheets will open nothing any more; on a terminal, ask first: programs go on as they could."""
    sentence = ngettext(
        "{n} mark sheet is printed again: the one printed before opens nothing any more.",
        "{n} mark sheets are printed again: those printed before open nothing any more.",
        before,
    )
    print(sentence.format(n=before))
    if asks and input(gettext("Type “{yes}” to go on: ").format(yes=gettext(YES))).strip().lower() != gettext(YES):
        raise NotPrintedAgain


def portal_address() -> str:
    """Say what the mark sheets tell to type into the address bar."""
    return f"{settings.MASSICOT_BASE_URL}/saisie/"
