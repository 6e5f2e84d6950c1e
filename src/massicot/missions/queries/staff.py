"""Letters of the staff of institutions, for their heads: who is called when, who knows, who is not expected."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from massicot.missions import models
from massicot.missions.queries.standing import with_known
from massicot.missions.rules import ConvocationState
from massicot.missions.rules.runs import URGENT_WITHIN
from massicot.store.prepared import Question


def letters_of_staff(uai: str, now: datetime) -> list[Any]:
    """List the letters of the staff of an institution that are not over, by their first hour.

    Each with what is known of it, `is_known` and `is_absent`. Those that hold, and those that are cancelled as long as
    no other one calls the same person to the same mission: their head knows that nobody expects them any more.
    """
    return _LETTERS.ask(uai=uai, now=now)


@dataclass(frozen=True, slots=True)
class UrgentLetter:
    """A letter that was written shortly before its day, and is to be handed over."""

    letter: models.Convocation
    is_unreached: bool
    """Whether its head said that its reader is not reached."""


def urgent_of_staff(uais: Collection[str], now: datetime) -> list[UrgentLetter]:
    """List the letters of the staff of institutions, written shortly before their day, of which nobody knows yet."""
    rows = _URGENT.ask(uais=sorted(uais), now=now) if uais else []
    return [UrgentLetter(row, row.is_unreached) for row in rows]


def letter_of_staff(uai: str, code: str) -> models.Convocation | None:
    """Fetch a letter of the staff of an institution by its code."""
    rows = models.Convocation.objects.filter(institution_uai=uai, code=code)
    return rows.select_related("assignment__person", "assignment__mission").first()


def count_unknown(uais: Collection[str], now: datetime) -> Counter[str]:
    """Count by institution the staff called of whom nobody knows whether they know; not whoever is announced absent."""
    return Counter(uai for (uai,) in _UNKNOWN.ask(uais=sorted(uais), now=now)) if uais else Counter()


def _letters(uai: str, now: datetime) -> QuerySet[Any]:
    called_again = models.Convocation.objects.filter(
        state=ConvocationState.VALID,
        assignment__mission=OuterRef("assignment__mission"),
        assignment__person=OuterRef("assignment__person"),
    )
    holds = Q(state=ConvocationState.VALID)
    ended = Q(state=ConvocationState.CANCELLED) & ~Exists(called_again)
    rows = models.Convocation.objects.filter(holds | ended, institution_uai=uai, ends_at__gt=now)
    people = with_known(rows).select_related("assignment__person", "assignment__mission")
    return people.order_by("starts_at", "assignment__person__surname", "assignment__person__first_name", "pk")


def _coming(uais: list[str], now: datetime) -> QuerySet[Any]:
    rows = models.Convocation.objects.filter(
        institution_uai__in=uais, state=ConvocationState.VALID, ends_at__gt=now, run__session__archived_at=None
    )
    return with_known(rows).filter(is_known=False)


def _urgent(uais: list[str], now: datetime) -> QuerySet[Any]:
    rows = _coming(uais, now).filter(starts_at__lte=F("issued_at") + URGENT_WITHIN)
    people = rows.select_related("assignment__person")
    return people.order_by("starts_at", "assignment__person__surname", "assignment__person__first_name", "pk")


_LETTERS: Question[Any] = Question(_letters)
_URGENT: Question[Any] = Question(_urgent)
_UNKNOWN: Question[tuple[str]] = Question(
    lambda uais, now: _coming(uais, now).filter(is_absent=False).values_list("institution_uai")
)
