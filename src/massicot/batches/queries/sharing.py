"""Reads of what is shared out among markers: batches that nobody has had, or gave back, what each marker has had."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from massicot.audit import queries as audit
from massicot.batches.models import Batch, HandOut
from massicot.batches.queries.rows import is_in, rows_of, subject_of
from massicot.batches.rules import BatchState
from massicot.batches.rules.sharing import BatchTaker, WaitingBatch


def ready_batches(paper_id: int, centre_uai: str) -> list[Batch]:
    """List the closed batches of a paper at a centre that nobody has had and that hold something, by number."""
    rows = rows_of(paper_id, centre_uai).filter(is_in(BatchState.READY)).order_by("sequence")
    return [batch for batch in rows if batch.in_hand]


def batches_back(paper_id: int, centre_uai: str, codes: Collection[str]) -> list[Batch]:
    """List those of some batches that a marker gave back and that hold something, by number."""
    rows = rows_of(paper_id, centre_uai).filter(is_in(BatchState.BACK), code__in=sorted(codes)) if codes else []
    return sorted((batch for batch in rows if batch.in_hand), key=lambda batch: batch.sequence)


def next_proposed(paper_id: int, centre_uai: str, marker: str) -> str:
    """Name the first batch that waits for a marker for whom it was shared out; empty where none does."""
    rows = rows_of(paper_id, centre_uai).filter(proposed_to=marker, is_out=False, sealed_at__isnull=False)
    return next((batch.code for batch in rows.order_by("sequence") if batch.in_hand), "")


def waiting_batches(batches: Iterable[Batch]) -> list[WaitingBatch]:
    """Say of each of some batches for whom it was proposed, and to whom it was refused for own pupils."""
    refused: dict[str, set[str]] = defaultdict(set)
    for fact in audit.facts_below("OwnPupilsTold", subject_of("")):
        refused[fact["code"]].add(fact["marker"])
    return [
        WaitingBatch(batch.code, batch.specialty_code, batch.proposed_to, frozenset(refused.get(batch.code, ())))
        for batch in batches
    ]


def takers_with_history(paper_id: int, centre_uai: str, markers: Collection[str]) -> list[BatchTaker]:
    """Say of some markers how many batches of a paper they have had at a centre, and of which specialties."""
    rows = HandOut.objects.filter(batch__paper_id=paper_id, batch__centre_uai=centre_uai, marker__in=sorted(markers))
    had: dict[str, set[int]] = defaultdict(set)
    specialties: dict[str, set[str]] = defaultdict(set)
    for marker, batch, specialty in rows.values_list("marker", "batch_id", "batch__specialty_code"):
        had[marker].add(batch)
        specialties[marker].add(specialty)
    return [
        BatchTaker(marker, len(had.get(marker, ())), frozenset(specialties.get(marker, ())))
        for marker in sorted(markers)
    ]


def takers_at(paper_id: int, centre_uai: str) -> set[str]:
    """List who has, or had, a batch of a paper at a centre, by identifier."""
    rows = HandOut.objects.filter(batch__paper_id=paper_id, batch__centre_uai=centre_uai)
    return set(rows.values_list("marker", flat=True))
