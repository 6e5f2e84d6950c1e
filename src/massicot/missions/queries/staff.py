"""Letters of the staff of institutions, for their heads: who is called when, who knows, who is not expected."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from massicot.missions import models
from massicot.missions.queries.convocations import with_known
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.runs import URGENT_WITHIN


def letters_of_staff(uai: str, now: datetime) -> list[Any]:
    """List the letters of the staff of an institution that are not over, by their first hour.

    Each with what is known of it, `is_known` and `is_absent`. Those that hold, and those that are cancelled as long as
    no other one calls the same person to the same mission: their head knows that nobody expects them any more.
    """
    called_again = models.Convocation.objects.filter(
        state=ConvocationState.VALID,
        assignment__mission=OuterRef("assignment__mission"),
        assignment__person=OuterRef("assignment__person"),
    )
    holds = Q(state=ConvocationState.VALID)
    ended = Q(state=ConvocationState.CANCELLED) & ~Exists(called_again)
    rows = models.Convocation.objects.filter(holds | ended, institution_uai=uai, ends_at__gt=now)
    people = with_known(rows).select_related("assignment__person", "assignment__mission")
    ordered = people.order_by("starts_at", "assignment__person__surname", "assignment__person__first_name", "pk")
    return list(ordered)


@dataclass(frozen=True, slots=True)
class UrgentLetter:
    """A letter that was written shortly before its day, and is to be handed over."""

    letter: models.Convocation
    is_unreached: bool
    """Whether its head said that its reader is not reached."""


def urgent_of_staff(uais: Collection[str], now: datetime) -> list[UrgentLetter]:
    """List the letters of the staff of institutions, written shortly before their day, of which nobody knows yet."""
    rows = models.Convocation.objects.filter(
        institution_uai__in=sorted(uais),
        state=ConvocationState.VALID,
        ends_at__gt=now,
        starts_at__lte=F("issued_at") + URGENT_WITHIN,
        run__session__archived_at=None,
    )
    open_ones = with_known(rows).filter(is_known=False).select_related("assignment__person")
    ordered = open_ones.order_by("starts_at", "assignment__person__surname", "assignment__person__first_name", "pk")
    return [UrgentLetter(row, row.is_unreached) for row in ordered]


def letter_of_staff(uai: str, code: str) -> models.Convocation | None:
    """Fetch a letter of the staff of an institution by its code."""
    rows = models.Convocation.objects.filter(institution_uai=uai, code=code)
    return rows.select_related("assignment__person", "assignment__mission").first()


def count_unknown(uais: Collection[str], now: datetime) -> Counter[str]:
    """Count by institution the staff called of whom nobody knows whether they know; not whoever is announced absent."""
    rows = models.Convocation.objects.filter(
        institution_uai__in=sorted(uais), state=ConvocationState.VALID, ends_at__gt=now, run__session__archived_at=None
    )
    return Counter(with_known(rows).filter(is_known=False, is_absent=False).values_list("institution_uai", flat=True))
