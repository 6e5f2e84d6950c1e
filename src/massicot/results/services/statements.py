"""The act of drawing up a statement, for the first time or again."""

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
from massicot.results.models import Statement
from massicot.results.rules import statements as rules


@transaction.atomic
def issue_statement(
    *, paper: Paper, row: EntryRow, reason: str, seen: int, key: Key, by: Actor, at: datetime
) -> Statement:
    """Draw up the statement of a candidate; once there is one, only when something else stands, and with a reason.

    `seen` is how many issues whoever asks knows of. Raise NotFromOffice, StatementsNotYet, NoScriptNumbered,
    MarkNotLocked, StatementIssuedMeanwhile, StatementStillRight, StatementReasonMissing or StatementNamesScript.
    """
    accounts.check_office(by.login)
    if not queries.is_lifted(paper):
        raise rules.StatementsNotYet(paper=paper.code)
    stands = queries.standing_mark(paper, row, key)
    texts = queries.said_by(queries.statements_of(paper, row.entry_id), key)
    issue = rules.plan_issue(texts, stands, reason, seen)
    tidy = reason.strip() if texts else ""
    values = {
        "said": queries.sealed_said(key, row.entry_id, issue, stands),
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
