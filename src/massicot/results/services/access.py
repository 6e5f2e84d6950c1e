"""The act of going from a candidate to their script, on the right of access."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.candidates.queries import EntryRow
from massicot.core.actor import Actor
from massicot.core.keys import Key
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results import queries
from massicot.results.queries import HeldScript
from massicot.results.rules import access as rules
from massicot.results.rules.access import Asker


@transaction.atomic
def consult_script(*, paper: Paper, row: EntryRow, asked_by: Asker, key: Key, by: Actor, at: datetime) -> HeldScript:
    """Find the script of a candidate; the journal keeps its number and who asked, and no name.

    Raise NotFromOffice, AccessNotYet, AccessOver or NoScriptNumbered.
    """
    accounts.check_office(by.login)
    rules.check_access(paper.code, queries.lifted_on(paper), exams.local(paper, at).date())
    script = queries.held_script(paper, queries.number_of_entry(paper, row, key))
    fact = rules.ScriptConsulted(script.number, asked_by)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return script
