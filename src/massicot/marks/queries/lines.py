"""Reads of the saved lines of a whole paper, and of what was changed in them."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from massicot.core.marks import Code, Entered
from massicot.marks.models import Lock, Mark, MarkChange, Referral, SecondMark
from massicot.marks.queries.sheets import read_entered
from massicot.marks.rules import ReferralAnswer, Totals
from massicot.store.prepared import Question


def _totals(paper_id: int) -> QuerySet[Mark, Any]:
    rows = Mark.objects.filter(batch__paper_id=paper_id).order_by("batch__code").values_list("batch__code")
    return rows.annotate(
        numeric=Count("hundredths"),
        total=Coalesce(Sum("hundredths"), 0),
        absent=Count("pk", filter=Q(code=Code.ABSENT)),
        blank=Count("pk", filter=Q(code=Code.BLANK)),
        lowest=Min("hundredths"),
        highest=Max("hundredths"),
    )


_TOTALS: Question[tuple[Any, ...]] = Question(_totals)
_CORRECTED: Question[tuple[str]] = Question(
    lambda paper_id: MarkChange.objects.filter(batch__paper_id=paper_id, entered_by="").values_list("number")
)


def totals_by_batch(paper_id: int) -> dict[str, Totals]:
    """Add up what is saved of each batch of a paper, in the database; a batch without a mark is left out."""
    return {code: Totals(*totals) for code, *totals in _TOTALS.ask(paper_id=paper_id)}


def marks_of(paper_id: int) -> dict[str, Entered]:
    """Map each number of a paper to what is saved on its line."""
    rows = Mark.objects.filter(batch__paper_id=paper_id).values_list("number", "hundredths", "code")
    return {number: read_entered(hundredths, code) for number, hundredths, code in rows.iterator(chunk_size=10_000)}


def signed_marks(paper_id: int, numbers: Collection[str]) -> dict[str, Entered]:
    """Map those of some numbers of a paper whose batch is locked to what is signed there."""
    is_locked = Exists(Lock.objects.filter(batch=OuterRef("batch")))
    rows = Mark.objects.filter(is_locked, batch__paper_id=paper_id, number__in=numbers)
    saved = rows.values_list("number", "hundredths", "code")
    return {number: read_entered(hundredths, code) for number, hundredths, code in saved}


def author_of_line(batch_id: int, number: str) -> str:
    """Name who typed what a line holds; empty when it holds nothing."""
    return Mark.objects.filter(batch_id=batch_id, number=number).values_list("author", flat=True).first() or ""


def is_written(batch_id: int, number: str) -> bool:
    """Say whether somebody gave a mark on a line, in either keying, or in what waits for an answer of the office."""
    line = {"batch_id": batch_id, "number": number}
    waiting = Referral.objects.filter(**line, answer=ReferralAnswer.WAITING)
    return Mark.objects.filter(**line).exists() or SecondMark.objects.filter(**line).exists() or waiting.exists()


def rows_coded(paper_id: int, code: Code) -> QuerySet[Mark]:
    """Find the lines of a paper that hold one code, to be compared by number with others."""
    return Mark.objects.filter(batch__paper_id=paper_id, code=code)


def rows_otherwise(paper_id: int, code: Code) -> QuerySet[Mark]:
    """Find the lines of a paper that hold a mark or another code, to be compared by number with others."""
    return Mark.objects.filter(batch__paper_id=paper_id).exclude(code=code)


def rows_marked(paper_id: int) -> QuerySet[Mark]:
    """Find the lines of a paper that hold a mark, to be compared by number with others."""
    return Mark.objects.filter(batch__paper_id=paper_id, hundredths__isnull=False)


def corrected_numbers(paper_id: int) -> list[str]:
    """List the numbers whose saved line its marker changed at least once, ascending."""
    return sorted({number for (number,) in _CORRECTED.ask(paper_id=paper_id)})


def changes_of(number: str) -> list[MarkChange]:
    """List the changes of one saved line, oldest first."""
    return list(MarkChange.objects.filter(number=number).order_by("pk"))
