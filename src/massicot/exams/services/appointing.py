"""The act of appointing a person, on one side of the wall."""

from datetime import datetime

from django.db import transaction

from massicot.accounts import services as account_acts
from massicot.accounts.queries import Account
from massicot.core.actor import Actor, Role
from massicot.exams import queries
from massicot.exams.services.wall import check_one_side, check_past


@transaction.atomic
def appoint_unchecked_pool(*, email: str, role: Role, scope: str, by: Actor, at: datetime) -> Account:
    """Give a person a role over a scope, unless they would come to know names and numbers, at once or in turn.

    The pool of markers is not looked at: lower service of the act that does. Raise BothSidesOfTheWall or
    CameFromTheOtherSide.
    """
    account_acts.hold_appointments()
    login = email.strip().lower()
    check_one_side(email, role, scope, queries.held_roles(login))
    check_past(email, role, scope, queries.left_roles(login))
    return account_acts.give_role(email=email, role=role, scope=scope, by=by, at=at)
