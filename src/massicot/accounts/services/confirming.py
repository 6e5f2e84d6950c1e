"""The act of confirming an access of the office: its holder was seen in person by somebody who had no hand in it."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import queries
from massicot.accounts.queries import resting as accesses
from massicot.accounts.rules import resting
from massicot.accounts.rules.resting import AccessConfirmed
from massicot.audit import services as audit
from massicot.core.actor import Actor, Role


@transaction.atomic
def confirm_access(*, email: str, by: Actor, at: datetime) -> None:
    """Say that an access of the office is its holder's: it rests on nobody else any more.

    Raise AccountUnknown, NotFromOffice, NothingToConfirm, ConfirmerNotApart or NotInYet.
    """
    login = queries.known_account(email).email
    if resting.is_person(by.login):
        queries.check_office(by.login)
    if not queries.holds_role(login, Role.OFFICE):
        raise resting.NothingToConfirm(email=login)
    accesses.check_may_confirm(login, by.login, at)
    audit.record(subject=queries.subject_of(login), fact=AccessConfirmed(login), by=by, at=at)
    # After the line, which holds the account's chain: a link drawn meanwhile is seen here, or its line comes later.
    if accesses.has_good_link(login, at) or not queries.has_second_factor(login):
        raise resting.NotInYet(email=login)
