"""Writes of accounts."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from massicot.accounts import queries, rules
from massicot.accounts.models import Account, Appointment, OneTimeLink
from massicot.audit import services as audit
from massicot.core.actor import Actor, Role
from massicot.store.lock import hold_table
from massicot.store.swap import swap_one


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """A person was given a role over a scope."""

    email: str
    role: str
    scope: str


@dataclass(frozen=True, slots=True)
class LinkDrawn:
    """A one-time link was drawn for a person."""

    email: str


@dataclass(frozen=True, slots=True)
class PasswordChosen:
    """A person chose a password with a one-time link."""

    email: str


def hold_appointments() -> None:
    """Let nobody else appoint until the end of the caller's transaction: who holds what stays as it was read."""
    hold_table(Appointment)


@transaction.atomic
def give_role(*, email: str, role: Role, scope: str, by: Actor, at: datetime) -> Account:
    """Give a role to a person, opening their account if need be.

    Call `exams.services.appoint`, which checks the two sides of the identity wall first.
    """
    email = rules.tidy_email(email)
    rules.check_scope(role, scope)
    account, _ = Account.objects.get_or_create(email=email, defaults={"joined_at": at})
    _, is_new = Appointment.objects.get_or_create(account=account, role=role, scope=scope)
    if not is_new:
        raise rules.AlreadyAppointed(email=email, role=role, scope=scope or "—")
    audit.record(subject=f"account:{email}", fact=RoleGiven(email, role, scope), by=by, at=at)
    return account


@transaction.atomic
def draw_link(*, email: str, by: Actor, at: datetime) -> str:
    """Draw a one-time link, good for seven days, in the place of any before it; only its digest is kept.

    Raise AccountUnknown.
    """
    account = queries.account_by_email(email)
    if account is None:
        raise rules.AccountUnknown(email=email)
    OneTimeLink.objects.filter(account=account, used_at__isnull=True).delete()
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(account=account, digest=rules.link_digest(token), expires_at=at + rules.LINK_LASTS)
    audit.record(subject=f"account:{account.email}", fact=LinkDrawn(account.email), by=by, at=at)
    return token


@transaction.atomic
def choose_password(*, token: str, password: str, at: datetime) -> Account:
    """Set the password of the person who holds a one-time link; the link is spent."""
    link = queries.open_link(token, at)
    if link is None:
        raise rules.LinkSpent
    swap_one(OneTimeLink.objects.filter(pk=link.pk, used_at__isnull=True), rules.LinkSpent(), used_at=at)
    account = link.account
    account.set_password(password)
    account.save(update_fields=["password"])
    audit.record(subject=f"account:{account.email}", fact=PasswordChosen(account.email), by=Actor(account.email), at=at)
    return account
