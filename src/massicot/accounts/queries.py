"""Reads of accounts: who signs in, with what, in which roles, and where."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import (
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from massicot.accounts import models, rules
from massicot.accounts.models import Appointment, Authenticator, OneTimeLink, Session, UserSession
from massicot.accounts.rules import Standing
from massicot.core.actor import Actor, Role

Account = models.Account
"""The row that other areas are handed and may name; the table itself is imported by this area only."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account: their roles, and how far they have come in signing in."""

    email: str
    standing: Standing
    roles: tuple[tuple[Role, str], ...]
    link_until: datetime | None
    signed_in_at: datetime | None
    has_second_factor: bool


class Appointed(NamedTuple):
    """Somebody's role over a scope, and how far they have come in signing in."""

    scope: str
    email: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser in which somebody is signed in."""

    session_id: int
    session_key: str
    user_agent: str
    address: str
    since: datetime


def account_by_email(email: str) -> Account | None:
    """Fetch an account by its login."""
    return Account.objects.filter(email=email.strip().lower()).first()


def known_account(email: str) -> Account:
    """Fetch an account by its login; raise AccountUnknown."""
    account = account_by_email(email)
    if account is None:
        raise rules.AccountUnknown(email=email)
    return account


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


def check_office(login: str) -> None:
    """Refuse an act of the exam office by somebody who has no role there."""
    if not holds_role(login, Role.OFFICE):
        raise rules.NotFromOffice(login=login)


def emails_with_role(role: Role, scope: str = "") -> list[str]:
    """List the logins of those who have a role over a scope."""
    rows = Appointment.objects.filter(account__is_active=True, role=role, scope=scope)
    return list(rows.order_by("account__email").values_list("account__email", flat=True))


def appointments_in(roles: Collection[Role]) -> list[tuple[Role, str, str]]:
    """List who has one of these roles over what: role, scope, login."""
    rows = Appointment.objects.filter(account__is_active=True, role__in=sorted(roles))
    ordered = rows.order_by("role", "scope", "account__email").values_list("role", "scope", "account__email")
    return [(Role(role), scope, email) for role, scope, email in ordered]


def open_link(token: str, at: datetime) -> OneTimeLink | None:
    """Fetch a one-time link that is still good."""
    return _open_links(at).filter(digest=rules.link_digest(token)).first()


def emails() -> list[str]:
    """List every login."""
    return list(Account.objects.order_by("email").values_list("email", flat=True))


def has_second_factor(email: str) -> bool:
    """Say whether a person signs in with a second factor."""
    return bool(Authenticator.objects.filter(user__email=email, type=Authenticator.Type.TOTP).exists())


def unused_recovery_codes(email: str) -> list[str]:
    """List the recovery codes that a person has left."""
    codes = Authenticator.objects.filter(user__email=email, type=Authenticator.Type.RECOVERY_CODES).first()
    return [] if codes is None else list(codes.wrap().get_unused_codes())


def open_sessions(email: str, at: datetime) -> list[OpenSession]:
    """List the browsers in which a person is signed in, newest first."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    found = UserSession.objects.filter(user__email=email, session_key__in=alive).order_by("-created_at", "-pk")
    return [OpenSession(*row) for row in found.values_list("pk", "session_key", "user_agent", "ip", "created_at")]


def people_rows(at: datetime) -> QuerySet[Any]:
    """Find everybody who has an account, by login: `standing`, `has_second_factor`, until when a link is good."""
    second = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    links = OneTimeLink.objects.filter(account=OuterRef("pk"), used_at__isnull=True, expires_at__gt=at)
    rows: QuerySet[Any] = Account.objects.annotate(
        standing=_standing(at),
        has_second_factor=Exists(second),
        link_until=Subquery(links.order_by("-expires_at").values("expires_at")[:1]),
    )
    return rows.order_by("email")


def main_role() -> Any:
    """Give the first role of a person, for a list that the database sorts by it."""
    roles = Appointment.objects.filter(account=OuterRef("pk")).order_by("role", "scope")
    return Subquery(roles.values("role")[:1])


def with_role(role: str) -> Q:
    """Say who has a role."""
    return Q(pk__in=Appointment.objects.filter(role=role).values("account"))


def persons(rows: Collection[Any]) -> list[Person]:
    """Tell of some of the people, as `people_rows` finds them, who they are and how far they have come."""
    ids = [row.pk for row in rows]
    roles: dict[int, list[tuple[Role, str]]] = defaultdict(list)
    held = Appointment.objects.filter(account__in=ids).order_by("role", "scope")
    for account_id, role, scope in held.values_list("account_id", "role", "scope"):
        roles[account_id].append((Role(role), scope))
    return [
        Person(
            email=row.email,
            standing=Standing(row.standing),
            roles=tuple(roles[row.pk]),
            link_until=row.link_until if row.standing == Standing.INVITED else None,
            signed_in_at=row.last_login,
            has_second_factor=row.has_second_factor,
        )
        for row in rows
    ]


def with_role_or_scope(roles: Collection[Role], scopes: QuerySet[Any], words: str) -> Q:
    """Say who has one of these roles, or a role over one of these scopes or over one whose code holds these words."""
    fitting = Q(role__in=sorted(roles)) | Q(scope__in=scopes) | Q(scope__icontains=words)
    return Q(pk__in=Appointment.objects.filter(fitting).values("account"))


def scopes_headed(role: Role, at: datetime) -> QuerySet[Any]:
    """List the scopes over which somebody has a role and has come in once, or has a link that is good."""
    has_come = ~Q(account__password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(account__last_login__isnull=False)
    return _appointed(role).filter(has_come | Q(account__in=_good_links(at))).values("scope")


def headed(roles: Collection[Role], at: datetime) -> dict[tuple[Role, str], Standing]:
    """Map each scope over which somebody has one of these roles to how far the furthest of them has come."""
    has_none = Q(account__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    standing = Case(
        When(has_none & Q(account__in=_good_links(at)), then=Value(Standing.INVITED)),
        When(~has_none | Q(account__last_login__isnull=False), then=Value(Standing.IN)),
        default=Value(Standing.LAPSED),
        output_field=CharField(),
    )
    rows = Appointment.objects.filter(account__is_active=True, role__in=roles)
    known: dict[str, list[tuple[Role, str]]] = {one: [] for one in Standing}
    for role, scope, told in rows.values_list("role", "scope", standing):
        known[told].append((role, scope))
    # The last one written stands: somebody who has come in comes before whoever is still invited.
    return {place: one for one in (Standing.LAPSED, Standing.INVITED, Standing.IN) for place in known[one]}


def scopes_appointed(role: Role) -> QuerySet[Any]:
    """List the scopes over which somebody has a role."""
    return _appointed(role).values("scope")


def count_reached(scopes: Mapping[Role, Any], logins: Any) -> int:
    """Count the people who have a role over one of some scopes, or one of some logins; each once."""
    reached = Q(email__in=logins)
    for role, found in scopes.items():
        reached |= Q(pk__in=_appointed(role).filter(scope__in=found).values("account"))
    return Account.objects.filter(reached).count()


def appointed_over(role: Role, scopes: Collection[str], at: datetime) -> list[Appointed]:
    """List who has a role over some scopes, by login."""
    held = {"appointments__role": role, "appointments__scope__in": scopes}
    rows = Account.objects.filter(is_active=True, **held).annotate(standing=_standing(at)).order_by("email")
    told = rows.values_list("appointments__scope", "email", "standing")
    return [Appointed(scope, email, Standing(standing)) for scope, email, standing in told]


def _appointed(role: Role) -> QuerySet[Appointment]:
    return Appointment.objects.filter(account__is_active=True, role=role)


def _standing(at: datetime) -> Case:
    has_none = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return Case(
        When(is_active=False, then=Value(Standing.CLOSED)),
        When(has_none & Q(pk__in=_good_links(at)), then=Value(Standing.INVITED)),
        When(~has_none | Q(last_login__isnull=False), then=Value(Standing.IN)),
        default=Value(Standing.LAPSED),
        output_field=CharField(),
    )


def _good_links(at: datetime) -> QuerySet[Any]:
    """List the accounts that have a link which nobody has used yet, closed ones among them."""
    return OneTimeLink.objects.filter(used_at__isnull=True, expires_at__gt=at).values("account")


def _open_links(at: datetime) -> QuerySet[OneTimeLink]:
    return OneTimeLink.objects.filter(used_at__isnull=True, expires_at__gt=at, account__is_active=True)
