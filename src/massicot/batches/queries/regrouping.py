"""Batches that were merged or split: where their scripts are now, and of which batches one was made."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from massicot.batches.models import Batch, BatchScript, HandOut, Succession
from massicot.store.prepared import Question


def _regroupings(paper_id: int) -> QuerySet[Batch, Any]:
    rows = Batch.objects.filter(paper_id=paper_id, successions__isnull=False).distinct().order_by("code")
    return rows.values_list("code")


_REGROUPED: Question[tuple[str]] = Question(_regroupings)


def standing_successors(batch_id: int) -> list[Batch]:
    """List the batches in which the scripts of one are now, by number; none of a batch that went over into no other."""
    found: dict[int, Batch] = {}
    asked = [batch_id]
    while asked:
        rows = Succession.objects.filter(earlier__in=asked).select_related("later")
        later = {row.later_id: row.later for row in rows}
        found |= later
        asked = list(later)
    return sorted((batch for batch in found.values() if batch.unmade_at is None), key=lambda batch: batch.sequence)


def went_over(batch_id: int) -> bool:
    """Say whether a batch was merged or split."""
    return Succession.objects.filter(earlier=batch_id).exists()


def regrouped_codes(paper_id: int) -> list[str]:
    """List the batches of a paper that were merged or split, by number."""
    return [code for (code,) in _REGROUPED.ask(paper_id=paper_id)]


def codes_now(batch_id: int) -> str:
    """Name the batches in which the scripts of a regrouped one are now, or those that were unmade since."""
    standing = standing_successors(batch_id)
    later = standing or [row.later for row in Succession.objects.filter(earlier=batch_id).select_related("later")]
    return ", ".join(batch.code for batch in later)


def origins_of(batch_id: int) -> list[str]:
    """Name the batches of which one was made, by number; none of one made of received scripts."""
    rows = Succession.objects.filter(later=batch_id).order_by("earlier__sequence")
    return list(rows.values_list("earlier__code", flat=True))


def were_printed(batch_id: int) -> bool:
    """Say whether one of the batches of which a batch was made had its sheet printed."""
    return Batch.objects.filter(successions__later=batch_id, printed_at__isnull=False).exists()


def codes_before(batch_id: int) -> list[str]:
    """Name the batches of which one was made, and those of which these were, ascending."""
    found: dict[int, str] = {}
    asked = [batch_id]
    while asked:
        rows = Succession.objects.filter(later__in=asked).values_list("earlier", "earlier__code")
        earlier = dict(rows)
        found |= earlier
        asked = list(earlier)
    return sorted(found.values())


def earlier_taker(batch_id: int) -> str:
    """Name the marker who held last one of the batches of which a batch was made; empty when nobody did."""
    stays = HandOut.objects.filter(batch__code__in=codes_before(batch_id)).order_by("-out_at", "-pk")
    return stays.values_list("marker", flat=True).first() or ""


def find_regrouped(code: str, paper_id: int, centre_uai: str) -> Batch | None:
    """Fetch a batch of a paper in one centre that was merged or split; another's is not found."""
    rows = Batch.objects.filter(code=code.strip().upper(), paper_id=paper_id, centre_uai=centre_uai)
    return rows.filter(unmade_at__isnull=False, successions__isnull=False).first()


def hold_batches(codes: Collection[str]) -> list[Batch]:
    """Fetch batches by number, held until the end of the transaction, unmade or not."""
    # Their keys stay free: a save under way names its batch as it ends, and whoever holds them waits for that save.
    rows = Batch.objects.select_for_update(of=("self",), no_key=True).filter(code__in=codes)
    return list(rows.order_by("pk"))


def hold_batches_at(paper_id: int, centre_uai: str) -> None:
    """Hold the batches of a paper in one marking centre until the end of the transaction."""
    rows = Batch.objects.select_for_update(of=("self",), no_key=True).filter(paper_id=paper_id, centre_uai=centre_uai)
    list(rows.order_by("pk").values_list("pk"))


def line_numbers(batch_id: int) -> dict[str, int]:
    """Map the numbers of a batch to their lines of the mark sheet."""
    rows = BatchScript.objects.filter(batch_id=batch_id).order_by("position")
    return dict(rows.values_list("number", "position"))
