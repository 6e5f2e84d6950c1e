"""Acts that take somebody out of what is proposed, and bring them back; nobody is ever deleted."""

from datetime import datetime

from django.db import transaction

from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.wall import check_names_nobody
from massicot.persons.models import Person
from massicot.persons.rules import subject_of
from massicot.persons.rules.identity import (
    PersonAside,
    PersonBroughtBack,
    PersonNotAside,
    PersonPutAside,
    checked_reason,
)
from massicot.store.swap import swap_one


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
