"""How far a paper has come: what each area holds of it, added up for the rules of what may still change."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from massicot.batches import queries as batches
from massicot.consignments import queries as consignments
from massicot.exams import queries as exams
from massicot.exams.rules.editing import PaperProgress
from massicot.marks import queries as marks
from massicot.store.prepared import Question


def progress_of(paper: exams.Paper) -> PaperProgress:
    """Ask each area what it holds of a paper."""
    (row,) = _HELD.ask(paper_id=paper.pk)
    return PaperProgress(**dict(zip(_NAMES, map(bool, row), strict=True)))


_NAMES: dict[str, Callable[[], Any]] = {
    "has_parcels": consignments.has_parcels,
    "has_sheets": batches.has_sheets,
    "has_batches": batches.has_batches,
    "has_hand_outs": batches.has_hand_outs,
    "has_marks": marks.has_marks,
    "has_locks": marks.has_locks,
}


def _held(paper_id: int) -> QuerySet[Any, Any]:
    return exams.paper_rows(paper_id).values_list(*(condition() for condition in _NAMES.values()))


_HELD: Question[tuple[Any, ...]] = Question(_held)
