"""Who has which role: given and withdrawn."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from massicot.accounts import queries, rules
from massicot.accounts.models import Account, Appointment
from massicot.accounts.rules.resting import RoleGiven
from massicot.audit import services as audit
from massicot.core.actor import Actor, Role
from massicot.store.lock import hold_table


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
    # Without a password: nobody signs in with one before it is chosen.
    opened = {"joined_at": at, "password": make_password(None)}
    account, _ = Account.objects.get_or_create(email=email, defaults=opened)
    _, is_new = Appointment.objects.get_or_create(account=account, role=role, scope=scope)
    if not is_new:
        raise rules.AlreadyAppointed(email=email, role=role, scope=scope or "—")
    audit.record(subject=queries.subject_of(email), fact=RoleGiven(email, role, scope), by=by, at=at)
    return account


@transaction.atomic
def withdraw_role(*, email: str, role: Role, scope: str, reason: str, by: Actor, at: datetime) -> None:
    """Take a role away from a person, at once; the account stays. Raise RoleNotHeld, LastOfTheOffice."""
    rules.check_reason(reason)
    hold_appointments()
    if role is Role.OFFICE and queries.emails_with_role(Role.OFFICE) == [email]:
        raise rules.LastOfTheOffice(email=email)
    taken, _ = Appointment.objects.filter(account__email=email, role=role, scope=scope).delete()
    if not taken:
        raise rules.RoleNotHeld(email=email, role=role, scope=scope or "—")
    fact = rules.RoleWithdrawn(email, role, scope, reason.strip())
    audit.record(subject=queries.subject_of(email), fact=fact, by=by, at=at)
