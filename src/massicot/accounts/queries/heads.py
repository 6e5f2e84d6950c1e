"""Reads of who heads which centre, and has come in or may."""

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, Q, QuerySet, Value, When

from massicot.accounts.models import Appointment
from massicot.accounts.queries import appointed
from massicot.accounts.queries.links import good_links
from massicot.core.actor import Role
from massicot.store.prepared import Question


def scopes_headed(role: Role, at: datetime) -> QuerySet[Any]:
    """List the scopes over which somebody has a role and has come in once, or has a link that is good."""
    return appointed(role).filter(_has_come() | Q(account__in=good_links(at))).values("scope")


def scopes_entered(role: Role, at: datetime) -> QuerySet[Any]:
    """List the scopes over which somebody has a role and has come in once, and does not start again from a link."""
    return appointed(role).filter(_is_in(at)).values("scope")


def headed(at: datetime) -> tuple[set[tuple[str, str]], list[str]]:
    """List the centres whose heads have come in or have a link that is good, role and UAI; the logins of the office."""
    rows = _HEADED.ask(at=at)
    office = [login for role, _, login in rows if role == Role.OFFICE]
    return {(role, scope) for role, scope, _ in rows if role != Role.OFFICE}, office


def _heads() -> QuerySet[Appointment]:
    return Appointment.objects.filter(account__is_active=True, role__in=(Role.EXAM_CENTRE, Role.MARKING_CENTRE))


def _heads_outside(at: datetime) -> QuerySet[Any, Any]:
    is_invited = Case(When(account__in=good_links(at), then=Value(1)), default=Value(0))
    is_posted = Case(When(account__in=good_links(at).filter(is_on_paper=True), then=Value(1)), default=Value(0))
    return _heads().exclude(_is_in(at)).values_list("role", "scope", is_invited, is_posted)


def _has_come() -> Q:
    return ~Q(account__password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(account__last_login__isnull=False)


def _is_in(at: datetime) -> Q:
    has_one = ~Q(account__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return has_one | (Q(account__last_login__isnull=False) & ~Q(account__in=good_links(at)))


_HEADED: Question[tuple[str, str, str]] = Question(
    lambda at: (
        (_heads().filter(_has_come() | Q(account__in=good_links(at))) | appointed(Role.OFFICE).filter(scope=""))
        .order_by("account__email")
        .values_list("role", "scope", "account__email")
    )
)
HEADS_OUTSIDE: Question[tuple[str, str, int, int]] = Question(_heads_outside)
"""Who heads a centre and has not come in: role, UAI, whether they have a link that is good, and whether on paper."""
