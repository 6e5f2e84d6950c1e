"""Reads of the mark sheets that are destroyed of a paper: what lies in boxes, what a list names."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from massicot.custody import queries as ledger
from massicot.custody.rules import ItemKind, Place
from massicot.exams.queries import Paper
from massicot.shelves.models import DestructionList, KeptBox, ListedSheets, SheetReceipt
from massicot.shelves.queries.sheet_boxes import sheets_in_boxes
from massicot.shelves.rules.boxes import BoxKind
from massicot.shelves.rules.sheet_destruction import SheetsToDestroy

_DESTROYED = ledger.things_at(ItemKind.BOX, Place.DESTROYED)


def boxed_sheets(paper: Paper) -> list[SheetsToDestroy]:
    """List the boxes of mark sheets of a paper that are there, by code, with what lies in each."""
    is_gone = Exists(_DESTROYED.filter(ref=OuterRef("code")))
    rows = KeptBox.objects.filter(~is_gone, paper=paper, kind=BoxKind.SHEETS).order_by("code")
    boxes = dict(rows.values_list("pk", "code"))
    inside = sheets_in_boxes(boxes, [paper.pk])
    return [
        SheetsToDestroy(box=code, first=inside[pk].first, last=inside[pk].last, count=inside[pk].count)
        for pk, code in boxes.items()
    ]


def listed_sheets(row: DestructionList) -> list[SheetsToDestroy]:
    """List the boxes that a list of mark sheets names, by code."""
    return [
        SheetsToDestroy(box=line.box, first=line.first, last=line.last, count=line.count)
        for line in ListedSheets.objects.filter(of=row).order_by("box")
    ]


def is_changed_of_sheets(paper: Paper, row: DestructionList) -> bool:
    """Say whether the boxes of a paper hold other mark sheets than a list says."""
    return listed_sheets(row) != boxed_sheets(paper)


def count_boxed_sheets_by_paper() -> QuerySet[Any]:
    """Count by paper (`paper_id`, `sheets`) the mark sheets that lie in boxes and are not destroyed."""
    is_gone = Exists(_DESTROYED.filter(ref=OuterRef("box__code")))
    rows: QuerySet[Any] = SheetReceipt.objects.filter(~is_gone, box__isnull=False).annotate(paper_id=F("box__paper_id"))
    counted: QuerySet[Any] = rows.order_by().values("paper_id").annotate(sheets=Count("pk"))
    return counted
