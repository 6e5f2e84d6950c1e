"""An account moved to another address, whose owner stays the same person: lower service of the act that says why."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries, rules
from massicot.accounts.models import Account, FormerLogin, OneTimeLink
from massicot.accounts.services.sessions import sign_out_elsewhere
from massicot.store.swap import swap_one


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
