"""The act of sharing out batches among the markers who are here: a proposal, which the hand-outs follow or not."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from massicot.audit import services as audit
from massicot.batches.models import Batch
from massicot.batches.queries import sharing as reads
from massicot.batches.rules import sharing as rule
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.exams.queries import Paper
from massicot.markers import queries as markers


def share_out_batches(
    *,
    paper: Paper,
    centre_uai: str,
    takers: Collection[str],
    given_back: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> Mapping[str, Sequence[str]]:
    """Propose the batches that nobody has had to some markers, by identifier; give the codes of each.

    `given_back`: the codes of those that are shared out too, since whoever gave them back is not there. Shared out
    again, it stays as it was where it can. What was handed out while it was worked out is left alone. Raise
    NobodyTakesBatches, NoBatchToShare or MarkerUnknown.
    """
    if not takers:
        raise rule.NobodyTakesBatches
    people = {markers.marker_by_identifier(paper.session_id, taker).identifier for taker in takers}
    back = reads.batches_back(paper.pk, centre_uai, given_back)
    # Whoever is among them goes on with their own.
    of_others = [batch for batch in back if batch.taker not in people]
    waiting = reads.waiting_batches([*reads.ready_batches(paper.pk, centre_uai), *of_others])
    if not waiting:
        raise rule.NoBatchToShare
    # Before the transaction: it takes a second, for which nobody else should wait.
    shares = rule.share_out(waiting, reads.takers_with_history(paper.pk, centre_uai, people))
    return _write(paper, centre_uai, {code: marker for marker, codes in shares.items() for code in codes}, by, at)


@transaction.atomic
def _write(
    paper: Paper, centre_uai: str, wanted: Mapping[str, str], by: Actor, at: datetime
) -> Mapping[str, Sequence[str]]:
    # Whatever was proposed before as well: somebody who is back goes on with what they gave back.
    shared = Q(taker="") | Q(proposed_to__gt="") | Q(code__in=list(wanted))
    held = Batch.objects.filter(shared, paper=paper, centre_uai=centre_uai, is_out=False)
    rows = list(held.order_by("pk").select_for_update())
    shares: dict[str, list[str]] = defaultdict(list)
    for batch in rows:
        batch.proposed_to = wanted.get(batch.code, "")
        if batch.proposed_to:
            shares[batch.proposed_to].append(batch.code)
    Batch.objects.bulk_update(rows, ["proposed_to"])
    fact = rule.BatchesShared(paper.code, centre_uai, dict(shares))
    audit.record(subject=exams.subject_of(paper), fact=fact, by=by, at=at)
    return shares
