"""Reads of the addresses of persons, and of the accounts that are theirs."""

from collections.abc import Collection, Mapping

from django.db.models import Q
from django.db.models.functions import Lower

from massicot.persons.models import Person
from massicot.persons.queries.doubles import same_human
from massicot.store.prepared import Question

_OF_ACCOUNT = Question(lambda account_id: Person.objects.filter(account_id=account_id).order_by("pk")[:1])


def addresses_of(person: Person) -> list[str]:
    """List the addresses by which a human is known, whatever the identifier: those of letters, and their logins."""
    people = Person.objects.filter(pk__in=same_human([person.pk])).select_related("account").order_by("pk")
    known = [(one.email.strip().lower(), one.account.email if one.account is not None else "") for one in people]
    return list(dict.fromkeys(address for addresses in known for address in addresses if address))


def tied_logins() -> Mapping[str, str]:
    """Map the identifiers of those who have an account to its login."""
    return dict(Person.objects.filter(account__isnull=False).values_list("identifier", "account__email"))


def persons_at(email: str, but: int = 0) -> list[Person]:
    """List the persons of one address, by identifier, without one of them; doubles are no humans of their own."""
    if not email:
        return []
    rows = Person.objects.filter(email__iexact=email.strip(), double_of__isnull=True).exclude(pk=but)
    return list(rows.order_by("identifier"))


def person_of_account(account_id: int) -> Person | None:
    """Find the person whose account this is."""
    return _OF_ACCOUNT.first(account_id=account_id)


def humans_at(emails: Collection[str]) -> set[int]:
    """List the persons who are known by one of some addresses, and the same humans under other identifiers."""
    typed = [email.strip().lower() for email in emails]
    theirs = Q(email_typed__in=typed) | Q(account__email__in=typed)
    return same_human(Person.objects.alias(email_typed=Lower("email")).filter(theirs).values_list("pk", flat=True))
