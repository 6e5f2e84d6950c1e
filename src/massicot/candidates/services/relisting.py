"""What centres have printed noted as old, inside every act that changes it after the numbers were drawn."""

from collections.abc import Iterable
from datetime import datetime

from massicot.candidates.models import ListChange


def note_changed(places: Iterable[tuple[int, str]], at: datetime) -> None:
    """Note that the list of some centres changed: their labels, anonymity lists and registers are printed again."""
    rows = [ListChange(paper_id=paper_id, centre_uai=uai, changed_at=at) for paper_id, uai in sorted(set(places))]
    ListChange.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["paper", "centre_uai"], update_fields=["changed_at"]
    )
