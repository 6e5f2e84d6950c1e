"""`massicot export marker-presence`: who was expected, and who came, of a session or of one of its papers."""

import argparse

from massicot.commands.console import say, write_file
from massicot.commands.export_missions import WRITERS, FixedNotOffered
from massicot.core.refused import N_
from massicot.exams import queries as exams
from massicot.presence.queries.presence_table import presence_lines
from massicot.presence.rules.presence_table import COLUMNS, PresenceExportKind
from massicot.results.rules.exports import Form


def run(options: argparse.Namespace, form: Form) -> int:
    """Write the table; nothing is written when it is refused."""
    if form not in WRITERS:
        raise FixedNotOffered(kind=PresenceExportKind.MARKER_PRESENCE.value)
    session = exams.session_by_code(options.session)
    paper = exams.paper_by_code(options.session, options.paper) if options.paper is not None else None
    write_file(options.out, WRITERS[form](COLUMNS, presence_lines(session, paper)))
    say(N_("{file} is written."), file=options.out)
    return 0
