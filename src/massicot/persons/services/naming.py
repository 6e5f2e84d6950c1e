"""Acts on who a person is and how they are called: corrected, never by the way of a table."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.persons.models import Person
from massicot.persons.rules import subject_of
from massicot.persons.rules.identity import (
    NameCorrected,
    NameStandsAlready,
    PersonMeanwhile,
    PersonName,
    TelephoneChanged,
    checked_reason,
)
from massicot.store.swap import swap_one


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
