"""How far the typing of batches is: lines saved, locks; in counts only."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from massicot.batches import queries as batches
from massicot.batches.queries import Batch, State
from massicot.marks.models import Lock, Mark, SecondMark


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the typing of one batch is."""

    lines: int
    saved: int
    is_locked: bool

    @property
    def remaining(self) -> int:
        """Count the lines still empty."""
        return self.lines - self.saved


def is_locked(batch_id: int) -> bool:
    """Say whether a batch is locked."""
    return Lock.objects.filter(batch_id=batch_id).exists()


def progress_of(batch_id: int) -> Progress:
    """Tell how far the typing of a batch is, in counts only."""
    lines = len(batches.numbers_of(batch_id))
    return Progress(lines, Mark.objects.filter(batch_id=batch_id).count(), is_locked(batch_id))


def has_marks(paper_id: int) -> bool:
    """Say whether a line of a paper is saved, in either keying of a batch that was not unmade."""
    typed = {"batch__paper_id": paper_id, "batch__unmade_at__isnull": True}
    return Mark.objects.filter(**typed).exists() or SecondMark.objects.filter(**typed).exists()


def has_locks(paper_id: int) -> bool:
    """Say whether a batch of a paper is locked."""
    return Lock.objects.filter(batch__paper_id=paper_id).exists()


def saved_lines() -> Coalesce:
    """Count the saved lines of each batch of a question, to sort by."""
    saved = Mark.objects.filter(batch=OuterRef("pk")).order_by().values("batch").annotate(count=Count("pk"))
    return Coalesce(Subquery(saved.values("count")), 0, output_field=IntegerField())


def with_locks(rows: QuerySet[Batch]) -> QuerySet[Any]:
    """Tell beside batches whether they are locked (`is_locked`)."""
    return rows.annotate(is_locked=Exists(Lock.objects.filter(batch=OuterRef("pk"))))


def counts_by_paper(centre_uais: Collection[str]) -> dict[tuple[str, int], Counter[tuple[State, bool]]]:
    """Count the batches of some marking centres by centre and paper, then by state and lock; one question for all."""
    fields = ("centre_uai", "paper_id", "state", "is_locked")
    rows = with_locks(batches.states_in(centre_uais)).values_list(*fields).annotate(count=Count("pk"))
    counts: dict[tuple[str, int], Counter[tuple[State, bool]]] = {}
    for uai, paper_id, state, locked, count in rows.order_by():
        counts.setdefault((uai, paper_id), Counter())[State(state), locked] = count
    return counts


def unlocked(rows: QuerySet[Batch]) -> QuerySet[Batch]:
    """Keep the batches that are not locked."""
    return rows.filter(~Exists(Lock.objects.filter(batch=OuterRef("pk"))))


def count_unfinished(rows: QuerySet[Batch]) -> int:
    """Count the batches with a line still to be saved; marks are counted for those that are not locked, no others."""
    sizes = dict(unlocked(rows).values_list("pk", "size"))
    saved = dict(Mark.objects.filter(batch__in=sizes).order_by("batch").values_list("batch").annotate(Count("pk")))
    return sum(saved.get(pk, 0) < size for pk, size in sizes.items())
