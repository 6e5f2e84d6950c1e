"""The second factor: added, replaced, taken away; each with the journal in one transaction."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from massicot.accounts import queries, rules
from massicot.accounts.models import Account, Authenticator
from massicot.accounts.rules import resting
from massicot.accounts.rules.resting import SecondFactorReset
from massicot.accounts.services.sessions import sign_out_elsewhere
from massicot.accounts.services.telling import tell_office_of
from massicot.audit import services as audit
from massicot.core.actor import Actor, Role
from massicot.post import services as post

SEED_BYTES = 40


@dataclass(frozen=True, slots=True)
class SecondFactorAdded:
    """A person signs in with a second factor from now on."""

    email: str


@dataclass(frozen=True, slots=True)
class SecondFactorRemoved:
    """A person does without their second factor again."""

    email: str


@dataclass(frozen=True, slots=True)
class RecoveryCodesDrawn:
    """A person drew new recovery codes; those before are void."""

    email: str


@transaction.atomic
def enrol_totp(*, email: str, secret: str, by: Actor, at: datetime) -> None:
    """Give a person a second factor computed from a secret (base32), and ten recovery codes.

    Raise SecondFactorThere.
    """
    account = queries.known_account(email)
    kept = {"secret": rules.seal_secret(settings.SECRET_KEY, secret)}
    _, is_new = Authenticator.objects.get_or_create(
        user=account, type=Authenticator.Type.TOTP, defaults={"data": kept, "created_at": at}
    )
    if not is_new:
        raise rules.SecondFactorThere(email=account.email)
    _draw_codes(account, at)
    audit.record(subject=queries.subject_of(account.email), fact=SecondFactorAdded(account.email), by=by, at=at)


@transaction.atomic
def draw_recovery_codes(*, email: str, by: Actor, at: datetime) -> None:
    """Draw ten new recovery codes; those before no longer open anything. Raise SecondFactorAbsent."""
    account = queries.known_account(email)
    if not queries.has_second_factor(account.email):
        raise rules.SecondFactorAbsent(email=account.email)
    _draw_codes(account, at)
    audit.record(subject=queries.subject_of(account.email), fact=RecoveryCodesDrawn(account.email), by=by, at=at)


@transaction.atomic
def remove_second_factor(*, email: str, by: Actor, at: datetime) -> None:
    """Let a person do without a second factor; raise SecondFactorRequired for the office, SecondFactorAbsent."""
    account = queries.known_account(email)
    if queries.holds_role(account.email, Role.OFFICE):
        raise rules.SecondFactorRequired
    _take_away(account)
    audit.record(subject=queries.subject_of(account.email), fact=SecondFactorRemoved(account.email), by=by, at=at)


@transaction.atomic
def reset_second_factor(*, email: str, reason: str, by: Actor, at: datetime) -> None:
    """Take away the second factor that somebody lost, close their sessions, and write to them.

    Raise AccountReasonMissing, OwnSecondFactor, AccountUnknown, SecondFactorAbsent.
    """
    rules.check_reason(reason)
    account = queries.known_account(email)
    reason = reason.strip()
    if by.login == account.email:
        raise rules.OwnSecondFactor
    _take_away(account)
    sign_out_elsewhere(account, kept_session="")
    subject, body = rules.reset_letter(reason)
    post.write_letter(to=account.email, subject=subject, body=body, by=by, at=at)
    audit.record(subject=queries.subject_of(account.email), fact=SecondFactorReset(account.email, reason), by=by, at=at)
    mail = resting.factor_letter(account.email, by.login, reason)
    tell_office_of(account.email, mail, but={by.login, account.email}, by=by, at=at)


def _take_away(account: Account) -> None:
    taken, _ = Authenticator.objects.filter(user=account).delete()
    if not taken:
        raise rules.SecondFactorAbsent(email=account.email)


def _draw_codes(account: Account, at: datetime) -> None:
    # The form in which allauth keeps them: a seed, and a mask of those used.
    seed = rules.seal_secret(settings.SECRET_KEY, secrets.token_hex(SEED_BYTES))
    Authenticator.objects.update_or_create(
        user=account,
        type=Authenticator.Type.RECOVERY_CODES,
        defaults={"data": {"seed": seed, "used_mask": 0}, "created_at": at, "last_used_at": None},
    )
