"""The wall looked at again by each act that could let two harmless roles meet."""

from collections.abc import Sequence
from datetime import datetime

from massicot.accounts import queries as accounts
from massicot.accounts.queries.former import former_logins
from massicot.accounts.rules import RoleWithdrawn
from massicot.audit import queries as audit
from massicot.core.actor import Role
from massicot.exams import queries, rules


def check_one_side(email: str, role: Role, scope: str, appointments: Sequence[tuple[Role, str]]) -> None:
    """Refuse a role over a scope to one who holds the other side of one of its papers; raise BothSidesOfTheWall."""
    conflict = queries.conflict_of(role, scope, appointments)
    if conflict is not None:
        raise rules.BothSidesOfTheWall(email=email, other=conflict.other, paper=conflict.paper)


def check_past(email: str, role: Role, scope: str, left: Sequence[tuple[Role, str, datetime]]) -> None:
    """Refuse a role over a scope to one who left the other side of one of its papers; raise CameFromTheOtherSide."""
    conflict = queries.conflict_with_past(role, scope, left)
    if conflict is not None:
        raise rules.CameFromTheOtherSide(email=email, other=conflict.other, paper=conflict.paper)


def check_both_sides_everywhere() -> None:
    """Refuse what the caller has just written if it makes two roles of one person meet, at once or in turn.

    A new session, centre or route can: nobody may find that out on the day. The caller holds the appointments. Raise
    BothSidesOfTheWall or CameFromTheOtherSide.
    """
    gone = {subject for _, subject, _ in audit.last_acts_below([RoleWithdrawn.__name__], accounts.CHAINS)}
    before = former_logins()
    for email in accounts.emails():
        appointments = accounts.appointments_of(email)
        chains = {accounts.subject_of(login) for login in (email, *before.get(email, ()))}
        left = queries.left_roles(email) if chains & gone else []
        for role, scope in appointments:
            check_one_side(email, role, scope, [other for other in appointments if other != (role, scope)])
            check_past(email, role, scope, left)
