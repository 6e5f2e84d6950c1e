"""Acts on the skills of a person: some written down, one ended."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.wall import check_names_nobody
from massicot.persons.models import Person, Skill
from massicot.persons.rules import SKILL_LENGTH, subject_of
from massicot.persons.rules.skills import (
    SkillEnded,
    SkillGone,
    SkillsAdded,
    SkillsMissing,
    SkillsThereAlready,
    read_skills,
)


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
