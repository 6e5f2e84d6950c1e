"""The act of deciding a gap."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results import queries, rules
from massicot.results.models import GapDecision
from massicot.results.rules import Decision


@transaction.atomic
def decide_gap(*, paper: Paper, key: str, decision: Decision, reason: str, by: Actor, at: datetime) -> None:
    """Decide an open gap with a reason.

    Raise NotFromOffice, ReasonMissing, LockNotDecided, GapUnknown or GapAlreadyDecided.
    """
    accounts.check_office(by.login)
    if not reason.strip():
        raise rules.ReasonMissing(key=key)
    if decided := queries.decision_on(paper, key):
        raise rules.GapAlreadyDecided(key=key, who=decided.decided_by, reason=decided.reason)
    if key.startswith(f"{rules.NOT_LOCKED}:"):
        raise rules.LockNotDecided(key=key)
    if key not in {gap.key for gap in queries.ladder(paper).open_gaps}:
        raise rules.GapUnknown(key=key, paper=paper.code)
    GapDecision.objects.create(
        paper=paper, key=key, decision=decision, reason=reason.strip(), decided_by=by.login, decided_at=at
    )
    fact = rules.GapDecided(key, decision, reason.strip())
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
