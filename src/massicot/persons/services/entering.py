"""The act of entering a person by hand."""

from datetime import date, datetime

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.exams import queries as exams
from massicot.persons.models import Person, Situation, Skill
from massicot.persons.rules import subject_of
from massicot.persons.rules.identity import IdentifierTaken, PersonDraft, PersonEntered, PersonName, SituationDraft
from massicot.persons.services.situations import situation_values


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
