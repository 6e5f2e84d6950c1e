"""Acts on accounts: a role given and withdrawn, an access confirmed, another address."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from massicot.accounts.models import Account, Appointment, FormerLogin, OneTimeLink
from massicot.accounts.queries import accounts as queries
from massicot.accounts.queries import holders as accesses
from massicot.accounts.rules import accounts as rules
from massicot.accounts.rules import holders
from massicot.accounts.rules.holders import AccessConfirmed, RoleGiven
from massicot.accounts.services.sign_in import sign_out_elsewhere
from massicot.audit import services as audit
from massicot.core.actor import Actor, Role
from massicot.store.writes import hold_table, swap_one


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


@transaction.atomic
def confirm_access(*, email: str, by: Actor, at: datetime) -> None:
    """Say that an access of the office is its holder's: it rests on nobody else any more.

    Raise AccountUnknown, NotFromOffice, NothingToConfirm, ConfirmerNotApart or NotInYet.
    """
    login = queries.known_account(email).email
    if holders.is_person(by.login):
        queries.check_office(by.login)
    if not queries.holds_role(login, Role.OFFICE):
        raise holders.NothingToConfirm(email=login)
    accesses.check_may_confirm(login, by.login, at)
    audit.record(subject=queries.subject_of(login), fact=AccessConfirmed(login), by=by, at=at)
    # After the line, which holds the account's chain: a link drawn meanwhile is seen here, or its line comes later.
    if accesses.has_good_link(login, at) or not queries.has_second_factor(login):
        raise holders.NotInYet(email=login)


@transaction.atomic
def move_login(*, account: Account, to: str, at: datetime) -> None:
    """Let somebody sign in with another address, and close every open session; password and second factor stay.

    A link that waits opens nothing any more. The caller holds the appointments and writes the line of the journal.
    Raise OtherRolesThere, LoginTaken.
    """
    before = account.email
    rules.check_may_move(before, [role for role, _ in queries.appointments_of(before)])
    if queries.account_by_email(to) is not None:
        raise rules.LoginTaken(email=to)
    swap_one(Account.objects.filter(pk=account.pk, email=before), rules.LoginTaken(email=to), email=to)
    # Whoever never came in read nothing with it: an address typed wrong is free for its owner.
    if account.has_usable_password() or account.last_login is not None:
        FormerLogin.objects.create(account=account, email=before, left_at=at)
    OneTimeLink.objects.filter(account=account, used_at__isnull=True).delete()
    sign_out_elsewhere(account, kept_session="")
