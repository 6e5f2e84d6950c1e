"""What the home page of the office tells of people called, of every session at work, beside another statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet, Subquery, Sum

from massicot.missions import models
from massicot.missions.queries import uncalled
from massicot.missions.queries.followed import FollowedCount, followed_beside
from massicot.missions.queries.missions import rows_lacking
from massicot.persons.queries.lists import addresses_asked


@dataclass(frozen=True, slots=True)
class LackingCount:
    """How many missions to come have too few persons, how many they lack, when the first one begins."""

    missions: int
    persons: int
    begins_at: datetime | None


@dataclass(frozen=True, slots=True)
class CalledCount:
    """All that is counted of people called."""

    followed: FollowedCount
    lacking: LackingCount
    uncalled: int
    """Persons who mark without being called."""
    asking: int = 0
    """Persons who ask to be written to at another address."""


def beside(now: datetime) -> dict[str, Subquery]:
    """Write what is counted of people called as values of another statement."""
    # One row for all: the sessions at work have no date of their archive.
    rows = rows_lacking(now).order_by().values("session__archived_at")
    lacking = {name: Subquery(rows.annotate(counted=count).values("counted")[:1]) for name, count in _LACKING.items()}
    return followed_beside(now) | lacking | {"uncalled": uncalled.count_beside(), "asking": addresses_asked()}


def count_called(values: Mapping[str, Any]) -> CalledCount:
    """Read what was asked beside another statement, or alone."""
    counts = {name: values.get(name) or 0 for name in FollowedCount.__dataclass_fields__}
    lacking = LackingCount(values.get("lists") or 0, values.get("lacked") or 0, values.get("first_at") or None)
    return CalledCount(FollowedCount(**counts), lacking, values.get("uncalled") or 0, values.get("asking") or 0)


def alone(counts: Mapping[str, Subquery]) -> QuerySet[models.Mission, Any]:
    """Write what is asked beside another statement as one of its own, of one row of values; no mission, no row."""
    rows: Any = models.Mission.objects.order_by("pk").annotate(**counts)
    values: QuerySet[models.Mission, Any] = rows.values_list(*counts)[:1]
    return values


_LACKING = {"lists": Count("pk"), "lacked": Sum("lacking"), "first_at": Min("begins_at")}
