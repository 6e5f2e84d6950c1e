"""Reads of batches."""

from django.db.models import Count

from massicot.batches import models, rules
from massicot.batches.models import BatchScript, HandOut

Batch = models.Batch
"""The row that other areas are handed and may name; the table itself is imported by this area only."""


def batch_by_code(code: str) -> Batch:
    """Fetch a batch; raise BatchUnknown."""
    batch = Batch.objects.filter(code=code.strip().upper()).first()
    if batch is None:
        raise rules.BatchUnknown(code=code)
    return batch


def hold_batch(code: str) -> Batch:
    """Fetch a batch, held until the end of the transaction; raise BatchUnknown."""
    return Batch.objects.select_for_update(of=("self",)).get(pk=batch_by_code(code).pk)


def batches_of(paper_id: int, centre_uai: str | None = None) -> list[Batch]:
    """List the batches of a paper, or of one marking centre, by number."""
    batches = Batch.objects.filter(paper_id=paper_id)
    return list((batches if centre_uai is None else batches.filter(centre_uai=centre_uai)).order_by("sequence"))


def numbers_of(batch_id: int) -> list[str]:
    """List a batch's numbers in the order of its mark sheet, ascending."""
    return list(BatchScript.objects.filter(batch_id=batch_id).order_by("position").values_list("number", flat=True))


def numbers_in_batches(paper_id: int) -> dict[str, str]:
    """Map every number of a paper that is in a batch to that batch's code."""
    rows = BatchScript.objects.filter(batch__paper_id=paper_id).order_by("batch__sequence", "position")
    return dict(rows.values_list("number", "batch__code"))


def contents_counts(paper_id: int) -> dict[str, int]:
    """Map each batch of a paper to the scripts that are in it."""
    rows = BatchScript.objects.filter(batch__paper_id=paper_id).values_list("batch__code").annotate(count=Count("pk"))
    return dict(rows.order_by("batch__code"))


def batch_of_number(number: str) -> Batch | None:
    """Fetch the batch that holds a number."""
    row = BatchScript.objects.filter(number=number).select_related("batch").first()
    return row.batch if row else None


def hand_outs_of(batch_id: int) -> list[HandOut]:
    """List the stays of a batch with its markers, oldest first."""
    return list(HandOut.objects.filter(batch_id=batch_id).order_by("pk"))


def open_hand_out(batch_id: int) -> HandOut | None:
    """Fetch the stay of a batch with the marker who holds it now."""
    return HandOut.objects.filter(batch_id=batch_id, back_at__isnull=True).first()
