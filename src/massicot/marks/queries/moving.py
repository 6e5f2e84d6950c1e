"""Batches of markers who are not there, to be moved to others: with them, or at the desk waiting for them."""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from massicot.batches.queries.rows import rows_at
from massicot.marks.models import Lock


def rows_of_takers(centre_uais: Collection[str], takers: Collection[str]) -> QuerySet[Any]:
    """Find the batches of some marking centres that some markers have, or had last and have not locked, by number.

    Markers are named by their identifier, which two sessions may give to two persons: whoever asks looks which.
    """
    is_locked = Exists(Lock.objects.filter(batch=OuterRef("pk")))
    rows = rows_at(centre_uais).filter(taker__in=sorted(takers))
    return rows.filter(Q(is_out=True) | ~is_locked).select_related("paper").order_by("sequence", "pk")
