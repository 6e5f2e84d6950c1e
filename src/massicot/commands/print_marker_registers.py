"""`massicot print marker-registers`: the lists that people sign, one file for each place of a session."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from massicot.commands.console import progress, say, writing_in
from massicot.core.refused import N_, Refused
from massicot.documents.marker_register import make_marker_register
from massicot.exams import queries as exams
from massicot.missions.queries.expected import places_expected
from massicot.presence.queries.printing import register_document
from massicot.presence.rules.printing import RegisterOrder
from massicot.results import services as results
from massicot.results.rules.papers import PeoplePrintKind, PrintedFile

KIND = PeoplePrintKind.MARKER_REGISTERS


class NobodyExpected(Refused):
    """Registers asked for where no letter calls anybody."""

    sentence = N_(
        "No convocation calls anybody there: convene people first, or leave --centre out to print the registers of the "
        "whole session."
    )


def run(options: argparse.Namespace) -> int:
    """Print the registers of a session, one file for each place."""
    session = exams.session_by_code(options.session)
    places = [uai for uai in places_expected(session.pk) if options.centre in (None, uai)]
    if not places:
        raise NobodyExpected
    order = RegisterOrder.MISSION if options.by_mission else RegisterOrder.NAME
    with writing_in(options.out):
        printed = progress(_printed(session, places, order), N_("Printing"), len(places))
        count = results.write_documents(Path(options.out), printed)
    say(N_("{count} documents are in {folder}."), count=count, folder=options.out)
    return 0


def _printed(session: exams.Session, places: Sequence[str], order: RegisterOrder) -> Iterator[PrintedFile]:
    for uai in places:
        content = make_marker_register(register_document(session, uai, order))
        yield PrintedFile(f"{KIND}-{session.code}-{uai}.pdf", KIND, uai, content)
