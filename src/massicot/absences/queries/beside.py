"""How many absences the home page of the office tells, beside another statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Subquery

from massicot.absences import models
from massicot.absences.queries.absences import CAME, WAITS


@dataclass(frozen=True, slots=True)
class AbsenceCount:
    """How many absences wait for an answer, and in how many somebody came of whom the office has not taken note."""

    waiting: int
    came: int


def absences_beside() -> dict[str, Subquery]:
    """Write what is counted of absences, of every session at work, as values of another statement."""
    return {"away_waiting": _counted(_rows().filter(WAITS)), "away_came": _counted(_rows().filter(CAME))}


def count_absences(values: Mapping[str, Any]) -> AbsenceCount:
    """Read what was asked beside another statement, or alone."""
    return AbsenceCount(values.get("away_waiting") or 0, values.get("away_came") or 0)


def _rows() -> QuerySet[Any]:
    return models.Absence.objects.filter(assignment__mission__session__archived_at=None)


def _counted(rows: QuerySet[Any]) -> Subquery:
    # One row for all: the sessions at work have no date of their archive.
    counted = rows.order_by().values("assignment__mission__session__archived_at")
    return Subquery(counted.annotate(counted=Count("pk")).values("counted")[:1])
