"""Lines referred to the exam office: those that wait, and what was answered."""

from collections import Counter
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Count, IntegerField, QuerySet, Value

from massicot.batches import queries as batches
from massicot.marks import models
from massicot.marks.models import AskedShare
from massicot.marks.rules.referrals import ReferralAnswer, kind_of_value
from massicot.scripts.rules import ScriptKind
from massicot.store.prepared import Question

Referral = models.Referral
"""The row that the desks are handed and may name; the table itself is imported by this area only."""


class Reported(NamedTuple):
    """What became of a line the last time that it was referred, what would have stood there, and how often it was."""

    answer: str
    value: str
    times: int

    @property
    def is_waiting(self) -> bool:
        return self.answer == ReferralAnswer.WAITING


def waiting_referrals(batch_id: int) -> QuerySet[Referral]:
    """Find the lines of a batch that wait for an answer of the office, ascending."""
    return Referral.objects.filter(batch_id=batch_id, answer=ReferralAnswer.WAITING).order_by("number")


def referrals_of(batch_id: int) -> list[Referral]:
    """List the lines of a batch that were referred, in the order in which they were."""
    return REFERRALS.ask(batch_id=batch_id)


def referrals_of_line(batch_id: int, number: str) -> list[Referral]:
    """List what was said of a line of a batch, each time that it was referred.

    The number may be any text that somebody sends: it is compared here, and asked of no database.
    """
    return [row for row in Referral.objects.filter(batch_id=batch_id).order_by("pk") if row.number == number]


def reported_lines(batch_id: int) -> dict[str, Reported]:
    """Map the lines of a batch that were ever referred to the last time of each."""
    rows = referrals_of(batch_id)
    times = Counter(row.number for row in rows)
    return {row.number: Reported(row.answer, row.value, times[row.number]) for row in rows}


def referral_by_id(referral_id: int, paper_id: int) -> Referral | None:
    """Fetch a referral of a paper with its batch; another paper's is not found."""
    return Referral.objects.select_related("batch").filter(pk=referral_id, batch__paper_id=paper_id).first()


def waiting_on_paper(paper_id: int) -> QuerySet[Referral]:
    """Find the lines of a paper that wait for an answer, with their batch, the longest waiting first."""
    rows = Referral.objects.filter(batch__paper_id=paper_id, answer=ReferralAnswer.WAITING)
    return rows.select_related("batch").order_by("pk")


def waiting_by_paper(paper_ids: Collection[int]) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """Count by paper what waits for the office: lines referred, scripts withdrawn; and the share that is typed twice.

    One question for all three: the home page asks no more than twenty.
    """
    counts = Counter[int](), Counter[int](), Counter[int]()
    for what, paper_id, count in _WAITING.ask(paper_ids=list(paper_ids)) if paper_ids else ():
        counts[what][paper_id] = count
    return counts


def _waiting(paper_ids: Collection[int]) -> QuerySet[Any, Any]:
    rows = Referral.objects.filter(batch__paper_id__in=paper_ids, answer=ReferralAnswer.WAITING)
    lines = rows.order_by().values("batch__paper_id").annotate(count=Count("pk"))
    fields = ("what", "batch__paper_id", "count")
    first, *others = [
        asked.annotate(what=Value(what, IntegerField())).values_list(*fields)
        for what, asked in enumerate((lines, batches.undecided_by_paper(paper_ids)))
    ]
    twice = AskedShare.objects.filter(paper__in=paper_ids, percent__gt=0).order_by()
    others.append(twice.annotate(what=Value(2, IntegerField())).values_list("what", "paper_id", "percent"))
    asked: QuerySet[Any, Any] = first.union(*others, all=True)
    return asked


REFERRALS = Question(lambda batch_id: Referral.objects.filter(batch_id=batch_id).order_by("pk"))
"""The lines of a batch that were referred, in the order in which they were."""

_WAITING: Question[tuple[int, int, int]] = Question(_waiting)
_MARKER_RIGHT = Question(
    lambda paper_id: Referral.objects.filter(batch__paper_id=paper_id, answer=ReferralAnswer.MARKER_RIGHT).order_by(
        "pk"
    )
)


def corrected_items(paper_id: int) -> list[tuple[str, ScriptKind, ScriptKind]]:
    """List the items that the office found to be other than the register says: number, in the register, in fact."""
    rows = _MARKER_RIGHT.ask(paper_id=paper_id)
    answered = [(row.number, ScriptKind(row.item), kind_of_value(row.value)) for row in rows]
    return answered + batches.corrected_withdrawn(paper_id)
