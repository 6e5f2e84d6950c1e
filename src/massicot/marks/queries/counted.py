"""What of the marking is paid: lines counted by paper, centre and author, of locked batches; numbers and nothing else.

A line counts once its batch is locked, for whoever gave its mark: where two marked one batch, each has their own, and
what the office wrote in a marker's place is that marker's. AB is no marking and never counts; it is all that stands on
the line of an absent candidate. A line that was struck or withdrawn holds nothing any more, and what is typed a second
time is kept apart: neither is here. A mark that was signed counts though its script was lost after. A batch that is
opened again counts for nobody until it is locked anew.

No code of a batch, no specialty and no instant leaves this file: what is paid says nothing of who marked which script.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from massicot.batches import queries as batches
from massicot.core.marks import Code
from massicot.marks.models import Lock, Mark
from massicot.marks.queries.progress import without_lock


@dataclass(frozen=True, slots=True)
class CountedLines:
    """How many lines of a paper somebody marked in a centre; `blanks` of these `marks` are CB.

    `author` is the identifier of a marker in the session of the paper.
    """

    paper_id: int
    centre_uai: str
    author: str
    marks: int
    blanks: int


def counts_of_paper(paper_id: int) -> list[CountedLines]:
    """Count the lines of a paper by centre and author."""
    return _counted(Mark.objects.filter(batch__paper_id=paper_id))


def counts_of_session(session_id: int) -> list[CountedLines]:
    """Count the lines of a session by paper, centre and author."""
    return _counted(Mark.objects.filter(batch__paper__session_id=session_id))


def counts_of_author(session_id: int, author: str) -> list[CountedLines]:
    """Count the lines of one marker of a session by paper and centre."""
    return _counted(Mark.objects.filter(batch__paper__session_id=session_id, author=author))


def unlocked_of(paper_id: int, centre_uai: str) -> Mapping[str, int]:
    """Count by author the batches of a paper in a centre that wait for their lock, before all that they marked counts.

    Theirs is a batch that they have or had last, and one in which a mark of theirs stands.
    """
    rows = without_lock(batches.rows_of_papers([paper_id]).filter(centre_uai=centre_uai)).order_by()
    takers = rows.filter(taker__gt="").values_list("taker", "pk")
    authors = Mark.objects.filter(batch__in=rows.values("pk")).values_list("author", "batch_id")
    return Counter(author for author, _ in takers.union(authors))


def _counted(lines: QuerySet[Mark]) -> list[CountedLines]:
    is_locked = Exists(Lock.objects.filter(batch=OuterRef("batch")))
    places = ("batch__paper_id", "batch__centre_uai", "author")
    groups: QuerySet[Any, Any] = (
        lines.filter(is_locked, batch__unmade_at__isnull=True)
        .exclude(code=Code.ABSENT)
        .order_by(*places)
        .values_list(*places)
        .annotate(marks=Count("pk"), blanks=Count("pk", filter=Q(code=Code.BLANK)))
    )
    return [CountedLines(*row) for row in groups]
