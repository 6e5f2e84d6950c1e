"""Scripts that are not in their batch: of a batch, of a paper, of a centre; which are still to be found."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from massicot.batches import models
from massicot.batches.models import Batch, BatchScript
from massicot.batches.rules.concordance import Check
from massicot.custody.rules import Place, Spot
from massicot.store.prepared import Question

Shortage = models.Shortage
"""The row that the desks are handed and may name; the table itself is imported by this area only."""

_OPEN = Shortage.objects.filter(found_at__isnull=True)


def _numbers_found(paper_id: int) -> QuerySet[Shortage, Any]:
    rows = Shortage.objects.filter(batch__paper_id=paper_id, found_at__isnull=False)
    return rows.order_by("number").values_list("number").distinct()


_SHORT: Question[tuple[str, str, datetime | None]] = Question(
    lambda paper_id: (
        _OPEN.filter(batch__paper_id=paper_id).order_by("number").values_list("number", "batch__code", "struck_at")
    )
)
_FOUND: Question[tuple[str]] = Question(_numbers_found)
_OF_BATCH = Question(lambda batch_id: Shortage.objects.filter(batch_id=batch_id).order_by("pk"))


def shortages_of_batch(batch_id: int) -> list[Shortage]:
    """List what was ever missing from a batch, in the order in which it was noticed."""
    return _OF_BATCH.ask(batch_id=batch_id)


def shortages_at(paper_id: int, centre_uai: str) -> list[Shortage]:
    """List what was ever missing from the batches of a paper in one centre, the last noticed first."""
    rows = Shortage.objects.select_related("batch").filter(batch__paper_id=paper_id, batch__centre_uai=centre_uai)
    return list(rows.order_by("-pk"))


def find_shortage(shortage_id: int, paper_id: int, centre_uai: str) -> Shortage | None:
    """Fetch a shortage of a paper in one of its centres, with its batch; another's is not found."""
    place = {"batch__paper_id": paper_id, "batch__centre_uai": centre_uai}
    return Shortage.objects.select_related("batch").filter(pk=shortage_id, **place).first()


def open_shortage(number: str) -> Shortage | None:
    """Fetch what is said of a script that is missing from its batch now, with the batch."""
    return _OPEN.select_related("batch").filter(number=number).first()


def numbers_short(paper_id: int) -> dict[str, str]:
    """Map the numbers of a paper that are missing from their batch now, ascending, to it; to nothing without a line."""
    return {number: "" if struck_at else code for number, code, struck_at in _SHORT.ask(paper_id=paper_id)}


def short_among(numbers: Collection[str]) -> set[str]:
    """Say which of some numbers are missing from their batch now."""
    return set(_OPEN.filter(number__in=numbers).values_list("number", flat=True)) if numbers else set()


def short_by_batch(codes: Collection[str]) -> dict[str, list[str]]:
    """Map those of some batches from which a script is missing now to the numbers missing, ascending."""
    short: dict[str, list[str]] = {}
    rows = _OPEN.filter(batch__code__in=codes).order_by("number") if codes else _OPEN.none()
    for code, number in rows.values_list("batch__code", "number"):
        short.setdefault(code, []).append(number)
    return short


def found_short(paper_id: int) -> list[str]:
    """List the numbers of a paper that were missing from their batch and were found, ascending, each once."""
    return [number for (number,) in _FOUND.ask(paper_id=paper_id)]


def undecided_rows() -> QuerySet[Shortage]:
    """Find the scripts missing from their batch of which nobody has decided yet."""
    return _OPEN.filter(decided_at__isnull=True)


def count_undecided_short(paper_id: int) -> int:
    """Count the scripts of a paper missing from their batch of which nobody has decided yet."""
    return undecided_rows().filter(batch__paper_id=paper_id).count()


def unchecked_lines(batch_id: int) -> list[BatchScript]:
    """List the lines of an envelope whose script was not seen yet, in the order of its mark sheet."""
    return list(BatchScript.objects.filter(batch_id=batch_id, check_made=Check.NOT_YET).order_by("position"))


def lines_short(batch_id: int) -> set[str]:
    """List the numbers that have a line on the mark sheet of a batch and no script there."""
    return set(_OPEN.filter(batch_id=batch_id, struck_at__isnull=True).values_list("number", flat=True))


def lines_given_up(batch_id: int) -> list[Shortage]:
    """List what is said of the lines of a mark sheet whose script is missing, and of which the office decided."""
    rows = _OPEN.filter(batch_id=batch_id, struck_at__isnull=True, decided_at__isnull=False)
    return list(rows.select_related("batch").order_by("number"))


def struck_lines(batch: Batch) -> list[Shortage]:
    """List the lines that were struck since the sheet of a batch was printed, and that are struck still, by rank."""
    struck = [row for row in shortages_of_batch(batch.pk) if row.struck_at and not row.back_in]
    return sorted((row for row in struck if _is_on(row, batch)), key=lambda row: row.position)


def _is_on(row: Shortage, batch: Batch) -> bool:
    """Say whether the sheet that was printed last has the line of a script that is missing."""
    return batch.printed_at is not None and row.struck_at is not None and batch.printed_at <= row.struck_at


def hold_batch_of(row: Shortage) -> Batch:
    """Fetch the batch of a shortage, held until the end of the transaction, be it unmade."""
    return Batch.objects.select_for_update(of=("self",), no_key=True).get(pk=row.batch_id)


def place_of(batch: Batch) -> Spot:
    """Name the place where a batch is now: with its marker, or at its centre."""
    return Spot(Place.MARKER, batch.taker) if batch.is_out else Spot(Place.MARKING_CENTRE, batch.centre_uai)


def takes_back(row: Shortage, batch: Batch) -> bool:
    """Say whether a script whose line was struck goes back into its envelope: none had it, and the sheet has its line.

    A sheet printed since has the other lines, counted anew.
    """
    stands = batch.unmade_at is None and not batch.taker
    return stands and batch.printed_at is not None and batch.printed_at <= row.noted_at
