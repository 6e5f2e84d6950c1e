"""How many letters hold, of how many it is known that their readers know, and what is known of those of one person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery

from massicot.missions import models
from massicot.missions.queries.convocations import with_known
from massicot.missions.rules import ConvocationState


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
    counts = _followed_rows(now, run_id).aggregate(**_FOLLOWED)
    return FollowedCount(**counts)


def followed_by_run(session_id: int, now: datetime) -> dict[int, FollowedCount]:
    """Count the same of each run of a session; a run that has none of these letters is left out."""
    rows = _followed_rows(now, None).filter(run__session_id=session_id).order_by().values("run_id")
    counted = rows.annotate(**{f"{name}_count": count for name, count in _FOLLOWED.items()})
    return {
        row["run_id"]: FollowedCount(**{name: row[f"{name}_count"] for name in _FOLLOWED})
        for row in counted.values("run_id", *(f"{name}_count" for name in _FOLLOWED))
    }


def followed_beside(now: datetime) -> dict[str, Subquery]:
    """Write what `count_followed` counts of every session at work as values of another statement."""
    rows = _followed_rows(now, None).order_by().values("state")
    return {name: Subquery(rows.annotate(counted=count).values("counted")[:1]) for name, count in _FOLLOWED.items()}


def standing_letters(person_id: int) -> QuerySet[Any]:
    """Find the letters of a person that no other took the place of, the last day first, each with its `standing`."""
    rows = models.Convocation.objects.filter(assignment__person_id=person_id).exclude(state=ConvocationState.REPLACED)
    return with_known(rows).select_related("assignment__mission").order_by("-starts_at", "-pk")


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
