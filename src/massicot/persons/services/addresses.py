"""Acts on the address of a person and the account that is theirs: asked for, moved, tied; said to be a double."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries as accounts
from massicot.accounts import services as account_acts
from massicot.accounts.queries import Account
from massicot.accounts.rules import tidy_email
from massicot.audit import services as audit
from massicot.core.actor import Actor
from massicot.core.wall import check_names_nobody
from massicot.exams.rules.sessions import OCCASION
from massicot.persons import queries
from massicot.persons.models import Person
from massicot.persons.queries import person_of_account, persons_at
from massicot.persons.rules.addresses import (
    ABOUT_CALLS,
    AccountOfAnother,
    AccountTied,
    AccountTiedAlready,
    AccountUntied,
    AddressAsked,
    AddressMoved,
    AddressNotAsked,
    AddressShared,
    AddressStandsAlready,
    AskedAddressRefused,
    AskedAddressTakenBack,
    DoubleFound,
    DoubleHasAccount,
    KeptIsAside,
    NoAccountTied,
    OwnDouble,
    kept_letter,
    left_letter,
    new_letter,
)
from massicot.persons.rules.persons import PersonAside, PersonMeanwhile, checked_reason, subject_of
from massicot.post import services as post
from massicot.post.rules import AddressMalformed
from massicot.store.writes import swap_one


@transaction.atomic
def move_address_unchecked_pool(*, person: Person, seen: str, to: str, by: Actor, at: datetime) -> None:
    """Change the address of a person; the account that is theirs moves with it, and both addresses are written to.

    `seen` is the address that the page showed. What has not left for it of their convocations goes to the new one,
    unless another person has it too. Lower service of the act that looks at the wall. Raise EmailMalformed,
    AddressStandsAlready, PersonMeanwhile; with an account AddressShared, OtherRolesThere, LoginTaken too.
    """
    email = tidy_email(to)
    account_acts.hold_appointments()
    if email == seen.strip().lower():
        raise AddressStandsAlready(email=email, identifier=person.identifier)
    refusal = PersonMeanwhile(identifier=person.identifier)
    swap_one(Person.objects.filter(pk=person.pk, email=seen), refusal, email=email, asked_email="", asked_email_at=None)
    account = Person.objects.select_related("account").get(pk=person.pk).account
    if account is not None:
        check_alone_at(person, email)
        # What waits in the outbox holds a link that opens nothing any more.
        post.withdraw_letters(to=account.email, occasion_start=OCCASION)
        account_acts.move_login(account=account, to=email, at=at)
    if not persons_at(seen, but=person.pk):
        post.readdress_letters(left=seen.strip(), to=email, occasion_starts=ABOUT_CALLS)
    _tell(seen, left_letter(has_account=account is not None), by, at)
    _tell(email, new_letter(email, has_account=account is not None), by, at)
    fact = AddressMoved(person.identifier, seen, email, account is not None)
    audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)


@transaction.atomic
def tie_account(*, person: Person, email: str, by: Actor, at: datetime) -> Account:
    """Say that an account is a person's, once the caller has looked at the wall and holds the appointments.

    Raise AccountUnknown, AccountOfAnother, AccountTiedAlready, AddressShared.
    """
    account = accounts.known_account(email)
    if other := person_of_account(account.pk):
        raise AccountOfAnother(email=email, identifier=other.identifier)
    check_alone_at(person, email)
    rows = Person.objects.filter(pk=person.pk, account__isnull=True)
    swap_one(rows, AccountTiedAlready(identifier=person.identifier), account=account)
    fact = AccountTied(person.identifier, account.email)
    audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)
    return account


@transaction.atomic
def untie_account(*, person: Person, reason: str, by: Actor, at: datetime) -> None:
    """Say that an account is not a person's after all; its roles stay as they are.

    Raise PersonReasonMissing, NoAccountTied.
    """
    told = checked_reason(reason)
    account_acts.hold_appointments()
    known = queries.person_by_id(person.pk)
    account = known.account if known else None
    if account is None:
        raise NoAccountTied(identifier=person.identifier)
    rows = Person.objects.filter(pk=person.pk, account=account)
    swap_one(rows, NoAccountTied(identifier=person.identifier), account=None)
    fact = AccountUntied(person.identifier, account.email, told)
    audit.record(subject=subject_of(person.identifier), fact=fact, by=by, at=at)


def check_alone_at(person: Person, email: str) -> None:
    """Refuse an account under an address that another person has; part of the caller's act. Raise AddressShared."""
    if others := persons_at(email, but=person.pk):
        told = ", ".join(f"{other.first_name} {other.surname} ({other.identifier})" for other in others)
        raise AddressShared(email=email, persons=told)


def _tell(to: str, letter: tuple[str, str], by: Actor, at: datetime) -> None:
    subject, body = letter
    try:
        post.write_letter(to=to, subject=subject, body=body, by=by, at=at)
    except AddressMalformed:
        # An address that no mail server takes, or none: the person had no letters there before either.
        return


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
