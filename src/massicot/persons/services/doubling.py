"""The act of saying that two persons are one human: the one is set aside as the double of the other."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.wall import check_names_nobody
from massicot.persons import queries
from massicot.persons.models import Person
from massicot.persons.rules import subject_of
from massicot.persons.rules.doubles import DoubleFound, DoubleHasAccount, KeptIsAside, OwnDouble
from massicot.persons.rules.identity import PersonAside, checked_reason
from massicot.store.swap import swap_one


@transaction.atomic
def say_double_unchecked_lists(*, person: Person, kept: str, reason: str, by: Actor, at: datetime) -> Person:
    """Set a person aside as the double of another, named by their identifier; give the one who stays.

    Lower service of the act that looks at the lists. Raise PersonReasonMissing, TextNamesCandidate, PersonUnknown,
    OwnDouble, KeptIsAside, DoubleHasAccount, PersonAside.
    """
    told = checked_reason(reason)
    check_names_nobody(told)
    # Two caseworkers who set each aside as the double of the other wait here, and so does whoever gives access.
    account_acts.hold_appointments()
    queries.hold_persons([person.pk])
    other = queries.person_by_identifier(kept)
    if other.pk == person.pk:
        raise OwnDouble(identifier=person.identifier)
    if other.set_aside_at is not None:
        raise KeptIsAside(identifier=other.identifier, reason=other.set_aside_reason)
    known = queries.person_by_id(person.pk)
    if known is not None and known.account is not None:
        raise DoubleHasAccount(identifier=known.identifier, email=known.account.email, kept=other.identifier)
    rows = Person.objects.filter(pk=person.pk, set_aside_at__isnull=True)
    refusal = PersonAside(identifier=person.identifier, reason=known.set_aside_reason if known else "")
    swap_one(rows, refusal, set_aside_at=at, set_aside_reason=told, double_of=other)
    fact = DoubleFound(person.identifier, other.identifier, told)
    audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)
    return other
