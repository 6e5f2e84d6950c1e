"""How many letters hold, of how many it is known that their readers know, and what is known of those of one person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery

from massicot.missions import models
from massicot.missions.queries.standing import with_known
from massicot.missions.rules import ConvocationState
from massicot.store.prepared import Question


@dataclass(frozen=True, slots=True)
class FollowedCount:
    """How many letters hold, how many of their readers are known to know, how many came back."""

    valid: int
    known: int
    back: int
    absent: int = 0
    """Readers who say that they cannot come."""
    unreached: int = 0
    """Readers of whom their head says that they are not reached, and of whom nobody knows more since."""

    @property
    def unknown(self) -> int:
        """Count the letters of which nobody knows whether their reader knows."""
        return self.valid - self.known


def count_followed(now: datetime, run_id: int | None = None) -> FollowedCount:
    """Count the letters that hold and are not over, of one run or of every session at work, in one statement."""
    # All of them are in one state: they hold.
    for _, *counts in _OF_ALL.ask(now=now, run_id=run_id):
        return FollowedCount(*counts)
    return FollowedCount(0, 0, 0)


def followed_by_run(session_id: int, now: datetime) -> dict[int, FollowedCount]:
    """Count the same of each run of a session; a run that has none of these letters is left out."""
    return {run_id: FollowedCount(*counts) for run_id, *counts in _BY_RUN.ask(session_id=session_id, now=now)}


def followed_beside(now: datetime) -> dict[str, Subquery]:
    """Write what `count_followed` counts of every session at work as values of another statement."""
    rows = _followed_rows(now, None).order_by().values("state")
    return {name: Subquery(rows.annotate(counted=count).values("counted")[:1]) for name, count in _FOLLOWED.items()}


def standing_letters(person_id: int) -> list[Any]:
    """List the letters of a person that no other took the place of, the last day first, each with its `standing`."""
    return _OF_PERSON.ask(person_id=person_id)


def _followed_rows(now: datetime, run_id: int | None) -> QuerySet[Any]:
    rows = models.Convocation.objects.filter(state=ConvocationState.VALID, ends_at__gt=now)
    rows = rows.filter(run__session__archived_at=None) if run_id is None else rows.filter(run_id=run_id)
    return with_known(rows)


_FOLLOWED = {
    "valid": Count("pk"),
    "known": Count("pk", filter=Q(is_known=True)),
    "back": Count("pk", filter=Q(is_back=True)),
    "absent": Count("pk", filter=Q(is_absent=True)),
    "unreached": Count("pk", filter=Q(is_unreached=True, is_known=False, is_touched=False)),
}


def _counted(rows: QuerySet[Any], by: str) -> QuerySet[Any, Any]:
    # Not by the names alone: a letter has some of them already.
    counts = {f"{name}_count": count for name, count in _FOLLOWED.items()}
    counted: QuerySet[Any, Any] = rows.order_by().values(by).annotate(**counts).values_list(by, *counts)
    return counted


def _of_person(person_id: int) -> QuerySet[Any]:
    rows = models.Convocation.objects.filter(assignment__person_id=person_id).exclude(state=ConvocationState.REPLACED)
    return with_known(rows).select_related("assignment__mission").order_by("-starts_at", "-pk")


_OF_ALL: Question[tuple[Any, ...]] = Question(lambda now, run_id: _counted(_followed_rows(now, run_id), "state"))
_BY_RUN: Question[tuple[Any, ...]] = Question(
    lambda session_id, now: _counted(_followed_rows(now, None).filter(run__session_id=session_id), "run_id")
)
_OF_PERSON: Question[Any] = Question(_of_person)
