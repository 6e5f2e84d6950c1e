"""Scripts apart from their batch: those that the office took out of it, and these beside those that are missing."""

from collections import Counter
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import CharField, Count, QuerySet, Value

from massicot.batches import models
from massicot.batches.models import Batch, Shortage
from massicot.batches.queries.shortages import undecided_rows
from massicot.batches.rules.withdrawn import RELEASED, WithdrawalDecision
from massicot.custody.rules import Place, Spot
from massicot.scripts.rules import ScriptKind
from massicot.store.prepared import Question

Withdrawal = models.Withdrawal


"""The row that the desks are handed and may name; the table itself is imported by this area only."""


_OF_BATCH = Question(
    lambda batch_id: Withdrawal.objects.select_related("batch").filter(batch_id=batch_id).order_by("pk")
)


def _releases(paper_id: int) -> QuerySet[Withdrawal, Any]:
    rows = Withdrawal.objects.filter(batch__paper_id=paper_id, decision__in=RELEASED).order_by("pk")
    return rows.values_list("number", "item", "decision")


_RELEASED: Question[tuple[str, str, str]] = Question(_releases)


def withdrawn_of_batch(batch_id: int) -> list[Withdrawal]:
    """List what was withdrawn of a batch, in the order in which it was."""
    return _OF_BATCH.ask(batch_id=batch_id)


def withdrawn_of_paper(paper_id: int, centre_uai: str | None = None) -> list[Withdrawal]:
    """List what was withdrawn of a paper, or of its batches of one centre, in the order in which it was."""
    rows = Withdrawal.objects.select_related("batch").filter(batch__paper_id=paper_id)
    return list((rows if centre_uai is None else rows.filter(batch__centre_uai=centre_uai)).order_by("pk"))


def find_withdrawal(withdrawal_id: int, paper_id: int, centre_uai: str | None = None) -> Withdrawal | None:
    """Fetch a withdrawal of a paper, or of one of its centres, with its batch; another's is not found."""
    rows = Withdrawal.objects.select_related("batch").filter(pk=withdrawal_id, batch__paper_id=paper_id)
    return (rows if centre_uai is None else rows.filter(batch__centre_uai=centre_uai)).first()


def open_withdrawal(paper_id: int, number: str) -> Withdrawal | None:
    """Fetch the withdrawal of a script that is in no batch since, with its batch: undecided, or kept aside."""
    rows = Withdrawal.objects.select_related("batch").filter(batch__paper_id=paper_id, number=number)
    return rows.exclude(decision__in=RELEASED).first()


def hold_withdrawal(withdrawal_id: int) -> Withdrawal:
    """Fetch a withdrawal with its batch, held until the end of the transaction."""
    rows = Withdrawal.objects.select_for_update(of=("self",)).select_related("batch")
    return rows.get(pk=withdrawal_id)


def withdrawn_with_marker(batch_id: int) -> list[str]:
    """List the numbers withdrawn of a batch that the marker who held it has not given back yet."""
    return list(with_markers().filter(batch_id=batch_id).order_by("pk").values_list("number", flat=True))


def batches_of_withdrawn_out(paper_ids: Collection[int]) -> list[str]:
    """List the batches of some papers of which a marker still has a withdrawn script, ascending, each once."""
    rows = with_markers().filter(batch__paper_id__in=paper_ids).order_by("batch__code")
    return list(rows.values_list("batch__code", flat=True).distinct())


def undecided_by_paper(paper_ids: Collection[int]) -> QuerySet[Any]:
    """Count by paper the withdrawn scripts that wait for the word of the office: a question to be asked with others."""
    rows = Withdrawal.objects.filter(batch__paper_id__in=paper_ids, decision=WithdrawalDecision.WAITING)
    counted: QuerySet[Any] = rows.order_by().values("batch__paper_id").annotate(count=Count("pk"))
    return counted


def corrected_withdrawn(paper_id: int) -> list[tuple[str, ScriptKind, ScriptKind]]:
    """List the withdrawn items that are other than the register says: number, in the register, in fact."""
    rows = _RELEASED.ask(paper_id=paper_id)
    triples = [(number, ScriptKind(item), ScriptKind(fact)) for number, item, fact in rows]
    return [triple for triple in triples if triple[1] is not triple[2]]


def aside_of(batch: Batch) -> Spot:
    """Name the place where what is withdrawn of a batch waits for the office."""
    return Spot(Place.ASIDE, batch.centre_uai)


def with_markers() -> QuerySet[Withdrawal]:
    """Find the withdrawn scripts that a marker still has."""
    return Withdrawal.objects.filter(marker__gt="", back_at__isnull=True)


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
