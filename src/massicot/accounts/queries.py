"""Reads of accounts: who holds which role."""

from datetime import datetime

from massicot.accounts import models, rules
from massicot.accounts.models import Appointment, OneTimeLink
from massicot.core.actor import Actor, Role

Account = models.Account
"""The row that other areas are handed and may name; the table itself is imported by this area only."""


def account_by_email(email: str) -> Account | None:
    """Fetch an account by its login."""
    return Account.objects.filter(email=email.strip().lower()).first()


def actor_of(email: str) -> Actor | None:
    """Name the actor behind a login, if there is such an active account."""
    account = account_by_email(email)
    return Actor(account.email) if account and account.is_active else None


def appointments_of(email: str) -> list[tuple[Role, str]]:
    """List the roles and scopes of one person."""
    rows = Appointment.objects.filter(account__email=email).order_by("role", "scope")
    return [(Role(row.role), row.scope) for row in rows]


def holds_role(email: str, role: Role, scope: str = "") -> bool:
    """Say whether a person has a role over a scope."""
    return Appointment.objects.filter(account__email=email, account__is_active=True, role=role, scope=scope).exists()


def open_link(token: str, at: datetime) -> OneTimeLink | None:
    """Fetch a one-time link that is still good."""
    links = OneTimeLink.objects.filter(used_at__isnull=True, expires_at__gt=at, account__is_active=True)
    return links.filter(digest=rules.link_digest(token)).first()


def emails() -> list[str]:
    """List every login."""
    return list(Account.objects.order_by("email").values_list("email", flat=True))
