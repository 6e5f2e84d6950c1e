"""The roll counted anew, inside every act that changes whom a paper expects."""

from collections.abc import Collection

from django.db.models import Count

from massicot.candidates.models import Entry, RollCell
from massicot.store.bulk import insert_rows

_CELL = ("paper", "centre_uai", "specialty_code", "expected")


def count_roll(paper_ids: Collection[int], centre_uai: str | None = None) -> None:
    """Count whom some papers expect, in one centre or in all; the caller holds the papers, or the centre's entries."""
    within = {"paper_id__in": paper_ids} | ({} if centre_uai is None else {"centre_uai": centre_uai})
    RollCell.objects.filter(**within).delete()
    cells = Entry.objects.filter(**within, is_mark_kept=False).values_list("paper_id", "centre_uai", "specialty_code")
    counted = cells.annotate(expected=Count("pk")).order_by("paper_id", "centre_uai", "specialty_code")
    # Read before the copy begins: one connection does not do both at once.
    insert_rows(RollCell, _CELL, list(counted))
