"""Reads of the addresses with which people came in before: whoever changed theirs is still the same person."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Q

from massicot.accounts.models import Account, FormerLogin


def logins_of(email: str) -> list[str]:
    """List an address and every other one of whoever signs in with it, or did before it was changed."""
    login = email.strip().lower()
    people = Account.objects.filter(Q(email=login) | Q(former_logins__email=login))
    rows = Account.objects.filter(pk__in=people.values("pk")).values_list("email", "former_logins__email")
    return list(dict.fromkeys([login, *sorted({other for row in rows for other in row if other})]))


def former_logins() -> Mapping[str, Sequence[str]]:
    """Map the logins of those whose address was changed to the addresses before."""
    before: dict[str, list[str]] = defaultdict(list)
    rows = FormerLogin.objects.order_by("pk").values_list("account__email", "email")
    for login, email in rows:
        before[login].append(email)
    return before


def addresses_known() -> set[str]:
    """List every address with which somebody signs in, or did."""
    present = set(Account.objects.values_list("email", flat=True))
    return present | set(FormerLogin.objects.values_list("email", flat=True))
