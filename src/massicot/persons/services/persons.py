"""Acts on persons: entered, kept as a table tells, named, set aside and brought back; their skills; forgotten."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.wall import check_names_nobody
from massicot.exams import queries as exams
from massicot.persons.models import Person, Situation, Skill
from massicot.persons.queries import PersonFile
from massicot.persons.rules.persons import (
    SKILL_LENGTH,
    IdentifierTaken,
    NameCorrected,
    NameStandsAlready,
    PersonAside,
    PersonBroughtBack,
    PersonDraft,
    PersonEntered,
    PersonMeanwhile,
    PersonName,
    PersonNotAside,
    PersonPutAside,
    SituationDraft,
    SkillEnded,
    SkillGone,
    SkillsAdded,
    SkillsMissing,
    SkillsThereAlready,
    TelephoneChanged,
    checked_reason,
    read_skills,
    subject_of,
)
from massicot.persons.services.situations import situation_values
from massicot.store.writes import swap_one


@transaction.atomic
def enter_person_unchecked_pool(
    *, draft: PersonDraft, situation: SituationDraft, skills: tuple[str, ...], since: date, by: Actor, at: datetime
) -> Person:
    """Enter a person by hand, with the situation that holds from a day on; lower service of the pool's act.

    Raise IdentifierTaken, or InstitutionUnknown for a UAI that is not imported.
    """
    account_acts.hold_appointments()
    if situation.institution_uai:
        exams.check_known(situation.institution_uai)
    for known in Person.objects.filter(identifier__iexact=draft.identifier):
        name = PersonName(known.civility, known.surname, known.first_name)
        raise IdentifierTaken(identifier=known.identifier, name=str(name))
    person = Person.objects.create(
        identifier=draft.identifier,
        civility=draft.name.civility,
        surname=draft.name.surname,
        first_name=draft.name.first_name,
        email=draft.email,
        telephone=draft.telephone,
    )
    Situation.objects.create(person=person, since=since, **situation_values(situation))
    Skill.objects.bulk_create(Skill(person=person, name=name) for name in skills)
    audit.record(subject=subject_of(person.identifier), fact=PersonEntered(person.identifier), by=by, at=at)
    return person


@transaction.atomic
def correct_name(*, person: Person, seen: PersonName, name: PersonName, reason: str, by: Actor, at: datetime) -> None:
    """Correct the name of a person, in every session at once; `seen` is the name that the page showed.

    Raise PersonReasonMissing, NameStandsAlready, PersonMeanwhile.
    """
    told = checked_reason(reason)
    # An import that has read the name before writes it after: the two wait for one another here.
    account_acts.hold_appointments()
    if name == seen:
        raise NameStandsAlready(identifier=person.identifier)
    rows = Person.objects.filter(pk=person.pk, civility=seen.civility, surname=seen.surname, first_name=seen.first_name)
    changes = {"civility": name.civility, "surname": name.surname, "first_name": name.first_name}
    swap_one(rows, PersonMeanwhile(identifier=person.identifier), **changes)
    fact = NameCorrected(person.identifier, str(seen), str(name), told)
    audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)


@transaction.atomic
def change_telephone(*, person: Person, seen: str, telephone: str, by: Actor, at: datetime) -> None:
    """Change the telephone of a person; `seen` is the one that the page showed. Raise PersonMeanwhile."""
    account_acts.hold_appointments()
    rows = Person.objects.filter(pk=person.pk, telephone=seen)
    swap_one(rows, PersonMeanwhile(identifier=person.identifier), telephone=telephone.strip())
    audit.record(subject=subject_of(person.identifier), fact=TelephoneChanged(person.identifier), by=by, at=at)


@transaction.atomic
def set_person_aside(*, person: Person, reason: str, by: Actor, at: datetime) -> None:
    """Set a person aside (écarté): kept, and proposed for nothing in any session.

    Raise PersonReasonMissing, TextNamesCandidate, PersonAside.
    """
    told = checked_reason(reason)
    check_names_nobody(told)
    rows = Person.objects.filter(pk=person.pk, set_aside_at__isnull=True)
    refusal = PersonAside(identifier=person.identifier, reason=person.set_aside_reason)
    swap_one(rows, refusal, set_aside_at=at, set_aside_reason=told)
    audit.record(subject=subject_of(person.identifier), fact=PersonPutAside(person.identifier, told), by=by, at=at)


@transaction.atomic
def bring_person_back(*, person: Person, by: Actor, at: datetime) -> None:
    """Let somebody who was set aside be proposed again; raise PersonNotAside."""
    rows = Person.objects.filter(pk=person.pk, set_aside_at__isnull=False)
    swap_one(rows, PersonNotAside(identifier=person.identifier), set_aside_at=None, set_aside_reason="", double_of=None)
    audit.record(subject=subject_of(person.identifier), fact=PersonBroughtBack(person.identifier), by=by, at=at)


@transaction.atomic
def add_skills(*, person: Person, skills: str, by: Actor, at: datetime) -> None:
    """Write down skills of a person, words separated by spaces; those that they have already stay as they are.

    Raise SkillsMissing, SkillTooLong, TextNamesCandidate, SkillsThereAlready.
    """
    names = read_skills(skills, SKILL_LENGTH)
    if not names:
        raise SkillsMissing
    check_names_nobody(*names)
    # A table that tells all the skills of a person writes them anew: it waits here, or was here before.
    account_acts.hold_appointments()
    known = set(Skill.objects.filter(person=person).values_list("name", flat=True))
    new = [name for name in names if name not in known]
    if not new:
        raise SkillsThereAlready(identifier=person.identifier)
    Skill.objects.bulk_create(Skill(person=person, name=name) for name in new)
    fact = SkillsAdded(person.identifier, new)
    audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)


@transaction.atomic
def end_skill(*, person: Person, skill: str, by: Actor, at: datetime) -> None:
    """Say that a person does not have a skill any more; raise SkillGone."""
    account_acts.hold_appointments()
    if not Skill.objects.filter(person=person, name=skill).delete()[0]:
        raise SkillGone(identifier=person.identifier, skill=skill)
    fact = SkillEnded(person.identifier, skill)
    audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)


ROWS_AT_ONCE = 500
PERSON_FIELDS = ("civility", "surname", "first_name", "email", "telephone")
SITUATION_FIELDS = ("institution_uai", "employer", "employer_kind", "is_state_agent", "home_town", "home_insee_code")


@dataclass(frozen=True, slots=True)
class PersonValues:
    """What a line says of a person, by field; what it does not say stays as it is. Skills are all told, or None."""

    values: Mapping[str, Any]
    skills: tuple[str, ...] | None = None

    def of(self, fields: tuple[str, ...]) -> dict[str, Any]:
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


@transaction.atomic
def delete_persons(*, person_ids: Collection[int]) -> None:
    """Delete persons whom no pool holds any more; the caller knows that, and holds the session."""
    Person.objects.filter(pk__in=list(person_ids)).delete()
