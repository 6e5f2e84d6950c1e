"""Reads of single scripts lifted: what was proposed and done of a number, and who saw the name."""

import json
from datetime import datetime
from typing import NamedTuple

from massicot.anonymity import queries as anonymity
from massicot.audit import queries as audit
from massicot.candidates import queries as candidates
from massicot.candidates.queries import EntryRow
from massicot.core.keys import Key
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results import models
from massicot.results.rules.one_script import IncidentsAsked, NobodyBehind, ScriptSeen

ScriptLifting = models.ScriptLifting
"""The row that pages are handed; the table itself is imported by this area only."""


class Sight(NamedTuple):
    """One time that somebody was shown the name behind a number."""

    by: str
    at: datetime


def script_liftings_of(paper: Paper, number: str) -> list[ScriptLifting]:
    """List what was proposed of a number, withdrawn or lifted, oldest first."""
    return list(ScriptLifting.objects.filter(paper=paper, number=number).order_by("pk"))


def open_script_lifting(paper: Paper, number: str) -> ScriptLifting | None:
    """Fetch the proposal that waits for its second person."""
    rows = ScriptLifting.objects.filter(paper=paper, number=number, lifted_at__isnull=True, withdrawn_at__isnull=True)
    return rows.first()


def has_lifted_script(paper: Paper, number: str, login: str) -> bool:
    """Say whether somebody is one of the two who lifted a number."""
    lifted = (row for row in script_liftings_of(paper, number) if row.lifted_at is not None)
    return any(login in (row.proposed_by, row.lifted_by) for row in lifted)


def sights_of(paper: Paper, number: str) -> list[Sight]:
    """List who was shown the name behind a number, and when, oldest first."""
    seen = audit.lines_of_act(ScriptSeen.__name__, exams.subject_of(paper))
    return [Sight(line.by, line.at) for line in seen if json.loads(line.facts)["number"] == number]


def has_asked_for_incidents(paper: Paper, proposed: ScriptLifting, login: str) -> bool:
    """Say whether somebody was told, since a script was proposed, whether its candidate has an incident."""
    asked = audit.lines_of_act(IncidentsAsked.__name__, exams.subject_of(paper))
    return any(
        line.by == login and line.at >= proposed.proposed_at and json.loads(line.facts)["number"] == proposed.number
        for line in asked
    )


def person_behind(paper: Paper, number: str, key: Key) -> EntryRow:
    """Find who wrote a script; raise NobodyBehind, WrongKey or LinkBroken."""
    entry_id = anonymity.entry_of_number(anonymity.sealer_of(paper, key), number)
    row = None if entry_id is None else candidates.entry_row(paper, entry_id)
    if row is None:
        raise NobodyBehind(number=number)
    return row
