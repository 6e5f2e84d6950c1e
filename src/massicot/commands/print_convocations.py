"""`massicot print convocations`: letters that hold, one file for each institution, to be handed out on paper.

Whoever has no institution, or is of none since they are retired or from outside, has a file of their own.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from massicot.commands.console import now, progress, say, writing_in
from massicot.core.refused import N_, Refused
from massicot.documents.convocations import make_convocations
from massicot.exams import queries as exams
from massicot.missions.queries import printing, setting
from massicot.missions.queries.printing import PrintTarget
from massicot.missions.rules import letters
from massicot.results import services as results
from massicot.results.rules.papers import PeoplePrintKind, PrintedFile

KIND = PeoplePrintKind.CONVOCATIONS


class NobodyConvened(Refused):
    """Letters asked for where none holds."""

    sentence = N_(
        "No convocation holds here: convene people first, or leave --paper and --centre out to print those of the "
        "whole session."
    )


class EveryLetterMailed(Refused):
    """Letters for those whom no mail reaches, where there is nobody like that."""

    sentence = N_(
        "Every convocation has left by mail, or will: there is nobody to print one for. With --everybody, they are all "
        "printed."
    )


def run(options: argparse.Namespace) -> int:
    """Print the letters of a session, one file for each institution and for each person who has none."""
    session = exams.session_by_code(options.session)
    paper = exams.paper_by_code(options.session, options.paper) if options.paper is not None else None
    rows = printing.printable_letters(session.pk, now(), paper_id=paper.pk if paper else None, uai=options.centre)
    chosen = rows if options.everybody else printing.unreached(rows)
    targets = printing.targets_of(chosen)
    if not targets:
        raise EveryLetterMailed if rows.exists() else NobodyConvened
    about = session.code if paper is None else paper.code
    with writing_in(options.out):
        printed = progress(_printed(chosen, targets, about), N_("Printing"), len(targets))
        count = results.write_documents(Path(options.out), printed)
    say(N_("{count} documents are in {folder}."), count=count, folder=options.out)
    return 0


def _printed(rows: printing.Letters, targets: Sequence[PrintTarget], about: str) -> Iterator[PrintedFile]:
    for target in targets:
        own = printing.letters_for(rows, target.uai, target.person)
        # An identifier may hold any sign, and the code of a letter none that a file's name cannot.
        name = target.uai or letters.first_code(own[0].code)
        content = make_convocations(setting.letters_of(own), name)
        yield PrintedFile(f"{KIND}-{about}-{name}.pdf", KIND, target.subject, content)
