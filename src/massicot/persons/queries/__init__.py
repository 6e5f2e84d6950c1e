"""Reads of persons: by their identifier, with the situation of a day."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from massicot.persons import models, rules
from massicot.persons.queries.availability import (
    hold_persons,
    situations_among,
    skills_among,
    unavailable_between,
)
from massicot.store.prepared import Question

Person = models.Person
"""The row that other areas are handed and may name; the table itself is imported by this area only."""

Situation = models.Situation

AT_ONCE = 500
"""How many values one statement looks for: the embedded database takes no endless list."""

Key = TypeVar("Key", int, str)

_SITUATIONS: Question[Situation] = Question(lambda person_ids: Situation.objects.filter(person_id__in=person_ids))
_SKILLS: Question[tuple[int, str]] = Question(
    lambda person_ids: (
        models.Skill.objects.filter(person_id__in=person_ids).order_by("name").values_list("person_id", "name")
    )
)


@dataclass(frozen=True, slots=True)
class PersonFile:
    """What is known of one person on a day."""

    person: Person
    situation: Situation | None
    skills: tuple[str, ...]


def person_by_identifier(identifier: str) -> Person:
    """Fetch a person by an identifier, in any case when only one fits; raise PersonUnknown."""
    typed = identifier.strip()
    fitting = {row.identifier: row for row in Person.objects.filter(identifier__iexact=typed)}
    person = fitting.get(typed) or (next(iter(fitting.values())) if len(fitting) == 1 else None)
    if person is None:
        raise rules.PersonUnknown(identifier=identifier)
    return person


def person_by_id(person_id: int) -> Person | None:
    """Fetch a person by their row, with their account, and whose double they are."""
    return Person.objects.select_related("account", "double_of").filter(pk=person_id).first()


def persons_by_id(person_ids: Collection[int]) -> dict[int, Person]:
    """Map rows of persons to them."""
    return {row.pk: row for part in _parts(person_ids) for row in Person.objects.filter(pk__in=part)}


def hold_person(person_id: int) -> None:
    """Let the school of a person stay as it is until the end of the transaction."""
    Person.objects.select_for_update(no_key=True).get(pk=person_id)


def files_of(identifiers: Collection[str], day: date) -> dict[str, PersonFile]:
    """Map those of some identifiers that somebody has to what is known of them on a day."""
    persons = [row for part in _parts(identifiers) for row in Person.objects.filter(identifier__in=part)]
    ids = [row.pk for row in persons]
    situations = situations_of(ids, day)
    skills = skills_of(ids)
    return {row.identifier: PersonFile(row, situations.get(row.pk), skills.get(row.pk, ())) for row in persons}


def situations_of(person_ids: Collection[int], day: date) -> dict[int, Situation]:
    """Map persons to their situation of a day; whoever has none is left out."""
    by_person: dict[int, list[Situation]] = defaultdict(list)
    for part in _parts(person_ids):
        for row in _SITUATIONS.ask(person_ids=part):
            by_person[row.person_id].append(row)
    current = {person_id: rules.situation_on(rows, day) for person_id, rows in by_person.items()}
    return {person_id: row for person_id, row in current.items() if row is not None}


def institution_of(person_id: int, day: date) -> str:
    """Give the UAI of the institution where a person teaches on a day; empty when nobody said."""
    situation = situations_of([person_id], day).get(person_id)
    return situation.institution_uai if situation else ""


def institution_on(person: OuterRef, day: date) -> Coalesce:
    """Write the UAI of the institution of a row's person on a day, for lists that the database cuts and sorts."""
    rows = Situation.objects.filter(person_id=person)
    begun = rows.filter(since__lte=day).order_by("-since").values("institution_uai")[:1]
    return Coalesce(Subquery(begun), Subquery(rows.order_by("since").values("institution_uai")[:1]))


def skills_of(person_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Map persons to their skills, by name."""
    by_person: dict[int, tuple[str, ...]] = {}
    for part in _parts(person_ids):
        for person_id, name in _SKILLS.ask(person_ids=part):
            by_person[person_id] = (*by_person.get(person_id, ()), name)
    return by_person


def _parts(values: Collection[Key]) -> Iterator[list[Key]]:
    ordered = sorted(values)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))
