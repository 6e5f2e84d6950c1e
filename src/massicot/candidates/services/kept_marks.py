"""The act of deciding what counts of a candidate who keeps a mark and sat."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.candidates import queries, rules
from massicot.candidates.models import KeptMarkSat
from massicot.candidates.rules import kept_marks
from massicot.candidates.rules.kept_marks import WhatCounts
from massicot.core.actor import Actor
from massicot.exams.queries import Paper


@transaction.atomic
def decide_kept_mark_unchecked_lifting(
    *, paper: Paper, entry_id: int, counts: WhatCounts, reason: str, by: Actor, at: datetime
) -> None:
    """Say which counts of a candidate who keeps a mark and sat; it may be said again, each with its reason.

    Whether the paper is lifted is not looked at: an act of a later area does. Raise CorrectionReasonMissing,
    ReasonNamesScript, NoKeptMarkSat or SaidAlready.
    """
    rules.check_reason_of_candidate(reason)
    # Held, so that of two who decide at once the second reads what the first one said.
    rows = KeptMarkSat.objects.select_for_update(of=("self",)).filter(entry_id=entry_id, entry__paper=paper)
    sat = rows.select_related("entry__candidate").first()
    if sat is None:
        raise kept_marks.NoKeptMarkSat
    if sat.counts == counts:
        raise kept_marks.SaidAlready
    said = {"counts": counts, "reason": reason.strip(), "decided_by": by.login, "decided_at": at}
    KeptMarkSat.objects.filter(pk=sat.pk).update(**said)
    fact = kept_marks.KeptMarkDecided(sat.entry.candidate.candidate_number, counts.value, reason.strip())
    audit.record(subject=queries.day_subject(paper, sat.entry.centre_uai), fact=fact, by=by, at=at)
