"""The act of deciding what counts of a candidate who keeps a mark and sat, while the paper is not lifted."""

from datetime import datetime

from django.db import transaction

from massicot.candidates import services as candidates
from massicot.candidates.rules.kept_marks import WhatCounts
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.results import queries, rules


@transaction.atomic
def decide_kept_mark(*, paper: Paper, entry_id: int, counts: WhatCounts, reason: str, by: Actor, at: datetime) -> None:
    """Say which counts, the kept mark or the sitting; raise DecidedAfterLifting, or what the act itself refuses."""
    exams.hold_papers_at_work(paper.session)  # nobody lifts it meanwhile
    if queries.is_lifted(paper):
        raise rules.DecidedAfterLifting(paper=paper.code)
    candidates.decide_kept_mark_unchecked_lifting(
        paper=paper, entry_id=entry_id, counts=counts, reason=reason, by=by, at=at
    )
