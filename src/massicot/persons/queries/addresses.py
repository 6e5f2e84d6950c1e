"""Reads of the addresses of persons, and of the accounts that are theirs."""

from collections.abc import Mapping

from massicot.persons.models import Person


def addresses_of(person: Person) -> list[str]:
    """List the addresses by which a person is known: that of letters, and the login of the account that is theirs."""
    login = person.account.email if person.account is not None else ""
    return list(dict.fromkeys(filter(None, (person.email.strip().lower(), login))))


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
    return Person.objects.filter(account_id=account_id).first()
