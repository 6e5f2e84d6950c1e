"""`massicot export missions`, `massicot export absences`: the people called, of a session or of one of its papers."""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from massicot.absences.queries.absence_table import absence_lines
from massicot.absences.rules import absence_table
from massicot.commands.console import say, write_file
from massicot.core.refused import N_, Refused
from massicot.core.tables_out import write_csv, write_xlsx
from massicot.exams import queries as exams
from massicot.missions.queries.mission_table import mission_lines
from massicot.missions.rules.mission_table import COLUMNS, PeopleExportKind
from massicot.results.rules.exports import Form

TABLES: Mapping[PeopleExportKind, tuple[Sequence[str], Callable[..., Iterable[Any]]]] = {
    PeopleExportKind.MISSIONS: (COLUMNS, mission_lines),
    PeopleExportKind.ABSENCES: (absence_table.COLUMNS, absence_lines),
}
"""The columns and the lines of each table."""

WRITERS = {Form.CSV: write_csv, Form.XLSX: write_xlsx}


class FixedNotOffered(Refused):
    """A table of the people called asked for in a form that it does not have."""

    sentence = N_(
        "The table {kind} is written as CSV or XLSX: leave --format out, and let the name of the file end in .csv or "
        ".xlsx."
    )


def run(options: argparse.Namespace, form: Form) -> int:
    """Write the table; nothing is written when it is refused."""
    if form not in WRITERS:
        raise FixedNotOffered(kind=options.kind)
    session = exams.session_by_code(options.session)
    paper = exams.paper_by_code(options.session, options.paper) if options.paper is not None else None
    columns, lines = TABLES[PeopleExportKind(options.kind)]
    write_file(options.out, WRITERS[form](columns, lines(session, paper)))
    say(N_("{file} is written."), file=options.out)
    return 0
