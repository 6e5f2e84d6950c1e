"""Reads of the mark sheets that lie in boxes at the exam office, or in none yet."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from massicot.exams.queries import Paper
from massicot.marks import queries as marks
from massicot.marks.rules.keyings import Keying
from massicot.shelves.models import SheetReceipt
from massicot.shelves.queries.sheets import TO_BOX, is_in_state, sheets_of
from massicot.shelves.rules.sheet_boxes import BoxedSheets, SheetToBox
from massicot.shelves.rules.sheets import SheetState

_IN_NO_BOX = Q(given_up="", box=None)


def sheets_to_box(paper: Paper) -> list[SheetToBox]:
    """List the received sheets of a paper that lie in no box, by number of their batches."""
    return [
        SheetToBox(
            sheet_id=sheet.pk,
            rank=sheet.rank,
            batch=sheet.batch_code,
            printing=sheet.issue,
            is_second=sheet.keying == Keying.SECOND,
            identifier=sheet.identifier,
            is_standing=sheet.state == SheetState.STANDING,
        )
        for sheet in sheets_of(paper.pk).filter(is_in_state(TO_BOX))
    ]


def sheets_in_no_box(paper: Paper) -> BoxedSheets:
    """Count the received sheets of a paper that lie in no box, from which number of batch to which."""
    rows = SheetReceipt.objects.filter(_IN_NO_BOX, sheet__batch__paper=paper)
    return _told(rows.aggregate(**_spans([paper.pk])))


def sheets_in_boxes(box_ids: Collection[int], paper_ids: Collection[int]) -> dict[int, BoxedSheets]:
    """Map boxes of some papers to the sheets in each, by the row of the box."""
    rows: QuerySet[Any] = SheetReceipt.objects.filter(box__in=box_ids).order_by()
    counted: QuerySet[Any, Any] = rows.values("box_id").annotate(**_spans(paper_ids))
    return {row["box_id"]: _told(row) for row in counted}


def count_sheets_to_box_by_paper() -> QuerySet[Any]:
    """Count by paper (`paper_id`, `sheets`) the received sheets that lie in no box."""
    rows: QuerySet[Any] = SheetReceipt.objects.filter(_IN_NO_BOX).annotate(paper_id=F("sheet__batch__paper_id"))
    counted: QuerySet[Any] = rows.order_by().values("paper_id").annotate(sheets=Count("pk"))
    return counted


def _spans(paper_ids: Collection[int]) -> dict[str, Any]:
    is_apart = ~Q(sheet__in=marks.standing_sheets(paper_ids))
    rank = "sheet__batch__sequence"
    return {"first": Min(rank), "last": Max(rank), "count": Count("pk"), "apart": Count("pk", filter=is_apart)}


def _told(row: dict[str, Any]) -> BoxedSheets:
    return BoxedSheets(**{key: row[key] or 0 for key in ("first", "last", "count", "apart")})
