"""The acts of the right of access: from a candidate to their script, and a statement drawn up."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.candidates.queries import EntryRow
from massicot.core.actor import Actor
from massicot.core.keys import Key
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results.models import Statement
from massicot.results.queries import access
from massicot.results.queries.access import HeldScript
from massicot.results.queries.disputes import asked_since
from massicot.results.queries.ladder import is_lifted
from massicot.results.rules import access as rules
from massicot.results.rules.access import Asker


@transaction.atomic
def consult_script(*, paper: Paper, row: EntryRow, asked_by: Asker, key: Key, by: Actor, at: datetime) -> HeldScript:
    """Find the script of a candidate; the journal keeps its number and who asked, and no name.

    Raise NotFromOffice, AccessNotYet, AccessOver, ResultsNotOut, ResultWithheld or NoScriptNumbered.
    """
    accounts.check_office(by.login)
    today = exams.local(paper, at).date()
    withheld = access.withheld_number(paper, row)
    since = asked_since(row.entry_id)
    rules.check_may_see(paper.code, asked_by, access.access_times(paper), today, withheld, since)
    script = access.held_script(paper, access.number_of_entry(paper, row, key))
    fact = rules.ScriptConsulted(script.number, asked_by)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return script


@transaction.atomic
def issue_statement(
    *, paper: Paper, row: EntryRow, reason: str, seen: int, key: Key, by: Actor, at: datetime
) -> Statement:
    """Draw up the statement of a candidate; once there is one, only when something else stands, and with a reason.

    `seen` is how many issues whoever asks knows of. Raise NotFromOffice, StatementsNotYet, NoScriptNumbered,
    MarkNotLocked, StatementIssuedMeanwhile, StatementStillRight, StatementReasonMissing or StatementNamesScript.
    """
    accounts.check_office(by.login)
    if not is_lifted(paper):
        raise rules.StatementsNotYet(paper=paper.code)
    stands = access.standing_mark(paper, row, key)
    texts = access.said_by(access.statements_of(paper, row.entry_id), key)
    issue = rules.plan_issue(texts, stands, reason, seen)
    tidy = reason.strip() if texts else ""
    values = {
        "said": access.sealed_said(key, row.entry_id, issue, stands),
        "reason": tidy,
        "issued_by": by.login,
        "issued_at": at,
    }
    # Whoever draws up the same issue at the same instant finds it there already.
    drawn, is_new = Statement.objects.get_or_create(paper=paper, entry_id=row.entry_id, issue=issue, defaults=values)
    if not is_new:
        raise rules.StatementIssuedMeanwhile
    fact = rules.StatementIssued(row.candidate_number, issue, tidy)
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return drawn
