"""Batches of a paper that are back and locked, received at the exam office and put into boxes: rows for what comes before."""

from collections.abc import Iterator

import batched
import opened
from django.db import transaction
from opened import AT

from massicot.batches.models import Batch
from massicot.consignments.models import ReturnContent, ReturnParcel
from massicot.consignments.rules.returns import ReturnCounts, counts_in
from massicot.core import codes
from massicot.custody.models import Event, Item
from massicot.marks import queries as marks
from massicot.marks.models import Lock
from massicot.rehearsal import world
from massicot.scripts.rules import cell_of
from massicot.shelves import services
from massicot.shelves.models import SheetReceipt
from massicot.shelves.queries.boxes import to_box
from massicot.shelves.queries.sheet_boxes import sheets_in_no_box
from massicot.shelves.rules.boxes import BoxChoice
from massicot.shelves.rules.sheet_boxes import SheetChoice
from massicot.store.writes import insert_rows

PER_PARCEL, PER_BOX, SPECIALTIES = 100, 500, 40
_ITEM = ("kind", "ref", "place", "place_ref", "inside", "cell", "since")
_CONTENT = ("parcel", "kind", "ref", "specialty_code", "count", "tick", "was_missing", "was_aside", "reason")
_RECEIPT = ("sheet", "given_up", "noted_at", "noted_by")
_MOVED = ("kind", "ref", "act", "from_place", "from_ref", "to_place", "to_ref", "inside", "count", "seal", "at", "by")


def build(scripts: int):
    """Make batches of fifty up, locked, all received at the office; give their paper."""
    opened.open_session(centres=1, candidates=10)
    paper = opened.paper()
    rows = [(codes.number_of(rank), f"9{rank % SPECIALTIES:04d}", "written") for rank in range(scripts)]
    batch_of = batched.make_up(paper, rows, AT, AT, is_thick=False)
    here = ("marking-centre", batched.MARKING_CENTRE)
    with transaction.atomic():
        insert_rows(
            Item,
            _ITEM,
            (("script", number, *here, batch_of[number], cell_of(paper.pk, cell), AT) for number, cell, _ in rows),
        )
        insert_rows(Item, _ITEM, (("batch", code, *here, "", "", AT) for code in sorted(set(batch_of.values()))))
        assert receive(paper, AT) == scripts
    return paper


def receive(paper, at) -> int:
    """Let every locked batch of a paper lie in the office, come in parcels of a hundred; count the scripts."""
    finished = list(Batch.objects.filter(paper=paper, pk__in=Lock.objects.values("batch")).order_by("code"))
    for rank, first in enumerate(range(0, len(finished), PER_PARCEL), 1):
        _receive(paper, finished[first : first + PER_PARCEL], rank, at)
    codes = [batch.code for batch in finished]
    there = {"place": "office", "place_ref": "", "since": at}
    Item.objects.filter(kind="batch", ref__in=codes).update(inside="", **there)
    Item.objects.filter(kind="script", inside__in=codes).update(**there)
    return sum(batch.size for batch in finished)


def box_all(paper, at) -> list[str]:
    """Put all that is received into boxes, as one act does it; give their codes."""
    received = to_box(paper)
    choice = BoxChoice(specialties=sorted({thing.specialty_code for thing in received}), fits=PER_BOX)
    counted: ReturnCounts = counts_in([(thing.kind, thing.count) for thing in received])
    return services.make_boxes(paper=paper, choice=choice, counted=counted, by=world.CASEWORKER, at=at)


def box_sheets(paper, at) -> str:
    """Receive every mark sheet that was printed and put all into one box, as one act does it; give its code."""
    printed = marks.printed_sheets(paper.pk).values_list("pk", flat=True)
    insert_rows(SheetReceipt, _RECEIPT, ((sheet, "", at, "bench") for sheet in printed))
    waiting = sheets_in_no_box(paper)
    choice = SheetChoice(first=waiting.first, last=waiting.last, counted=waiting.count)
    return services.box_sheets(paper=paper, choice=choice, by=world.CASEWORKER, at=at)[0]


def shelve_all(paper, codes, at) -> None:
    """Put boxes on shelves, twenty to each."""
    for rank, first in enumerate(range(0, len(codes), 20)):
        some, shelf = codes[first : first + 20], f"cellar / rack {rank}"
        services.shelve_boxes(paper=paper, boxes=some, shelf=shelf, by=world.CASEWORKER, at=at)


def _receive(paper, batches, rank, at) -> None:
    parcel = ReturnParcel.objects.create(
        code=f"P-{paper.session.code}-{paper.code}-{batches[0].centre_uai}-R{rank}",
        paper=paper,
        centre_uai=batches[0].centre_uai,
        envelopes=len(batches),
        announced=sum(batch.size for batch in batches),
        made_at=at,
        made_by="bench",
        sent_at=at,
        sent_by="bench",
        carrier="Messageries",
        arrived_at=at,
        received_by="bench",
        closed_at=at,
    )
    insert_rows(ReturnContent, _CONTENT, _lines(parcel, batches))
    insert_rows(Event, _MOVED, _moves(parcel, batches, at))


def _lines(parcel, batches) -> Iterator[tuple]:
    for batch in batches:
        yield parcel.pk, "batch", batch.code, batch.specialty_code, batch.size, "received", False, False, ""


def _moves(parcel, batches, at) -> Iterator[tuple]:
    origin = ("marking-centre", parcel.centre_uai)
    for batch in batches:
        yield "batch", batch.code, "ticked", *origin, "office", "", "", batch.size, "", at, "bench"
