"""The roll counted anew, inside every act that changes whom a paper expects."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, QuerySet

from massicot.candidates.models import Entry, RollCell
from massicot.store.bulk import insert_rows
from massicot.store.prepared import Question

_CELL = ("paper", "centre_uai", "specialty_code", "expected")


def count_roll(paper_ids: Collection[int], centre_uai: str | None = None) -> None:
    """Count whom some papers expect, in one centre or in all; the caller holds the papers, or the centre's entries."""
    within = {"paper_id__in": paper_ids} | ({} if centre_uai is None else {"centre_uai": centre_uai})
    RollCell.objects.filter(**within).delete()
    # Read before the copy begins: one connection does not do both at once.
    insert_rows(RollCell, _CELL, _CELLS.ask(paper_ids=list(paper_ids), uai=centre_uai) if paper_ids else [])


def _cells(paper_ids: Collection[int], uai: str | None) -> QuerySet[Entry, Any]:
    entries = Entry.objects.filter(paper_id__in=paper_ids, is_mark_kept=False)
    if uai is not None:
        entries = entries.filter(centre_uai=uai)
    cells = entries.order_by(*_BY).values_list(*_BY)
    return cells.annotate(expected=Count("pk"))


_BY = ("paper_id", "centre_uai", "specialty_code")
_CELLS: Question[tuple[int, str, str, int]] = Question(_cells)
