"""Reads of the days on which persons cannot be called, and of many persons at once, whoever they are."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import QuerySet

from massicot.persons import models, rules
from massicot.persons.models import Person, Situation, Unavailability
from massicot.store.prepared import Question


def unavailable_between(
    first: date, last: date, person_ids: Collection[int] | None = None
) -> dict[int, list[tuple[date, date]]]:
    """Map those who cannot be called on some day of these to their declarations, each from its first day to its last.

    Of some persons, or of everybody.
    """
    if person_ids is not None and not person_ids:
        return {}
    some = None if person_ids is None else list(person_ids)
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for person_id, starts_on, ends_on in _UNAVAILABLE.ask(first=first, last=last, person_ids=some):
        found[person_id].append((starts_on, ends_on))
    return dict(found)


def hold_persons(person_ids: Collection[int]) -> None:
    """Let nobody else call some persons until the end of the transaction: they are held in one order by all."""
    if person_ids:
        _HELD.ask(person_ids=list(person_ids))


def situations_among(persons: QuerySet[Any], day: date) -> dict[int, Situation]:
    """Map persons, whose ids the database lists, to their situation of a day; whoever has none is left out."""
    by_person: dict[int, list[Situation]] = defaultdict(list)
    for row in Situation.objects.filter(person_id__in=persons):
        by_person[row.person_id].append(row)
    current = {person_id: rules.situation_on(rows, day) for person_id, rows in by_person.items()}
    return {person_id: row for person_id, row in current.items() if row is not None}


def skills_among(persons: QuerySet[Any]) -> dict[int, tuple[str, ...]]:
    """Map persons, whose ids the database lists, to their skills, by name."""
    by_person: dict[int, tuple[str, ...]] = {}
    rows = models.Skill.objects.filter(person_id__in=persons).order_by("name").values_list("person_id", "name")
    for person_id, name in rows:
        by_person[person_id] = (*by_person.get(person_id, ()), name)
    return by_person


def _unavailable(first: date, last: date, person_ids: list[int] | None) -> QuerySet[Unavailability, Any]:
    rows = Unavailability.objects.filter(taken_back_at=None, starts_on__lte=last, ends_on__gte=first)
    if person_ids is not None:
        rows = rows.filter(person_id__in=person_ids)
    return rows.order_by("starts_on").values_list("person_id", "starts_on", "ends_on")


_UNAVAILABLE: Question[tuple[int, date, date]] = Question(_unavailable)
_HELD: Question[tuple[int]] = Question(
    lambda person_ids: (
        Person.objects.filter(pk__in=person_ids).order_by("pk").select_for_update(no_key=True).values_list("pk")
    )
)
