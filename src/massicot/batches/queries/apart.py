"""Scripts apart from their batch, withdrawn from it or missing from it: home pages and lists ask of both at once."""

from collections import Counter
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import CharField, Count, QuerySet, Value

from massicot.batches.models import Shortage, Withdrawal
from massicot.batches.queries.shortages import undecided_rows
from massicot.batches.queries.withdrawn import with_markers
from massicot.store.prepared import Question

WITHDRAWN, SHORT = "withdrawn", "short"


class Apart(NamedTuple):
    """By centre and paper: withdrawn scripts that a marker still has, missing ones of which nobody has decided."""

    withdrawn: Counter[tuple[str, int]]
    short: Counter[tuple[str, int]]


def apart_at(centre_uais: Collection[str]) -> Apart:
    """Count the scripts that are apart from their batches in some centres."""
    apart = Apart(Counter(), Counter())
    for kind, uai, paper_id, count in _COUNTS.ask(centre_uais=sorted(centre_uais)) if centre_uais else ():
        (apart.withdrawn if kind == WITHDRAWN else apart.short)[uai, paper_id] += count
    return apart


def _counts(centre_uais: list[str]) -> QuerySet[Any, Any]:
    withdrawn, short = (
        rows.filter(batch__centre_uai__in=centre_uais)
        .order_by()
        .values_list(_kind(kind), "batch__centre_uai", "batch__paper_id")
        .annotate(count=Count("pk"))
        for kind, rows in ((WITHDRAWN, with_markers()), (SHORT, undecided_rows()))
    )
    return withdrawn.union(short, all=True)


def _ever(paper_id: int, centre_uai: str) -> QuerySet[Any, Any]:
    here = {"batch__paper_id": paper_id, "batch__centre_uai": centre_uai}
    withdrawn = Withdrawal.objects.filter(**here).order_by().values_list(_kind(WITHDRAWN))
    return withdrawn.union(Shortage.objects.filter(**here).order_by().values_list(_kind(SHORT)))


def _kind(kind: str) -> Value:
    return Value(kind, output_field=CharField())


_COUNTS: Question[tuple[str, str, int, int]] = Question(_counts)
EVER_APART: Question[tuple[str]] = Question(_ever)
"""Whether a script of a paper was ever withdrawn from a batch of a centre, or missing from one: each kind once."""
