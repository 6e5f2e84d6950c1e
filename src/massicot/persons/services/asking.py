"""Acts about the address at which a person asks to be written to; the office alone moves it."""

from datetime import datetime

from django.db import transaction

from massicot.accounts.rules import tidy_email
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.wall import check_names_nobody
from massicot.persons.models import Person
from massicot.persons.rules import subject_of
from massicot.persons.rules.addresses import (
    AddressAsked,
    AddressNotAsked,
    AddressStandsAlready,
    AskedAddressRefused,
    AskedAddressTakenBack,
    kept_letter,
)
from massicot.persons.rules.identity import checked_reason
from massicot.post import services as post
from massicot.store.swap import swap_one


@transaction.atomic
def ask_address(*, person: Person, email: str, by: Actor, at: datetime) -> None:
    """Ask to be written to at another address, in place of what was asked before; the same again changes nothing.

    Raise EmailMalformed, AddressStandsAlready.
    """
    asked = tidy_email(email)
    known = Person.objects.select_for_update().get(pk=person.pk)
    if asked == known.email.lower():
        raise AddressStandsAlready(email=asked, identifier=known.identifier)
    if asked == known.asked_email:
        return
    Person.objects.filter(pk=known.pk).update(asked_email=asked, asked_email_at=at)
    audit.record(subject=subject_of(known.identifier), fact=AddressAsked(known.identifier, asked), by=by, at=at)


@transaction.atomic
def take_back_asked_address(*, person: Person, seen: str, by: Actor, at: datetime) -> None:
    """Keep the address that one has after all; raise AddressNotAsked."""
    _forget(person, seen)
    fact = AskedAddressTakenBack(person.identifier, seen)
    audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)


@transaction.atomic
def refuse_asked_address(*, person: Person, seen: str, reason: str, by: Actor, at: datetime) -> None:
    """Leave the address of a person as it is, and tell them why.

    Raise PersonReasonMissing, TextNamesCandidate, AddressNotAsked.
    """
    told = checked_reason(reason)
    check_names_nobody(told)
    _forget(person, seen)
    if person.email:
        subject, body = kept_letter(seen, told)
        post.write_letter(to=person.email, subject=subject, body=body, by=by, at=at)
    fact = AskedAddressRefused(person.identifier, seen, told)
    audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)


def _forget(person: Person, seen: str) -> None:
    rows = Person.objects.filter(pk=person.pk, asked_email=seen).exclude(asked_email="")
    swap_one(rows, AddressNotAsked(identifier=person.identifier), asked_email="", asked_email_at=None)
