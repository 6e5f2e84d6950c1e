"""What the office has under way on several papers, asked in one statement: the home page shows it for all of them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Expression, F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from massicot.results.models import GapDecision, ScriptLifting, Statement
from massicot.store.prepared import Question


class _Matter(StrEnum):
    REASON = "reason"
    WAITING = "waiting"
    STATEMENT = "statement"


class Waiting(NamedTuple):
    """One script proposed to be lifted, and by whom."""

    number: str
    proposed_by: str


@dataclass(slots=True)
class Matters:
    """Of one paper: its decided gaps by key, each with the reason; the scripts that wait for a second person.

    `has_statements` says whether a statement of it was drawn up.
    """

    reasons: dict[str, str] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    has_statements: bool = False


def matters_of(paper_ids: Collection[int]) -> dict[int, Matters]:
    """Map each of some papers to what the office has under way on it."""
    found = {paper_id: Matters() for paper_id in paper_ids}
    for matter, paper_id, one, other in _MATTERS.ask(paper_ids=list(found)) if found else ():
        if matter == _Matter.REASON:
            found[paper_id].reasons[one] = other
        elif matter == _Matter.WAITING:
            found[paper_id].waiting.append(Waiting(one, other))
        else:
            found[paper_id].has_statements = True
    return found


def _rows(paper_ids: Collection[int]) -> QuerySet[Any, Any]:
    open_ones = ScriptLifting.objects.filter(lifted_at__isnull=True, withdrawn_at__isnull=True)
    parts = (
        (_Matter.REASON, GapDecision.objects.all(), F("key"), F("reason")),
        (_Matter.WAITING, open_ones, F("number"), F("proposed_by")),
        (_Matter.STATEMENT, Statement.objects.filter(issue=1).order_by().distinct(), Value(""), Value("")),
    )
    first, *others = (
        rows.filter(paper_id__in=paper_ids).values_list(Value(matter.value), "paper_id", _text(one), _text(other))
        for matter, rows, one, other in parts
    )
    return first.union(*others, all=True)


def _text(words: Expression | F) -> Cast:
    return Cast(words, TextField())


_MATTERS: Question[tuple[str, int, str, str]] = Question(_rows)
