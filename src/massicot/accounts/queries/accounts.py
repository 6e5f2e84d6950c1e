"""Reads of accounts: who signs in, with what, in which roles, and where; who heads which centre."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.lookups import Exact

from massicot.accounts import models
from massicot.accounts.models import Appointment, Authenticator, FormerLogin, OneTimeLink, Session, UserSession
from massicot.accounts.queries.links import good_links
from massicot.accounts.rules import accounts as rules
from massicot.accounts.rules.accounts import AccountStanding
from massicot.core.actor import Actor, Role
from massicot.store.prepared import Question, ask_all

Account = models.Account


"""The row that other areas are handed and may name; the table itself is imported by this area only."""

CHAINS = "account:"
"""What the chains of accounts in the journal begin with."""

APPOINTMENTS: Question[tuple[str, str, bool]] = Question(
    lambda email: _in_order(Appointment.objects.filter(account__email=email)).values_list(
        "role", "scope", with_second_factor("account")
    )
)
"""The roles and scopes of one person, each with whether they sign in with a second factor."""

_BY_EMAIL = Question(lambda email: Account.objects.filter(email=email))
_HOLDING: Question[tuple[int]] = Question(
    lambda email, role, scope: appointments_as(role).filter(account__email=email, scope=scope).values_list("pk")
)
_WITH_SECOND_FACTOR: Question[tuple[int]] = Question(
    lambda email: Account.objects.filter(with_second_factor(), email=email).values_list("pk")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHolder:
    """Somebody with an account: their roles, and how far they have come in signing in."""

    email: str
    standing: AccountStanding
    roles: tuple[tuple[Role, str], ...]
    link_until: datetime | None
    signed_in_at: datetime | None
    has_second_factor: bool


class Appointed(NamedTuple):
    """Somebody's role over a scope, and how far they have come in signing in."""

    scope: str
    email: str
    standing: AccountStanding


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One browser in which somebody is signed in."""

    session_id: int
    session_key: str
    user_agent: str
    address: str
    since: datetime


def subject_of(login: str) -> str:
    """Name the chain of an account in the journal."""
    return f"{CHAINS}{login}"


def account_by_email(email: str) -> Account | None:
    return _BY_EMAIL.first(email=email.strip().lower())


def open_account_or_nobody(email: str) -> Account:
    """Fetch an account that is open by its login, or a row of nobody's, with which the same can be worked out."""
    login = email.strip().lower()
    nobody = Account(pk=0, email=login, password=f"{UNUSABLE_PASSWORD_PREFIX}{'x' * 40}")
    account = account_by_email(login)
    return account if account and account.is_active else nobody


def open_logins() -> QuerySet[Any]:
    """List the logins of those who may sign in, for another question."""
    return Account.objects.filter(is_active=True).values("email")


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
    return [(Role(role), scope) for role, scope, _ in APPOINTMENTS.ask(email=email)]


def holds_role(email: str, role: Role, scope: str = "") -> bool:
    """Say whether a person has a role over a scope."""
    return bool(_HOLDING.ask(email=email, role=role.value, scope=scope))


def check_office(login: str) -> None:
    """Refuse an act of the exam office by somebody who has no role there."""
    if not holds_role(login, Role.OFFICE):
        raise rules.NotFromOffice(login=login)


def emails_with_role(role: Role, scope: str = "") -> list[str]:
    """List the logins of those who have a role over a scope."""
    return [email for (email,) in LOGINS.ask(role=role.value, scope=scope)]


def appointments_in(roles: Collection[Role]) -> list[tuple[Role, str, str]]:
    """List who has one of these roles over what: role, scope, login."""
    rows = Appointment.objects.filter(account__is_active=True, role__in=sorted(roles))
    ordered = rows.order_by("role", "scope", "account__email").values_list("role", "scope", "account__email")
    return [(Role(role), scope, email) for role, scope, email in ordered]


def emails() -> list[str]:
    """List every login."""
    return list(Account.objects.order_by("email").values_list("email", flat=True))


def logins_with(words: str, most: int) -> list[str]:
    """List the logins that hold these words, no more than so many."""
    return list(Account.objects.filter(email__icontains=words).values_list("email", flat=True)[:most])


def has_second_factor(email: str) -> bool:
    """Say whether a person signs in with a second factor."""
    return bool(_WITH_SECOND_FACTOR.ask(email=email))


def unused_recovery_codes(email: str) -> list[str]:
    """List the recovery codes that a person has left."""
    codes = Authenticator.objects.filter(user__email=email, type=Authenticator.Type.RECOVERY_CODES).first()
    return [] if codes is None else list(codes.wrap().get_unused_codes())


def open_sessions(email: str, at: datetime) -> list[OpenSession]:
    """List the browsers in which a person is signed in, newest first."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    rows = UserSession.objects.filter(user__email=email, session_key__in=alive).order_by("-created_at", "-pk")
    return [OpenSession(*row) for row in rows.values_list("pk", "session_key", "user_agent", "ip", "created_at")]


def account_ids() -> QuerySet[Any]:
    """Find everybody who has an account, by login: `persons` tells of some of them."""
    return Account.objects.order_by("email").values_list("pk", flat=True)


def alone(counts: Mapping[str, Any]) -> QuerySet[Account, Any]:
    """Write what is asked beside another statement as one of its own, of one row of values: somebody asks for it."""
    rows: Any = Account.objects.order_by("pk").annotate(**counts)
    values: QuerySet[Account, Any] = rows.values_list(*counts)[:1]
    return values


def with_second_factor(account: str = "pk") -> Any:
    """Say who signs in with a second factor, beside rows that name their account so."""
    return Exists(Authenticator.objects.filter(user=OuterRef(account), type=Authenticator.Type.TOTP))


def with_standing(standing: str, at: datetime) -> Q:
    """Say who has come this far in signing in."""
    return Q(Exact(standing_at(at), standing))


def main_role() -> Any:
    """Give the first role of a person, for a list that the database sorts by it."""
    roles = _in_order(Appointment.objects.filter(account=OuterRef("pk")))
    return Subquery(roles.values("role")[:1])


def with_role(role: str) -> Q:
    return Q(pk__in=Appointment.objects.filter(role=role).values("account"))


def persons(ids: Sequence[int], at: datetime) -> list[AccountHolder]:
    """Tell of some accounts, in their order, who they are and how far they have come."""
    if not ids:
        return []
    rows, appointments = ask_all(_PERSONS.of(ids=list(ids), at=at), _ROLES.of(ids=list(ids)))
    roles: dict[int, list[tuple[Role, str]]] = defaultdict(list)
    for account_id, role, scope in appointments:
        roles[account_id].append((Role(role), scope))
    people = {row[0]: _person(row, roles[row[0]]) for row in rows}
    return [people[account_id] for account_id in ids if account_id in people]


def _person(row: Sequence[Any], roles: Sequence[tuple[Role, str]]) -> AccountHolder:
    _, email, signed_in_at, standing, link_until, has_second_factor = row
    until = link_until if standing == AccountStanding.INVITED else None
    return AccountHolder(
        email=email,
        standing=AccountStanding(standing),
        roles=tuple(roles),
        link_until=until,
        signed_in_at=signed_in_at,
        has_second_factor=has_second_factor,
    )


def _person_rows(ids: list[int], at: datetime) -> QuerySet[Any, Any]:
    links = OneTimeLink.objects.filter(account=OuterRef("pk"), used_at__isnull=True, expires_at__gt=at)
    until = Subquery(links.order_by("-expires_at").values("expires_at")[:1])
    rows = Account.objects.filter(pk__in=ids)
    return rows.values_list("pk", "email", "last_login", standing_at(at), until, with_second_factor())


def with_role_or_scope(roles: Collection[Role], scopes: QuerySet[Any], words: str) -> Q:
    """Say who has one of these roles, or a role over one of these scopes or over one whose code holds these words."""
    fitting = Q(role__in=sorted(roles)) | Q(scope__in=scopes) | Q(scope__icontains=words)
    return Q(pk__in=Appointment.objects.filter(fitting).values("account"))


def scopes_appointed(role: Role) -> QuerySet[Any]:
    """List the scopes over which somebody has a role."""
    return appointments_as(role).values("scope")


def reached_rows(scopes: Mapping[Role, Any], logins: Any) -> QuerySet[Any, Any]:
    """Count, in one row, the people who have a role over one of some scopes, or one of some logins; each once."""
    reached = Q(email__in=logins)
    for role, reach in scopes.items():
        reached |= Q(is_active=True, appointments__role=role, appointments__scope__in=reach)
    rows = Account.objects.filter(reached).order_by().values_list(Value(0))
    return rows.annotate(count=Count("pk", distinct=True)).values_list("count")


def appointed_over(role: Role, scopes: Collection[str], at: datetime) -> list[Appointed]:
    """List who has a role over some scopes, by login."""
    rows = _OVER.ask(role=role.value, scopes=sorted(scopes), at=at) if scopes else []
    return [Appointed(scope, email, AccountStanding(standing)) for scope, email, standing in rows]


def _over(role: str, scopes: list[str], at: datetime) -> QuerySet[Any, tuple[str, str, str]]:
    condition = {"appointments__role": role, "appointments__scope__in": scopes}
    rows = Account.objects.filter(is_active=True, **condition).annotate(standing=standing_at(at)).order_by("email")
    return rows.values_list("appointments__scope", "email", "standing")


def _in_order(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    return rows.order_by("role", "scope")


def appointments_as(role: Role) -> QuerySet[Appointment]:
    """List who has a role, of those who may sign in."""
    return Appointment.objects.filter(account__is_active=True, role=role)


def standing_at(at: datetime) -> Case:
    """Say how far each account has come in signing in, for a list that the database sorts by it."""
    has_none = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return Case(
        When(is_active=False, then=Value(AccountStanding.CLOSED)),
        When(has_none & Q(pk__in=good_links(at)), then=Value(AccountStanding.INVITED)),
        When(~has_none | Q(last_login__isnull=False), then=Value(AccountStanding.IN)),
        default=Value(AccountStanding.LAPSED),
        output_field=CharField(),
    )


_OVER = Question(_over)
_PERSONS: Question[tuple[Any, ...]] = Question(_person_rows)
_ROLES: Question[tuple[int, str, str]] = Question(
    lambda ids: _in_order(Appointment.objects.filter(account_id__in=ids)).values_list("account_id", "role", "scope")
)
LOGINS: Question[tuple[str]] = Question(
    lambda role, scope: (
        appointments_as(role).filter(scope=scope).order_by("account__email").values_list("account__email")
    )
)
"""The logins of those who have a role over a scope."""


def logins_of(email: str) -> list[str]:
    """List an address and every other one of whoever signs in with it, or did before it was changed."""
    login = email.strip().lower()
    people = Account.objects.filter(Q(email=login) | Q(former_logins__email=login))
    rows = Account.objects.filter(pk__in=people.values("pk")).values_list("email", "former_logins__email")
    return list(dict.fromkeys([login, *sorted({other for row in rows for other in row if other})]))


def former_logins() -> Mapping[str, Sequence[str]]:
    """Map the logins of those whose address was changed to the addresses before."""
    before: dict[str, list[str]] = defaultdict(list)
    rows = FormerLogin.objects.order_by("pk").values_list("account__email", "email")
    for login, email in rows:
        before[login].append(email)
    return before


def addresses_known() -> set[str]:
    """List every address with which somebody signs in, or did."""
    present = set(Account.objects.values_list("email", flat=True))
    return present | set(FormerLogin.objects.values_list("email", flat=True))


def scopes_headed(role: Role, at: datetime) -> QuerySet[Any]:
    """List the scopes over which somebody has a role and has come in once, or has a link that is good."""
    return appointments_as(role).filter(_has_come() | Q(account__in=good_links(at))).values("scope")


def scopes_entered(role: Role, at: datetime) -> QuerySet[Any]:
    """List the scopes over which somebody has a role and has come in once, and does not start again from a link."""
    return appointments_as(role).filter(_is_in(at)).values("scope")


def centres_with_heads(at: datetime) -> tuple[set[tuple[str, str]], list[str]]:
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
        (_heads().filter(_has_come() | Q(account__in=good_links(at))) | appointments_as(Role.OFFICE).filter(scope=""))
        .order_by("account__email")
        .values_list("role", "scope", "account__email")
    )
)
HEADS_OUTSIDE: Question[tuple[str, str, int, int]] = Question(_heads_outside)
"""Who heads a centre and has not come in: role, UAI, whether they have a link that is good, and whether on paper."""
