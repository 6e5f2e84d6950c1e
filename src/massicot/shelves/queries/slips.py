"""Reads of slips to fetch: which scripts wait and where each lies, which are out and to whom, which are missing."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from massicot.batches import queries as batches
from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place, Spot
from massicot.exams.queries import Paper
from massicot.shelves.models import BoxContent, FetchSlip
from massicot.shelves.rules.slips import AWAY, OPEN, SlipState

OFFICE = Spot(Place.OFFICE)
Slip = FetchSlip
"""The row that pages are handed; the table itself is imported by this area only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptHome:
    """Where a script belongs: its batch if it has one, their box and the shelf of that, if they lie in one.

    `paper_id` is that of the box, `since` when the box stands there; `is_there`: the script lies there now.
    """

    number: str
    batch: str
    box: str
    paper_id: int
    spot: Spot
    since: datetime | None
    is_there: bool

    @property
    def inside(self) -> str:
        """Say in what it lies there."""
        return self.batch or self.box

    @property
    def shelf(self) -> str:
        """Say on which shelf; empty in the office."""
        return self.spot.ref


def slips_of(paper: Paper, *states: SlipState) -> list[FetchSlip]:
    """List the slips of a paper in some states, in the order of the numbers."""
    return list(FetchSlip.objects.filter(paper=paper, state__in=states).order_by("number", "pk"))


def open_slip_of(number: str) -> FetchSlip | None:
    """Fetch the slip of a script that waits, is out or is missing."""
    return FetchSlip.objects.filter(number=number, state__in=OPEN).first()


def numbers_missing(paper: Paper) -> list[str]:
    """List the scripts of a paper that were to be fetched and are not in their boxes."""
    return [slip.number for slip in slips_of(paper, SlipState.MISSING)]


def count_away(paper_ids: Collection[int]) -> Counter[str]:
    """Count by batch, or by number of a script in no batch, the scripts of papers that are out or missing."""
    slips = FetchSlip.objects.filter(paper__in=paper_ids, state__in=AWAY).order_by()
    numbers = list(slips.values_list("number", flat=True))
    batch_of = batches.codes_of_numbers(numbers)
    return Counter(batch_of.get(number, number) for number in numbers)


def open_slips() -> QuerySet[FetchSlip]:
    """Find the slips that have no end, of all papers."""
    return FetchSlip.objects.filter(state__in=OPEN).order_by()


def homes_of(numbers: Collection[str]) -> dict[str, ScriptHome]:
    """Map scripts to where each belongs at the exam office, however many they are; none whose batch is not there."""
    batch_of = batches.codes_of_numbers(numbers)
    refs = {*numbers, *batch_of.values()}
    contents = BoxContent.objects.filter(ref__in=refs).select_related("box").order_by("pk")
    box_of = {row.ref: row.box for row in contents}
    boxes = ledger.spots_of(ItemKind.BOX, {box.code for box in box_of.values()})
    holders = boxes | ledger.spots_of(ItemKind.BATCH, set(batch_of.values()))
    items = ledger.spots_of(ItemKind.SCRIPT, numbers)
    homes: dict[str, ScriptHome] = {}
    for number in numbers:
        batch = batch_of.get(number, "")
        box = box_of.get(batch or number)
        inside = batch or (box.code if box else "")
        spot = _spot_of(holders.get(inside)) if inside else OFFICE
        if spot is not None:
            homes[number] = ScriptHome(
                number=number,
                batch=batch,
                box=box.code if box else "",
                paper_id=box.paper_id if box else 0,
                spot=spot,
                since=boxes[box.code].since if box else None,
                is_there=_lies(items.get(number), spot, inside),
            )
    return homes


def unboxed(numbers: Sequence[str]) -> list[str]:
    """List those of some scripts that belong into no box, as when theirs was opened, in the order given."""
    homes = homes_of(numbers)
    return [number for number in numbers if number not in homes or not homes[number].box]


def _spot_of(item: Any) -> Spot | None:
    return Spot(Place(item.place), item.place_ref) if item and item.place in (Place.OFFICE, Place.SHELF) else None


def _lies(item: Any, spot: Spot, inside: str) -> bool:
    return item is not None and (Spot(Place(item.place), item.place_ref), item.inside) == (spot, inside)
