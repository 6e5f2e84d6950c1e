"""Persons kept as a table tells of them: lower service of the imports, which check and journal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from massicot.persons.models import Person, Situation, Skill
from massicot.persons.queries import PersonFile

ROWS_AT_ONCE = 500
PERSON_FIELDS = ("civility", "surname", "first_name", "email", "telephone")
SITUATION_FIELDS = ("institution_uai", "employer", "employer_kind", "is_state_agent", "home_town", "home_insee_code")


@dataclass(frozen=True, slots=True)
class PersonValues:
    """What a line says of a person, by field; what it does not say stays as it is. Skills are all told, or None."""

    values: Mapping[str, Any]
    skills: tuple[str, ...] | None = None

    def of(self, fields: tuple[str, ...]) -> dict[str, Any]:
        """Give the values of some of the fields."""
        return {name: value for name, value in self.values.items() if name in fields}


@dataclass(slots=True)
class _Changes:
    persons: list[Person] = field(default_factory=list)
    moved: list[Situation] = field(default_factory=list)
    corrected: list[Situation] = field(default_factory=list)


@transaction.atomic
def keep_persons(
    *, said: Mapping[str, PersonValues], known: Mapping[str, PersonFile], since: date
) -> dict[str, Person]:
    """Keep what is said of persons by identifier: new ones added, known ones changed; map them by identifier.

    A situation that changes begins on the day `since`; the one before stays for the missions before it.
    """
    new = {name: values for name, values in said.items() if name not in known}
    added = {name: Person(identifier=name, **values.of(PERSON_FIELDS)) for name, values in new.items()}
    changes = _Changes()
    for name, values in said.items():
        if name in known:
            _compare(known[name], values, since, changes)
    _hold(row.person_id for row in (*changes.moved, *changes.corrected))
    Person.objects.bulk_create(added.values(), batch_size=ROWS_AT_ONCE)
    Person.objects.bulk_update(changes.persons, PERSON_FIELDS, batch_size=ROWS_AT_ONCE)
    changes.moved += [
        Situation(person=person, since=since, **said[name].of(SITUATION_FIELDS)) for name, person in added.items()
    ]
    Situation.objects.bulk_create(changes.moved, batch_size=ROWS_AT_ONCE)
    Situation.objects.bulk_update(changes.corrected, SITUATION_FIELDS, batch_size=ROWS_AT_ONCE)
    persons = {name: added[name] if name in added else known[name].person for name in said}
    _keep_skills(said, known, persons)
    return persons


def _hold(person_ids: Iterable[int]) -> None:
    """Wait for whoever hands one of them a batch for the school that is about to change."""
    held = Person.objects.filter(pk__in=list(person_ids)).order_by("pk").select_for_update(no_key=True)
    list(held.values_list("pk"))


def _compare(file: PersonFile, said: PersonValues, since: date, changes: _Changes) -> None:
    if _put(file.person, said.of(PERSON_FIELDS)):
        changes.persons.append(file.person)
    values = said.of(SITUATION_FIELDS)
    if file.situation is None:
        changes.moved.append(Situation(person=file.person, since=since, **values))
    elif any(getattr(file.situation, name) != value for name, value in values.items()):
        before = {name: getattr(file.situation, name) for name in SITUATION_FIELDS}
        if file.situation.since >= since:
            _put(file.situation, values)
            changes.corrected.append(file.situation)
        else:
            changes.moved.append(Situation(person=file.person, since=since, **before | values))


def _put(row: Person | Situation, values: Mapping[str, Any]) -> bool:
    """Write values into a row; say whether one differed."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _keep_skills(
    said: Mapping[str, PersonValues], known: Mapping[str, PersonFile], persons: Mapping[str, Person]
) -> None:
    told = {name: values.skills for name, values in said.items() if values.skills is not None}
    changed = {
        name: skills for name, skills in told.items() if set(skills) != set(known[name].skills if name in known else ())
    }
    Skill.objects.filter(person__in=[persons[name].pk for name in changed]).delete()
    rows = [Skill(person=persons[name], name=skill) for name, skills in changed.items() for skill in skills]
    Skill.objects.bulk_create(rows, batch_size=ROWS_AT_ONCE)
